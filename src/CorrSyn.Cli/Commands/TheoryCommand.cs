using System.CommandLine;
using CorrSyn.Cli.Arguments;
using CorrSyn.Cli.Output;
using CorrSyn.Model;

namespace CorrSyn.Cli.Commands;

/// <summary>Evaluates the derived layer map.</summary>
/// <param name="Model">The network as plain values.</param>
/// <param name="Spec">The network; null where it is structured.</param>
/// <param name="Structured">The structured network; null where it is not.</param>
/// <param name="Inputs">A file of inputs; null for those of the model.</param>
/// <param name="Closure">Which map to use.</param>
/// <param name="Tolerance">The relative error of averages over neurons and inputs.</param>
/// <param name="FiniteSize">Whether to predict averages at the width of the network as well.</param>
/// <param name="Json">Whether to print a document.</param>
internal sealed record TheoryCommand(
    ModelDescription Model,
    NetworkSpec? Spec,
    StructuredModel? Structured,
    InputsFile? Inputs,
    Closure Closure,
    double Tolerance,
    bool FiniteSize,
    bool Json)
{
    private static readonly Option<bool> FiniteSizeFlag = FlagOption.Define(
        "--finite-size", "add what networks of these widths do: mean and spread over networks of N Sigma, D/N and K1; to N^-1/2 only where r is not 0 and phi not odd");

    private static readonly ValueOption ClosureOption = new(
        "--closure", "MAP", "auto, odd, gaussian, full",
        "odd: the map of K1, K2, Q and N Sigma, for odd activations or r = 0; gaussian: the map for pre-activations that are jointly Gaussian over inputs; full: the map of ten order parameters, for every activation; auto: odd where it holds, otherwise full",
        "auto");

    private static readonly Dictionary<string, Closure> Closures = new()
    {
        ["auto"] = Closure.Auto,
        ["odd"] = Closure.Odd,
        ["gaussian"] = Closure.Gaussian,
        ["full"] = Closure.Full,
    };

    private static readonly ValueOption ToleranceOption = new(
        "--tolerance", "T", "a number from 1e-15 to 1e-3",
        "the relative error of the averages over neurons and inputs; a larger one copes with larger gains", "1e-13");

    public static CommandDefinition Definition { get; } = new(
        "theory",
        "evaluate the derived layer map: order parameters and dimensionality of every layer",
        "Evaluates the derived layer map in the limit of infinite width: K1 and K2 (first and second moment of the variances), Q (mean squared activity), N Sigma (neural correlations) and D/N (normalised dimensionality) of every layer.",
        [
            OptionGroup.Of("Model", [.. ModelOptions.All, InputsOption.Option]),
            new OptionGroup("Theory", [ClosureOption.Parsed, ToleranceOption.Parsed, FiniteSizeFlag]),
            new OptionGroup("Output", [FlagOption.Json, FlagOption.Help]),
        ],
        [
            ("theory", "The default network."),
            ("theory --correlation 0 --depth 10", "The same without synaptic correlations, ten layers deep."),
            ("theory --activation relu --correlation 0.6", "An activation that is not odd: the map of ten order parameters."),
            ("theory --width 400 --finite-size", "What networks of 400 neurons a layer do, beside the limit."),
            ("theory --postsynaptic blocks:4 --correlation 2", "Synapses that are correlated within blocks of neurons: the map is derived for them."),
            ("theory --config model.json --gain 1.2 --json", "A model from a file with another gain, for a script."),
        ],
        (parsed, session) => Read(parsed).Run(session));

    private static TheoryCommand Read(ParseResult parsed)
    {
        ModelChoice model = ModelOptions.Read(parsed);
        InputsFile? inputs = InputsOption.Read(parsed, model);
        if (inputs is not null)
            model = model with { Given = model.Given with { Width = inputs.Width } };
        StructuredModel? structured = model.IsStructured ? model.BuildStructured() : null;
        NetworkSpec? spec = structured is null ? model.Build() : null;
        var command = new TheoryCommand(
            spec is null ? structured!.Description : ModelDescription.Of(spec),
            spec,
            structured,
            inputs,
            Closures[ClosureOption.Choice(parsed, [.. Closures.Keys]) ?? "auto"],
            ReadTolerance(parsed),
            FlagOption.IsSet(parsed, FiniteSizeFlag),
            FlagOption.IsSet(parsed, FlagOption.Json));
        return command.Obstacle() is { } obstacle ? throw new UnansweredException(obstacle) : command;
    }

    // What there is no theory of, whatever the numbers.
    private string? Obstacle() =>
        Structured is not null && Inputs is not null
            ? "there is no theory of structured weights with inputs from a file: order parameters along the structure would be needed of the inputs; `corrsyn simulate` samples them"
        : Structured is not null && FiniteSize
            ? "--finite-size: corrections for finite width are derived for gaussian, binary, orthogonal and independent weights without a further structure"
        : Inputs is not null && FiniteSize
            ? "--finite-size: corrections for finite width are derived for the inputs of the model, not for those of a file"
        : (Structured is not null || Inputs is not null) && Closure != Closure.Auto
            ? "--closure: with structured weights or inputs from a file there is one map only, that of --closure auto"
        : null;

    private static double ReadTolerance(ParseResult parsed)
    {
        double tolerance = ToleranceOption.Number(parsed) ?? MeanField.DefaultTolerance;
        return tolerance is >= MeanField.SmallestTolerance and <= MeanField.LargestTolerance
            ? tolerance
            : throw ToleranceOption.Refuse(ToleranceOption.Text(parsed)!);
    }

    // The layers and whether they hold, or why there are none.
    private SolveFailure? Evaluate(
        CancellationToken cancellation, out IReadOnlyList<MeanFieldLayer> layers, out MapValidity? validity)
    {
        (layers, validity) = ([], null);
        if (Structured is not null)
        {
            SolveResult<StructuredSolution> structured = StructuredMeanField.Evaluate(Structured, Tolerance);
            if (!structured.TryGetValue(out StructuredSolution? found))
                return structured.Failure;
            (layers, validity) = (found.Layers, found.Validity);
            return null;
        }

        SolveResult<MeanFieldSolution> result = Inputs is null
            ? MeanField.Evaluate(Spec!, Closure, Tolerance, cancellation)
            : GivenInputTheory.Evaluate(Spec!, Inputs.Inputs, Tolerance, cancellation: cancellation);
        if (!result.TryGetValue(out MeanFieldSolution? solution))
            return result.Failure;
        (layers, validity) = (solution.Layers, solution.Validity);
        return null;
    }

    private int Run(Session session)
    {
        if (Evaluate(session.Cancellation, out IReadOnlyList<MeanFieldLayer> layers, out MapValidity? validity) is { } none)
            return session.Fail(none);
        FiniteSizeDocument? finiteSize = null;
        if (FiniteSize)
        {
            finiteSize = FiniteSizeReport.TryEvaluate(Spec!, Tolerance, out SolveFailure? failure);
            if (finiteSize is null)
                return session.Fail(failure!);
        }

        session.Cancellation.ThrowIfCancellationRequested();
        if (finiteSize?.Warning is { } warning)
            session.Warn(warning);
        if (!validity!.Holds)
            session.Warn($"the {validity.Closure} map does not hold here: {validity.Reason}");
        session.Write(Json ? Document(layers, validity, finiteSize) : Table(layers, validity) + FiniteSizeReport.Text(finiteSize));
        return ExitCode.Done;
    }

    private string Document(
        IReadOnlyList<MeanFieldLayer> layers, MapValidity validity, FiniteSizeDocument? finiteSize) =>
        DocumentContext.Render(new TheoryDocument(
            DocumentParts.Schema("theory"),
            ProgramVersion.Text,
            Model,
            InputsPart.Of(Inputs),
            DocumentParts.Layers(layers),
            validity,
            finiteSize));

    private string Table(IReadOnlyList<MeanFieldLayer> layers, MapValidity validity)
    {
        string table = TextTable.Render(
            ["layer", "K1", "K2", "Q", "N Sigma", "D/N"],
            layers.Select(layer => (string[])
                [
                    NumberText.Whole(layer.Layer),
                    NumberText.Significant(layer.K1),
                    NumberText.Significant(layer.K2),
                    NumberText.Significant(layer.Q),
                    NumberText.Significant(layer.NSigma),
                    NumberText.Significant(layer.Dimension),
                ]));
        string holds = validity.Holds ? "holds" : "does NOT hold";
        string heading = FiniteSize ? "\n\nThe limit N -> infinity:" : "; N -> infinity";
        return $"{ModelText.Line(Model, Inputs?.Describe())}{heading}\n\n{table}\n"
            + $"The {validity.Closure} map {holds}: {validity.Reason}.\n";
    }
}
