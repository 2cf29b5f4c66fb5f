using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace CorrSyn.Formats.Reading;

/// <summary>Bytes to numbers.</summary>
internal static class ElementCodec
{
    /// <summary>Bytes per number.</summary>
    public static int Size(ElementType type) => type switch
    {
        ElementType.Boolean or ElementType.Int8 or ElementType.UInt8 => 1,
        ElementType.Int16 or ElementType.UInt16 or ElementType.Float16 or ElementType.BFloat16 => 2,
        ElementType.Int32 or ElementType.UInt32 or ElementType.Float32 => 4,
        ElementType.Int64 or ElementType.UInt64 or ElementType.Float64 => 8,
        _ => throw new ArgumentOutOfRangeException(nameof(type)),
    };

    /// <summary>Decodes as many numbers as the destination holds.</summary>
    /// <param name="type">How they are stored.</param>
    /// <param name="isBigEndian">Whether the most significant byte comes first.</param>
    /// <param name="bytes">The stored numbers; put into the order of this machine in place.</param>
    /// <param name="destination">Filled.</param>
    public static void Decode(ElementType type, bool isBigEndian, Span<byte> bytes, Span<double> destination)
    {
        if (isBigEndian == BitConverter.IsLittleEndian)
            Reverse(Size(type), bytes);
        switch (type)
        {
            case ElementType.Boolean:
                for (int i = 0; i < destination.Length; i++)
                    destination[i] = bytes[i] == 0 ? 0 : 1;
                break;
            case ElementType.BFloat16:
                ReadOnlySpan<ushort> halves = MemoryMarshal.Cast<byte, ushort>(bytes);
                for (int i = 0; i < destination.Length; i++)
                    destination[i] = BitConverter.UInt32BitsToSingle((uint)halves[i] << 16);
                break;
            case ElementType.Float16:
                Convert(MemoryMarshal.Cast<byte, Half>(bytes), destination);
                break;
            case ElementType.Float32:
                Convert(MemoryMarshal.Cast<byte, float>(bytes), destination);
                break;
            case ElementType.Float64:
                MemoryMarshal.Cast<byte, double>(bytes)[..destination.Length].CopyTo(destination);
                break;
            case ElementType.Int8:
                Convert(MemoryMarshal.Cast<byte, sbyte>(bytes), destination);
                break;
            case ElementType.UInt8:
                Convert<byte>(bytes, destination);
                break;
            case ElementType.Int16:
                Convert(MemoryMarshal.Cast<byte, short>(bytes), destination);
                break;
            case ElementType.UInt16:
                Convert(MemoryMarshal.Cast<byte, ushort>(bytes), destination);
                break;
            case ElementType.Int32:
                Convert(MemoryMarshal.Cast<byte, int>(bytes), destination);
                break;
            case ElementType.UInt32:
                Convert(MemoryMarshal.Cast<byte, uint>(bytes), destination);
                break;
            case ElementType.Int64:
                Convert(MemoryMarshal.Cast<byte, long>(bytes), destination);
                break;
            case ElementType.UInt64:
                Convert(MemoryMarshal.Cast<byte, ulong>(bytes), destination);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(type));
        }
    }

    private static void Convert<T>(ReadOnlySpan<T> source, Span<double> destination)
        where T : unmanaged, System.Numerics.INumber<T>
    {
        for (int i = 0; i < destination.Length; i++)
            destination[i] = double.CreateTruncating(source[i]);
    }

    private static void Reverse(int size, Span<byte> bytes)
    {
        switch (size)
        {
            case 2:
                Span<ushort> two = MemoryMarshal.Cast<byte, ushort>(bytes);
                BinaryPrimitives.ReverseEndianness(two, two);
                break;
            case 4:
                Span<uint> four = MemoryMarshal.Cast<byte, uint>(bytes);
                BinaryPrimitives.ReverseEndianness(four, four);
                break;
            case 8:
                Span<ulong> eight = MemoryMarshal.Cast<byte, ulong>(bytes);
                BinaryPrimitives.ReverseEndianness(eight, eight);
                break;
        }
    }
}
