using System.Text.Json;

namespace CorrSyn.Cli.Arguments;

/// <summary>Reads a model from a JSON file: the same object as <c>model</c> in any output.</summary>
internal static class ModelFile
{
    /// <summary>The parameters that the file gives.</summary>
    /// <exception cref="UsageException">The file cannot be read or is not a model.</exception>
    public static PartialModel Read(string path) => JsonFile.Read("--config", path, Model);

    private static PartialModel Model(string file, JsonElement root)
    {
        IReadOnlyDictionary<string, JsonElement> given = JsonFile.Values(
            file,
            root,
            [.. ModelParameter.All.Select(parameter => parameter.Key)],
            key => key == ModelParameter.Correlation.Key);
        var values = new ModelFileValues(file, given);
        return new PartialModel
        {
            Weights = values.Text(ModelParameter.Weights),
            Correlation = values.Number(ModelParameter.Correlation),
            Gain = values.Number(ModelParameter.Gain),
            BiasVariance = values.Number(ModelParameter.BiasVariance),
            Activation = values.Text(ModelParameter.Activation),
            Depth = values.Whole(ModelParameter.Depth, 1, ModelParameter.LargestDepth),
            Width = values.Whole(ModelParameter.Width, 2, ModelParameter.LargestWidth),
            InputRatio = values.Number(ModelParameter.InputRatio),
            InputStd = values.Number(ModelParameter.InputStd),
            Origins = JsonFile.Origins(values, given),
        };
    }
}
