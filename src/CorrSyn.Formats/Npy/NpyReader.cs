using CorrSyn.Formats.Reading;

namespace CorrSyn.Formats.Npy;

/// <summary>Reads npy arrays, format versions 1 to 3.</summary>
internal static class NpyReader
{
    /// <summary>Checks the header against the size of the content, and gives the array to be read later, or what it is
    /// that is not read.</summary>
    /// <param name="content">The file or member.</param>
    /// <param name="name">The name of the array.</param>
    /// <param name="limits">What is accepted at most.</param>
    /// <exception cref="ArrayFormatException">Damaged, or beyond the limits.</exception>
    public static (ArrayEntry? Entry, SkippedArray? Skipped) Open(ByteContent content, string name, FormatLimits limits)
    {
        using ForwardReader reader = content.Open();
        NpyHeader header = NpyHeader.Read(reader);
        (ElementType type, bool isBigEndian, string? refusal) = header.Interpret();
        if (refusal is not null)
            return (null, new SkippedArray(name, header.Shape, refusal));
        (long bytes, string? excess) = ArrayShape.Measure(header.Shape, ElementCodec.Size(type), limits);
        if (excess is not null)
            throw reader.Fault(excess);
        long remaining = content.Length - reader.Position;
        if (bytes != remaining)
            throw reader.Fault(
                $"the shape {ArrayShape.Text(header.Shape)} of {header.Descriptor} takes {bytes} bytes, but {remaining} follow");
        var layout = new ArrayLayout(type, header.Shape, isBigEndian, header.IsColumnMajor);
        long position = reader.Position;
        var entry = new ArrayEntry(
            name, type, header.Shape, cancellation => layout.ReadAt(content, position, cancellation));
        return (entry, null);
    }
}
