using CorrSyn.Cli.Output;
using CorrSyn.Model;
using CorrSyn.Simulation.Networks;

namespace CorrSyn.Cli.Arguments;

/// <summary>The model that a command line describes.</summary>
/// <param name="Given">What was given, on the command line or in a file.</param>
internal sealed record ModelChoice(PartialModel Given)
{
    /// <summary>Whether weights have a structure or a law beyond the four ensembles.</summary>
    public bool IsStructured => StructuredModel.IsStructured(Given.Describe());

    /// <summary>The network, checked at a width.</summary>
    /// <param name="width">The width to build it at; null for that of the model.</param>
    /// <exception cref="UsageException">A parameter is outside its range.</exception>
    /// <exception cref="UnansweredException">Weights have a structure that the command has no theory of.</exception>
    public NetworkSpec Build(int? width = null)
    {
        ModelDescription description = Given.Describe();
        if (width is { } other && description.Layers is null)
            description = description with { Width = other };
        if (IsStructured)
        {
            BuildStructured(description);
            throw new UnansweredException(
                "this command knows gaussian, binary, orthogonal and independent weights with 0 <= r and no further structure or law; `corrsyn theory` and `corrsyn simulate` know others");
        }

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

    /// <summary>The network with its structures.</summary>
    /// <exception cref="UsageException">A parameter is outside its range.</exception>
    public StructuredModel BuildStructured() => BuildStructured(Given.Describe());

    /// <summary>What to sample, structured or not, and the whole model.</summary>
    /// <param name="inputWidth">The width that inputs from a file have; null for that of the model.</param>
    /// <exception cref="UsageException">A parameter is outside its range.</exception>
    public (NetworkEnsemble Networks, ModelDescription Model) BuildEnsemble(int? inputWidth = null)
    {
        ModelDescription description = Given.Describe();
        if (inputWidth is { } width)
            description = description with { Width = width };
        return StructuredModel.TryCreateEnsemble(
            description, out NetworkEnsemble? networks, out ModelDescription? model, out ParameterError? error)
            ? (networks, model)
            : throw Refuse(error);
    }

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
        return new UsageException(UsageException.Refused(source, value, error.Allowed).Message + suggestion) { Parameter = error.Parameter };
    }

    private StructuredModel BuildStructured(ModelDescription description) =>
        StructuredModel.TryCreate(description, out StructuredModel? model, out ParameterError? error)
            ? model
            : throw Refuse(error);
}
