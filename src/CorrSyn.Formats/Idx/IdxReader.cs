using System.Buffers.Binary;
using System.IO.Compression;
using CorrSyn.Formats.Reading;

namespace CorrSyn.Formats.Idx;

/// <summary>Reads the format of the MNIST images: two zero bytes, a type, a rank, the extents and the numbers, all with
/// the most significant byte first; plain or compressed by gzip.</summary>
internal static class IdxReader
{
    private const int StartBytes = 4;
    private const int ExtentBytes = 4;

    /// <summary>Whether a file that starts so may be one.</summary>
    public static bool IsMagic(ReadOnlySpan<byte> start) =>
        start.Length >= StartBytes && start[0] == 0 && start[1] == 0 && TypeOf(start[2]) is not null
        && start[3] is >= 1 and <= ArrayShape.LargestRank;

    /// <summary>Reads the header.</summary>
    /// <exception cref="ArrayFormatException">Damaged, beyond the limits, or compressed and no IDX file inside.</exception>
    public static ArrayEntry Open(Stream stream, string file, string name, FormatLimits limits)
    {
        var plain = ByteContent.Of(stream, file);
        if (!IsCompressed(plain))
            return Open(plain, isLengthKnown: true, name, limits);
        long largest = Math.Max(limits.UncheckedExpansionBytes, (long)(limits.MaxCompressionRatio * stream.Length));
        uint checksum = Checksum(stream, file);
        var expanded = new ByteContent(
            file, largest, () => new ForwardReader(Expand(stream), file, ownsStream: true, checksum));
        return Open(expanded, isLengthKnown: false, name, limits);
    }

    private static bool IsCompressed(ByteContent content)
    {
        using ForwardReader reader = content.Open();
        Span<byte> start = stackalloc byte[2];
        return reader.ReadSome(start) == start.Length && start is [0x1F, 0x8B];
    }

    private static ArrayEntry Open(ByteContent content, bool isLengthKnown, string name, FormatLimits limits)
    {
        using ForwardReader reader = content.Open();
        Span<byte> start = stackalloc byte[StartBytes];
        reader.Fill(start);
        if (!IsMagic(start))
            throw reader.Fault("no IDX header");
        ElementType type = TypeOf(start[2])!.Value;
        var shape = new List<long>();
        Span<byte> extent = stackalloc byte[ExtentBytes];
        for (int axis = 0; axis < start[3]; axis++)
        {
            reader.Fill(extent);
            int value = BinaryPrimitives.ReadInt32BigEndian(extent);
            shape.Add(value >= 0 ? value : throw reader.Fault($"extent {value} of axis {axis} is negative"));
        }

        (long bytes, string? refusal) = ArrayShape.Measure(shape, ElementCodec.Size(type), limits);
        if (refusal is not null)
            throw reader.Fault(refusal);
        long remaining = content.Length - reader.Position;
        if (isLengthKnown && bytes != remaining)
            throw reader.Fault($"the shape {ArrayShape.Text(shape)} takes {bytes} bytes, but {remaining} follow");
        if (bytes > remaining)
            throw reader.Fault(
                $"the shape {ArrayShape.Text(shape)} takes {bytes} bytes; from a file of this size at most {remaining} are accepted");
        var layout = new ArrayLayout(type, shape, IsBigEndian: true, IsColumnMajor: false);
        long position = reader.Position;
        return new ArrayEntry(name, type, shape, cancellation => layout.ReadAt(content, position, cancellation));
    }

    // The last eight bytes of gzip are checksum and length. The framework does not miss them when they are cut off.
    private static uint Checksum(Stream stream, string file)
    {
        const int TrailerBytes = 8;
        if (stream.Length < TrailerBytes)
            throw new ArrayFormatException(file, null, "the compressed data are cut off");
        Span<byte> trailer = stackalloc byte[TrailerBytes];
        stream.Position = stream.Length - TrailerBytes;
        stream.ReadExactly(trailer);
        return BinaryPrimitives.ReadUInt32LittleEndian(trailer);
    }

    private static GZipStream Expand(Stream stream)
    {
        stream.Position = 0;
        return new GZipStream(stream, CompressionMode.Decompress, leaveOpen: true);
    }

    private static ElementType? TypeOf(byte code) => code switch
    {
        0x08 => ElementType.UInt8,
        0x09 => ElementType.Int8,
        0x0B => ElementType.Int16,
        0x0C => ElementType.Int32,
        0x0D => ElementType.Float32,
        0x0E => ElementType.Float64,
        _ => null,
    };
}
