using System.Text.Json;

namespace CorrSyn.Cli.Arguments;

/// <summary>Reads a model from a JSON file: the same object as <c>model</c> in any output.</summary>
internal static class ModelFile
{
    private const string LayersKey = "layers";

    /// <summary>What a layer may state for itself.</summary>
    private static readonly ModelParameter[] OfLayer =
    [
        ModelParameter.Weights, ModelParameter.Correlation, ModelParameter.Gain, ModelParameter.BiasVariance,
        ModelParameter.Activation, ModelParameter.Width, ModelParameter.Postsynaptic, ModelParameter.CorrelationExponent,
        ModelParameter.Presynaptic, ModelParameter.PresynapticCorrelation, ModelParameter.PresynapticExponent,
    ];

    /// <summary>What a model may lack: an output says so with null.</summary>
    private static readonly ModelParameter[] Nullable =
    [
        ModelParameter.Correlation, ModelParameter.InputLaw, ModelParameter.Postsynaptic, ModelParameter.CorrelationExponent,
        ModelParameter.Presynaptic, ModelParameter.PresynapticCorrelation, ModelParameter.PresynapticExponent,
    ];

    /// <summary>The parameters that the file gives.</summary>
    /// <exception cref="UsageException">The file cannot be read or is not a model.</exception>
    public static PartialModel Read(string path) => JsonFile.Read("--config", path, Read);

    /// <summary>The parameters that an object gives.</summary>
    /// <param name="file">How messages name where it stands.</param>
    /// <param name="root">The object.</param>
    /// <exception cref="UsageException">It is not a model.</exception>
    public static PartialModel Read(string file, JsonElement root)
    {
        IReadOnlyDictionary<string, JsonElement> given = JsonFile.Values(
            file,
            root,
            [.. ModelParameter.All.Select(parameter => parameter.Key), LayersKey],
            IsNullable);
        var values = new ModelFileValues(file, given);
        var origins = new Dictionary<string, ValueOrigin>(JsonFile.Origins(values, given));
        LayerDescription[]? layers = given.TryGetValue(LayersKey, out JsonElement element)
            ? Layers(file, element, origins)
            : null;
        return new PartialModel
        {
            Weights = values.Text(ModelParameter.Weights),
            Correlation = values.Number(ModelParameter.Correlation),
            Gain = values.Number(ModelParameter.Gain),
            BiasVariance = values.Number(ModelParameter.BiasVariance),
            Activation = values.Text(ModelParameter.Activation),
            Depth = values.Whole(ModelParameter.Depth, 1, ModelParameter.LargestDepth) ?? layers?.Length,
            Width = values.Whole(ModelParameter.Width, 2, ModelParameter.LargestWidth),
            InputRatio = values.Number(ModelParameter.InputRatio),
            InputStd = values.Number(ModelParameter.InputStd),
            Postsynaptic = values.Text(ModelParameter.Postsynaptic),
            CorrelationExponent = values.Number(ModelParameter.CorrelationExponent),
            Presynaptic = values.Text(ModelParameter.Presynaptic),
            PresynapticCorrelation = values.Number(ModelParameter.PresynapticCorrelation),
            PresynapticExponent = values.Number(ModelParameter.PresynapticExponent),
            InputLaw = values.Text(ModelParameter.InputLaw),
            Layers = layers,
            Origins = origins,
        };
    }

    private static bool IsNullable(string key) =>
        key == LayersKey || Nullable.Any(parameter => parameter.Key == key);

    private static LayerDescription[] Layers(string file, JsonElement element, Dictionary<string, ValueOrigin> origins)
    {
        if (element.ValueKind != JsonValueKind.Array || element.GetArrayLength() is < 1 or > ModelParameter.LargestDepth)
            throw UsageException.Refused(
                $"{file}: {LayersKey}",
                ModelFileValues.Shown(element),
                $"an array of 1 to {ModelParameter.LargestDepth} objects, one for each layer");
        return [.. element.EnumerateArray().Select((layer, index) => Layer($"{LayersKey}[{index}]", file, layer, origins))];
    }

    private static LayerDescription Layer(
        string key, string file, JsonElement element, Dictionary<string, ValueOrigin> origins)
    {
        if (element.ValueKind != JsonValueKind.Object)
            throw UsageException.Refused($"{file}: {key}", ModelFileValues.Shown(element), "an object");
        IReadOnlyDictionary<string, JsonElement> given = JsonFile.Values(
            $"{file}: {key}", element, [.. OfLayer.Select(parameter => parameter.Key)], _ => true);
        var values = new ModelFileValues($"{file}: {key}", given);
        foreach ((string name, ValueOrigin origin) in JsonFile.Origins(values, given))
            origins.Add($"{key}.{name}", origin);
        return new LayerDescription(
            values.Text(ModelParameter.Weights),
            values.Number(ModelParameter.Correlation),
            values.Number(ModelParameter.Gain),
            values.Number(ModelParameter.BiasVariance),
            values.Text(ModelParameter.Activation),
            values.Whole(ModelParameter.Width, 2, ModelParameter.LargestWidth))
        {
            Postsynaptic = values.Text(ModelParameter.Postsynaptic),
            CorrelationExponent = values.Number(ModelParameter.CorrelationExponent),
            Presynaptic = values.Text(ModelParameter.Presynaptic),
            PresynapticCorrelation = values.Number(ModelParameter.PresynapticCorrelation),
            PresynapticExponent = values.Number(ModelParameter.PresynapticExponent),
        };
    }
}
