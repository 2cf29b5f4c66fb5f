using System.CommandLine;
using CorrSyn.Cli.Arguments;
using CorrSyn.Cli.Output;
using CorrSyn.Model;

namespace CorrSyn.Cli.Commands;

/// <summary>Evaluates the derived layer map.</summary>
/// <param name="Spec">The network.</param>
/// <param name="Closure">Which map to use.</param>
/// <param name="Tolerance">The relative error of averages over neurons and inputs.</param>
/// <param name="FiniteSize">Whether to predict averages at the width of the network as well.</param>
/// <param name="Json">Whether to print a document.</param>
internal sealed record TheoryCommand(NetworkSpec Spec, Closure Closure, double Tolerance, bool FiniteSize, bool Json)
{
    private static readonly Option<bool> FiniteSizeFlag = FlagOption.Define(
        "--finite-size", "add what networks of --width neurons a layer do: mean and spread over networks of N Sigma, D/N and K1; to N^-1/2 only where r is not 0 and phi not odd");

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
            OptionGroup.Of("Model", ModelOptions.All),
            new OptionGroup("Theory", [ClosureOption.Parsed, ToleranceOption.Parsed, FiniteSizeFlag]),
            new OptionGroup("Output", [FlagOption.Json, FlagOption.Help]),
        ],
        [
            ("theory", "The default network."),
            ("theory --correlation 0 --depth 10", "The same without synaptic correlations, ten layers deep."),
            ("theory --activation relu --correlation 0.6", "An activation that is not odd: the map of ten order parameters."),
            ("theory --width 400 --finite-size", "What networks of 400 neurons a layer do, beside the limit."),
            ("theory --config model.json --gain 1.2 --json", "A model from a file with another gain, for a script."),
        ],
        (parsed, session) => Read(parsed).Run(session));

    private static TheoryCommand Read(ParseResult parsed) =>
        new(
            ModelOptions.Read(parsed).Build(),
            Closures[ClosureOption.Choice(parsed, [.. Closures.Keys]) ?? "auto"],
            ReadTolerance(parsed),
            FlagOption.IsSet(parsed, FiniteSizeFlag),
            FlagOption.IsSet(parsed, FlagOption.Json));

    private static double ReadTolerance(ParseResult parsed)
    {
        double tolerance = ToleranceOption.Number(parsed) ?? MeanField.DefaultTolerance;
        return tolerance is >= MeanField.SmallestTolerance and <= MeanField.LargestTolerance
            ? tolerance
            : throw ToleranceOption.Refuse(ToleranceOption.Text(parsed)!);
    }

    private int Run(Session session)
    {
        SolveResult<MeanFieldSolution> result = MeanField.Evaluate(Spec, Closure, Tolerance, session.Cancellation);
        if (!result.TryGetValue(out MeanFieldSolution? solution))
            return session.Fail(result.Failure!);
        FiniteSizeDocument? finiteSize = null;
        if (FiniteSize)
        {
            finiteSize = FiniteSizeReport.TryEvaluate(Spec, Tolerance, out SolveFailure? failure);
            if (finiteSize is null)
                return session.Fail(failure!);
        }

        session.Cancellation.ThrowIfCancellationRequested();
        if (finiteSize?.Warning is { } warning)
            session.Warn(warning);
        if (!solution.Validity.Holds)
            session.Warn($"the {solution.Validity.Closure} map does not hold here: {solution.Validity.Reason}");
        session.Write(Json ? Document(solution, finiteSize) : Table(solution) + FiniteSizeReport.Text(finiteSize));
        return ExitCode.Done;
    }

    private string Document(MeanFieldSolution solution, FiniteSizeDocument? finiteSize) =>
        DocumentContext.Render(new TheoryDocument(
            DocumentParts.Schema("theory"),
            ProgramVersion.Text,
            ModelDescription.Of(Spec),
            DocumentParts.Layers(solution),
            solution.Validity,
            finiteSize));

    private string Table(MeanFieldSolution solution)
    {
        string table = TextTable.Render(
            ["layer", "K1", "K2", "Q", "N Sigma", "D/N"],
            solution.Layers.Select(layer => (string[])
                [
                    NumberText.Whole(layer.Layer),
                    NumberText.Significant(layer.K1),
                    NumberText.Significant(layer.K2),
                    NumberText.Significant(layer.Q),
                    NumberText.Significant(layer.NSigma),
                    NumberText.Significant(layer.Dimension),
                ]));
        string validity = solution.Validity.Holds ? "holds" : "does NOT hold";
        string heading = FiniteSize ? "\n\nThe limit N -> infinity:" : "; N -> infinity";
        return $"{ModelText.Line(ModelDescription.Of(Spec))}{heading}\n\n{table}\n"
            + $"The {solution.Validity.Closure} map {validity}: {solution.Validity.Reason}.\n";
    }
}
