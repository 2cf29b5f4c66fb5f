using System.CommandLine;

namespace CorrSyn.Cli.Arguments;

/// <summary>The options that describe a model.</summary>
internal static class ModelOptions
{
    private static readonly ValueOption Config = new(
        "--config", "FILE", "a JSON file",
        "JSON model, the same object as `model` in any output. Options on the command line win over it, one by one; so a correlation in the file stays, and is an error, when --weights names an ensemble without one");

    /// <summary>Every option.</summary>
    public static IReadOnlyList<ValueOption> All { get; } =
        [.. ModelParameter.All.Select(parameter => parameter.Option), Config];

    /// <summary>What the command line says about the model.</summary>
    /// <exception cref="UsageException">A value cannot be read.</exception>
    public static ModelChoice Read(ParseResult parsed)
    {
        PartialModel typed = Typed(parameter => parameter.Option.Text(parsed));
        return new ModelChoice(ReadFile(parsed) is { } file ? typed.OrElse(file) : typed);
    }

    /// <summary>What the file says that was named; null for none.</summary>
    /// <exception cref="UsageException">It cannot be read.</exception>
    public static PartialModel? ReadFile(ParseResult parsed) => Config.Text(parsed) is { } path ? ModelFile.Read(path) : null;

    /// <summary>Parameters from their texts.</summary>
    /// <param name="text">The text of a parameter; null where there is none.</param>
    /// <exception cref="UsageException">A value cannot be read.</exception>
    public static PartialModel Typed(Func<ModelParameter, string?> text)
    {
        var origins = new Dictionary<string, ValueOrigin>();
        foreach (ModelParameter parameter in ModelParameter.All)
        {
            if (text(parameter) is { } given)
                origins.Add(parameter.Key, new ValueOrigin(parameter.Option.Name, given));
        }

        return new PartialModel
        {
            Weights = text(ModelParameter.Weights),
            Correlation = ModelParameter.Correlation.Option.Number(text(ModelParameter.Correlation)),
            Gain = ModelParameter.Gain.Option.Number(text(ModelParameter.Gain)),
            BiasVariance = ModelParameter.BiasVariance.Option.Number(text(ModelParameter.BiasVariance)),
            Activation = text(ModelParameter.Activation),
            Depth = ModelParameter.Depth.Option.Count(text(ModelParameter.Depth), 1, ModelParameter.LargestDepth),
            Width = ModelParameter.Width.Option.Count(text(ModelParameter.Width), 2, ModelParameter.LargestWidth),
            InputRatio = ModelParameter.InputRatio.Option.Number(text(ModelParameter.InputRatio)),
            InputStd = ModelParameter.InputStd.Option.Number(text(ModelParameter.InputStd)),
            InputLaw = text(ModelParameter.InputLaw),
            Postsynaptic = text(ModelParameter.Postsynaptic),
            CorrelationExponent = ModelParameter.CorrelationExponent.Option.Number(text(ModelParameter.CorrelationExponent)),
            Presynaptic = text(ModelParameter.Presynaptic),
            PresynapticCorrelation = ModelParameter.PresynapticCorrelation.Option.Number(text(ModelParameter.PresynapticCorrelation)),
            PresynapticExponent = ModelParameter.PresynapticExponent.Option.Number(text(ModelParameter.PresynapticExponent)),
            Origins = origins,
        };
    }
}
