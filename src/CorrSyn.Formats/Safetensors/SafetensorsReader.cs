using CorrSyn.Formats.Reading;

namespace CorrSyn.Formats.Safetensors;

/// <summary>Reads safetensors files.</summary>
internal static class SafetensorsReader
{
    /// <summary>Reads the header.</summary>
    /// <param name="stream">The file; stays open.</param>
    /// <param name="file">For messages.</param>
    /// <param name="limits">What is accepted at most.</param>
    /// <exception cref="ArrayFormatException">Damaged, or beyond the limits.</exception>
    public static ArrayContents Open(Stream stream, string file, FormatLimits limits)
    {
        var whole = ByteContent.Of(stream, file);
        (IReadOnlyList<StoredTensor> tensors, long dataStart) = SafetensorsHeader.Read(whole, limits);
        var contents = new ArrayContents();
        foreach (StoredTensor tensor in tensors)
        {
            if (tensor.Type is not { } type)
            {
                contents.Skipped.Add(new SkippedArray(
                    tensor.Name, tensor.Shape, $"elements of type {PrintableText.Of(tensor.TypeName)}"));
                continue;
            }

            (_, string? refusal) = ArrayShape.Measure(tensor.Shape, ElementCodec.Size(type), limits);
            if (refusal is not null)
                throw new ArrayFormatException(file, null, $"tensor '{PrintableText.Of(tensor.Name)}': {refusal}");
            var layout = new ArrayLayout(type, tensor.Shape, IsBigEndian: false, IsColumnMajor: false);
            contents.Arrays.Add(new ArrayEntry(
                tensor.Name, type, tensor.Shape, cancellation => Read(stream, file, dataStart + tensor.Begin, layout, cancellation)));
        }

        return contents;
    }

    private static double[] Read(
        Stream stream, string file, long position, ArrayLayout layout, CancellationToken cancellation)
    {
        stream.Position = position;
        using var reader = new ForwardReader(stream, file, ownsStream: false, start: position);
        return layout.Read(reader, cancellation);
    }
}
