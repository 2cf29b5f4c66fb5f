using System.Buffers.Binary;
using System.Text;
using CorrSyn.Formats.Reading;

namespace CorrSyn.Formats.Npy;

/// <summary>The header of an npy file: what its numbers are and how they lie.</summary>
/// <param name="Descriptor">The type as written, such as &lt;f8.</param>
/// <param name="Shape">The extent of each axis.</param>
/// <param name="IsColumnMajor">Whether the first axis is the fastest.</param>
internal sealed record NpyHeader(string Descriptor, IReadOnlyList<long> Shape, bool IsColumnMajor)
{
    // NumPy itself writes some hundred bytes, and reads 10,000 at most unless told otherwise.
    private const int LargestHeader = 64 * 1024;

    private static readonly byte[] Magic = [0x93, .. "NUMPY"u8];

    /// <summary>Whether a file that starts so is an npy file.</summary>
    public static bool IsMagic(ReadOnlySpan<byte> start) => start.StartsWith(Magic);

    /// <summary>Reads the header; the numbers follow.</summary>
    /// <exception cref="ArrayFormatException">It is not one.</exception>
    public static NpyHeader Read(ForwardReader reader)
    {
        Span<byte> start = stackalloc byte[8];
        reader.Fill(start);
        if (!IsMagic(start))
            throw reader.Fault("no npy header");
        int version = start[6];
        if (version is < 1 or > 3)
            throw reader.Fault($"npy version {version}; read are versions 1 to 3");
        Span<byte> size = stackalloc byte[version == 1 ? 2 : 4];
        reader.Fill(size);
        uint length = version == 1
            ? BinaryPrimitives.ReadUInt16LittleEndian(size)
            : BinaryPrimitives.ReadUInt32LittleEndian(size);
        if (length > LargestHeader)
            throw reader.Fault($"a header of {length} bytes; allowed: at most {LargestHeader}");
        byte[] text = new byte[length];
        reader.Fill(text);
        try
        {
            return NpyHeaderText.Parse(Decode(version, text), reader);
        }
        catch (DecoderFallbackException)
        {
            throw reader.Fault("the header is not UTF-8 text");
        }
    }

    /// <summary>The element type and byte order, or why it is not read.</summary>
    public (ElementType Type, bool IsBigEndian, string? Refusal) Interpret()
    {
        if (Descriptor.Length < 2 || Descriptor[0] is not ('<' or '>' or '|' or '='))
            return Refuse($"elements of type {PrintableText.Of(Descriptor)}");
        bool isBigEndian = Descriptor[0] switch
        {
            '>' => true,
            '=' => !BitConverter.IsLittleEndian,
            _ => false,
        };
        return Descriptor[1..] switch
        {
            "b1" => (ElementType.Boolean, isBigEndian, null),
            "i1" => (ElementType.Int8, isBigEndian, null),
            "u1" => (ElementType.UInt8, isBigEndian, null),
            "i2" => (ElementType.Int16, isBigEndian, null),
            "u2" => (ElementType.UInt16, isBigEndian, null),
            "i4" => (ElementType.Int32, isBigEndian, null),
            "u4" => (ElementType.UInt32, isBigEndian, null),
            "i8" => (ElementType.Int64, isBigEndian, null),
            "u8" => (ElementType.UInt64, isBigEndian, null),
            "f2" => (ElementType.Float16, isBigEndian, null),
            "f4" => (ElementType.Float32, isBigEndian, null),
            "f8" => (ElementType.Float64, isBigEndian, null),
            "V2" => Refuse("2-byte elements without a type (bfloat16?); save them as float32"),
            ['c', ..] => Refuse("complex numbers"),
            ['O', ..] => Refuse("Python objects, which only running code could read"),
            ['U' or 'S' or 'a', ..] => Refuse("text"),
            ['M' or 'm', ..] => Refuse("dates or times"),
            ['V', ..] => Refuse("records"),
            _ => Refuse($"elements of type {PrintableText.Of(Descriptor)}"),
        };
    }

    private static (ElementType Type, bool IsBigEndian, string? Refusal) Refuse(string what) => (default, false, what);

    private static string Decode(int version, byte[] text) =>
        version == 3 ? new UTF8Encoding(false, true).GetString(text) : Encoding.Latin1.GetString(text);
}
