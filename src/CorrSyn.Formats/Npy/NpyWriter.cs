using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace CorrSyn.Formats.Npy;

/// <summary>Writes npy arrays: version 1, row-major, least significant byte first.</summary>
internal static class NpyWriter
{
    private const int Alignment = 64;
    private const int StartBytes = 10;
    private const int BlockLength = 1 << 16;

    /// <summary>Writes header and numbers.</summary>
    /// <param name="stream">Written from where it is.</param>
    /// <param name="array">What to write.</param>
    /// <param name="precision">The type of the stored numbers.</param>
    public static void Write(Stream stream, NumericArray array, StoredPrecision precision)
    {
        stream.Write(Header(array.Shape, precision));
        byte[] block = new byte[BlockLength * sizeof(double)];
        for (int start = 0; start < array.Values.Length; start += BlockLength)
        {
            ReadOnlySpan<double> values = array.Values.AsSpan(
                start, Math.Min(BlockLength, array.Values.Length - start));
            stream.Write(block, 0, Encode(values, precision, block));
        }
    }

    private static byte[] Header(IReadOnlyList<long> shape, StoredPrecision precision)
    {
        string extents = string.Concat(shape.Select(extent => string.Create(CultureInfo.InvariantCulture, $"{extent}, ")));
        string tuple = shape.Count == 1 ? extents.TrimEnd() : extents.TrimEnd(' ', ',');
        string descriptor = precision == StoredPrecision.Double ? "<f8" : "<f4";
        string text = $"{{'descr': '{descriptor}', 'fortran_order': False, 'shape': ({tuple}), }}";
        int length = (StartBytes + text.Length + 1 + Alignment - 1) / Alignment * Alignment - StartBytes;
        return
        [
            0x93, .. "NUMPY"u8, 1, 0, (byte)(length % 256), (byte)(length / 256),
            .. Encoding.ASCII.GetBytes(text.PadRight(length - 1)), (byte)'\n',
        ];
    }

    private static int Encode(ReadOnlySpan<double> values, StoredPrecision precision, byte[] block)
    {
        if (precision == StoredPrecision.Double)
        {
            for (int i = 0; i < values.Length; i++)
                BinaryPrimitives.WriteDoubleLittleEndian(block.AsSpan(sizeof(double) * i), values[i]);
            return values.Length * sizeof(double);
        }

        for (int i = 0; i < values.Length; i++)
            BinaryPrimitives.WriteSingleLittleEndian(block.AsSpan(sizeof(float) * i), (float)values[i]);
        return values.Length * sizeof(float);
    }
}
