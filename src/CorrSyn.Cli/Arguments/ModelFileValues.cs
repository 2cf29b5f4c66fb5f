using System.Text.Json;

namespace CorrSyn.Cli.Arguments;

/// <summary>The values of a model file, with their types checked.</summary>
internal sealed class ModelFileValues(string file, IReadOnlyDictionary<string, JsonElement> given)
{
    /// <summary>How messages name a value of the file.</summary>
    public string Source(string key) => $"{file}: {key}";

    /// <summary>A value as it is written in the file.</summary>
    public static string Shown(JsonElement element) =>
        element.ValueKind == JsonValueKind.String ? element.GetString()! : element.GetRawText();

    public string? Text(ModelParameter parameter) =>
        !given.TryGetValue(parameter.Key, out JsonElement element) ? null
        : element.ValueKind == JsonValueKind.String ? element.GetString()
        : throw Refuse(parameter, element);

    public double? Number(ModelParameter parameter)
    {
        if (!given.TryGetValue(parameter.Key, out JsonElement element))
            return null;
        bool isNumber = element.ValueKind == JsonValueKind.Number;
        return isNumber && element.TryGetDouble(out double number) && double.IsFinite(number)
            ? number
            : throw Refuse(parameter, element);
    }

    // 6.0 is the whole number 6: some writers print every number with a point.
    public int? Whole(ModelParameter parameter, int least, int most) =>
        Number(parameter) is not { } number ? null
        : number == Math.Floor(number) && least <= number && number <= most ? (int)number
        : throw Refuse(parameter, given[parameter.Key]);

    private UsageException Refuse(ModelParameter parameter, JsonElement element) =>
        new(UsageException.Refused(
            Source(parameter.Key),
            element.ValueKind == JsonValueKind.String ? element.GetRawText() : Shown(element),
            parameter.Option.Allowed).Message)
        { Parameter = parameter.Key };
}
