using System.Text.Json;
using CorrSyn.Formats.Reading;

namespace CorrSyn.Formats.Safetensors;

/// <summary>One tensor as the header describes it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="TypeName">Its type as written.</param>
/// <param name="Shape">The extent of each axis.</param>
/// <param name="Begin">First byte, counted from the start of the data.</param>
/// <param name="End">The byte after the last.</param>
internal sealed record StoredTensor(string Name, string TypeName, IReadOnlyList<long> Shape, long Begin, long End)
{
    private const int LargestRank = 16;
    private const int LongestName = 4096;

    /// <summary>The type; null where it is one that is not read.</summary>
    public ElementType? Type => TypeName switch
    {
        "BOOL" => ElementType.Boolean,
        "I8" => ElementType.Int8,
        "U8" => ElementType.UInt8,
        "I16" => ElementType.Int16,
        "U16" => ElementType.UInt16,
        "F16" => ElementType.Float16,
        "BF16" => ElementType.BFloat16,
        "I32" => ElementType.Int32,
        "U32" => ElementType.UInt32,
        "F32" => ElementType.Float32,
        "I64" => ElementType.Int64,
        "U64" => ElementType.UInt64,
        "F64" => ElementType.Float64,
        _ => null,
    };

    /// <summary>Reads an entry of the header, and checks its size where the type is known.</summary>
    /// <param name="property">Name and description.</param>
    /// <param name="fault">Makes the exception to throw from a cause.</param>
    public static StoredTensor Read(JsonProperty property, Func<string, Exception> fault)
    {
        string name = property.Name;
        string shown = $"tensor '{PrintableText.Of(name)}'";
        if (name.Length > LongestName)
            throw fault($"{shown}: a name of {name.Length} characters; allowed: at most {LongestName}");
        JsonElement value = property.Value;
        if (value.ValueKind != JsonValueKind.Object || value.EnumerateObject().Count() != 3
            || !value.TryGetProperty("dtype", out JsonElement type) || type.ValueKind != JsonValueKind.String
            || !value.TryGetProperty("shape", out JsonElement shape)
            || !value.TryGetProperty("data_offsets", out JsonElement offsets))
            throw fault($"{shown} is not described by exactly dtype, shape and data_offsets");
        if (Numbers(shape, LargestRank) is not { } extents)
            throw fault($"{shown}: the shape is not a list of at most {LargestRank} whole numbers from 0 to 2^63 - 1");
        if (Numbers(offsets, 2) is not [long begin, long end] || begin > end)
            throw fault($"{shown}: data_offsets are not two whole numbers, the second not below the first");
        var tensor = new StoredTensor(name, type.GetString()!, extents, begin, end);
        tensor.CheckSize(cause => fault($"{shown}: {cause}"));
        return tensor;
    }

    private void CheckSize(Func<string, Exception> fault)
    {
        if (BitsPerElement() is not { } bits)
            return;
        UInt128 count = ArrayShape.Count(Shape);
        UInt128 stored = (UInt128)(End - Begin);
        if (count > long.MaxValue || count * bits != stored * 8)
            throw fault($"the shape {ArrayShape.Text(Shape)} of {PrintableText.Of(TypeName)} does not take the {stored} bytes of its place");
    }

    private UInt128? BitsPerElement() => TypeName switch
    {
        _ when Type is { } type => (UInt128)(8 * ElementCodec.Size(type)),
        "F4" => 4,
        "F6_E2M3" or "F6_E3M2" => 6,
        "F8_E4M3" or "F8_E5M2" or "F8_E8M0" or "F8_E4M3FNUZ" or "F8_E5M2FNUZ" => 8,
        "C64" => 64,
        _ => null,
    };

    // Numbers such as 4.0 are refused: they would have gone through floating point.
    private static List<long>? Numbers(JsonElement list, int largestCount)
    {
        if (list.ValueKind != JsonValueKind.Array || list.GetArrayLength() > largestCount)
            return null;
        var numbers = new List<long>();
        foreach (JsonElement item in list.EnumerateArray())
        {
            if (item.ValueKind != JsonValueKind.Number || !item.TryGetInt64(out long number) || number < 0)
                return null;
            numbers.Add(number);
        }

        return numbers;
    }
}
