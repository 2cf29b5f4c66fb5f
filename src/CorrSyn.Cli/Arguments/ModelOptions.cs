using System.CommandLine;
using CorrSyn.Model;

namespace CorrSyn.Cli.Arguments;

/// <summary>The model that a command line describes.</summary>
/// <param name="Given">What was given, on the command line or in a file.</param>
internal sealed record ModelChoice(PartialModel Given)
{
    /// <summary>The network, checked at a width.</summary>
    /// <param name="width">The width to build it at; null for that of the model.</param>
    /// <exception cref="UsageException">A parameter is outside its range.</exception>
    public NetworkSpec Build(int? width = null)
    {
        ModelDescription description = Given.Describe();
        if (width is { } other && description.Layers is null)
            description = description with { Width = other };
        if (!NetworkModel.TryCreate(description, out NetworkSpec? spec, out ParameterError? error))
            throw Refuse(error);

        // Layers with widths of their own keep their ratios to that of the model.
        return width is not { } scaled ? spec
            : NetworkModel.TryWithWidth(spec, scaled, out NetworkSpec? resized, out error) ? resized
            : throw Refuse(error);
    }

    /// <summary>The network, whose layers must be alike.</summary>
    /// <exception cref="UsageException">They are not, or a parameter is outside its range.</exception>
    public NetworkSpec BuildUniform() =>
        Build() is { IsUniform: true } spec
            ? spec
            : throw new UsageException("--config: layers that differ are not allowed here; allowed: a model whose layers are alike");

    /// <summary>A refusal by the library, with the name by which its user knows the parameter.</summary>
    public UsageException Refuse(ParameterError error)
    {
        bool isGiven = Given.Origins.TryGetValue(error.Parameter, out ValueOrigin origin);
        string source = isGiven ? origin.Source : ModelParameter.OptionName(error.Parameter);
        string value = isGiven ? origin.Text : error.Value;
        string[] names = error.Allowed.Split(", ");
        string suggestion = names.Length > 1 && value.All(char.IsAsciiLetter)
            ? NearestName.Suggestion(value, names)
            : "";
        return new UsageException(UsageException.Refused(source, value, error.Allowed).Message + suggestion);
    }
}

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
            Origins = origins,
        };
    }
}
