using System.Buffers.Binary;
using System.Text.Json;
using CorrSyn.Formats.Reading;

namespace CorrSyn.Formats.Safetensors;

/// <summary>The header of a safetensors file: eight bytes of length, then a JSON object from names to type, shape and
/// place.</summary>
internal static class SafetensorsHeader
{
    private const int LengthBytes = 8;
    private const string Metadata = "__metadata__";

    /// <summary>Reads the header and checks that the tensors fill the rest of the file without hole, overlap or
    /// remainder.</summary>
    /// <returns>The tensors in the order of their places, and where the first byte of the first one is.</returns>
    /// <exception cref="ArrayFormatException">Anything is wrong.</exception>
    public static (IReadOnlyList<StoredTensor> Tensors, long DataStart) Read(ByteContent content, FormatLimits limits)
    {
        using ForwardReader reader = content.Open();
        Span<byte> start = stackalloc byte[LengthBytes];
        reader.Fill(start);
        ulong length = BinaryPrimitives.ReadUInt64LittleEndian(start);
        if (length > (ulong)(content.Length - LengthBytes))
            throw reader.Fault($"the header claims {length} bytes, but {content.Length - LengthBytes} follow");
        if (length > (ulong)limits.MaxHeaderBytes)
            throw reader.Fault($"a header of {length} bytes; allowed: at most {limits.MaxHeaderBytes}");
        byte[] text = new byte[length];
        reader.Fill(text);
        if (text.Length == 0 || text[0] != (byte)'{')
            throw reader.Fault("the header does not start with {");
        using JsonDocument document = StrictJson.Parse(text, content.Name, LengthBytes);
        var tensors = new List<StoredTensor>();
        foreach (JsonProperty property in document.RootElement.EnumerateObject())
        {
            if (property.Name == Metadata)
                CheckMetadata(property.Value, reader);
            else if (tensors.Count == limits.MaxArrayCount)
                throw reader.Fault($"more than {limits.MaxArrayCount} tensors");
            else
                tensors.Add(StoredTensor.Read(property, cause => reader.Fault(cause)));
        }

        CheckPlaces(tensors, content.Length - reader.Position, cause => reader.Fault(cause));
        return (tensors, reader.Position);
    }

    private static void CheckMetadata(JsonElement metadata, ForwardReader reader)
    {
        bool isTextOnly = metadata.ValueKind == JsonValueKind.Object
            && metadata.EnumerateObject().All(item => item.Value.ValueKind == JsonValueKind.String);
        if (!isTextOnly)
            throw reader.Fault($"{Metadata} is not an object of texts");
    }

    private static void CheckPlaces(List<StoredTensor> tensors, long dataLength, Func<string, Exception> fault)
    {
        tensors.Sort((a, b) => (a.Begin, a.End).CompareTo((b.Begin, b.End)));
        long end = 0;
        foreach (StoredTensor tensor in tensors)
        {
            if (tensor.Begin != end)
                throw fault(
                    $"tensor '{PrintableText.Of(tensor.Name)}' starts at {tensor.Begin} of the data, where {end} was expected: a hole or an overlap");
            end = tensor.End;
        }

        if (end != dataLength)
            throw fault($"the tensors take {end} bytes, but {dataLength} follow");
    }
}
