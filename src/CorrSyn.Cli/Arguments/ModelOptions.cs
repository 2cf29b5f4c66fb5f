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
        PartialModel typed = Typed(parsed);
        return new ModelChoice(Config.Text(parsed) is { } path ? typed.OrElse(ModelFile.Read(path)) : typed);
    }

    private static PartialModel Typed(ParseResult parsed)
    {
        var origins = new Dictionary<string, ValueOrigin>();
        foreach (ModelParameter parameter in ModelParameter.All)
        {
            if (parameter.Option.Text(parsed) is { } text)
                origins.Add(parameter.Key, new ValueOrigin(parameter.Option.Name, text));
        }

        return new PartialModel
        {
            Weights = ModelParameter.Weights.Option.Text(parsed),
            Correlation = ModelParameter.Correlation.Option.Number(parsed),
            Gain = ModelParameter.Gain.Option.Number(parsed),
            BiasVariance = ModelParameter.BiasVariance.Option.Number(parsed),
            Activation = ModelParameter.Activation.Option.Text(parsed),
            Depth = ModelParameter.Depth.Option.Count(parsed, 1, ModelParameter.LargestDepth),
            Width = ModelParameter.Width.Option.Count(parsed, 2, ModelParameter.LargestWidth),
            InputRatio = ModelParameter.InputRatio.Option.Number(parsed),
            InputStd = ModelParameter.InputStd.Option.Number(parsed),
            InputLaw = ModelParameter.InputLaw.Option.Text(parsed),
            Postsynaptic = ModelParameter.Postsynaptic.Option.Text(parsed),
            CorrelationExponent = ModelParameter.CorrelationExponent.Option.Number(parsed),
            Presynaptic = ModelParameter.Presynaptic.Option.Text(parsed),
            PresynapticCorrelation = ModelParameter.PresynapticCorrelation.Option.Number(parsed),
            PresynapticExponent = ModelParameter.PresynapticExponent.Option.Number(parsed),
            Origins = origins,
        };
    }
}
