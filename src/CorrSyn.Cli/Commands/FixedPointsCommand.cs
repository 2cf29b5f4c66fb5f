using CorrSyn.Cli.Arguments;
using CorrSyn.Cli.Output;
using CorrSyn.Model;
using static System.Globalization.CultureInfo;

namespace CorrSyn.Cli.Commands;

/// <summary>Finds the fixed points of the layer map.</summary>
/// <param name="Spec">The network.</param>
/// <param name="Json">Whether to print a document.</param>
internal sealed record FixedPointsCommand(NetworkSpec Spec, bool Json)
{
    public static CommandDefinition Definition { get; } = new(
        "fixed-points",
        "find every fixed point of the layer map, its stability and depth scales",
        "Finds every fixed point of the map of K1, K2, Q and N Sigma, with residuals, the eigenvalues of the Jacobian and the depth scales on which deviations decay; says which one the layers of the model reach from its input, and by how much N Sigma changes from layer to layer with and without synaptic correlations. Ends with exit code 3 where there is no fixed point or the layers diverge.",
        [
            OptionGroup.Of("Model", ModelOptions.All),
            new OptionGroup("Output", [FlagOption.Json, FlagOption.Help]),
        ],
        [
            ("fixed-points", "The default network: all inputs become one point."),
            ("fixed-points --gain 3", "A gain at which inputs stay apart."),
            ("fixed-points --activation erf --gain 2 --bias-variance 0 --json", "For a script."),
        ],
        (parsed, session) => new FixedPointsCommand(
            ModelOptions.Read(parsed).BuildUniform(), FlagOption.IsSet(parsed, FlagOption.Json)).Run(session));

    private int Run(Session session)
    {
        SolveResult<FixedPointReport> result = FixedPoints.Find(Spec, session.Cancellation);
        if (!result.TryGetValue(out FixedPointReport? report))
            return session.Fail(result.Failure!);
        session.Cancellation.ThrowIfCancellationRequested();
        if (report.Destination.Outcome == FixedPointOutcome.Diverges)
            return session.Fail(new SolveFailure(SolveFailureKind.Diverged, Divergence(report)));
        session.Write(Json ? FixedPointsDocument.Render(report) : FixedPointText.Render(report));
        return ExitCode.Done;
    }

    private static string Divergence(FixedPointReport report) =>
        string.Create(
            InvariantCulture,
            $"the map diverges from the input of the model: K1 + Q grows in the end by a factor of {report.Destination.Growth:G6} a layer; fixed points: {string.Join(", ", report.FixedPoints.Select(point => $"K1 = {NumberText.Significant(point.K1)}, Q = {NumberText.Significant(point.Q)} ({FixedPointPart.StabilityName(point.Stability)})"))}");
}
