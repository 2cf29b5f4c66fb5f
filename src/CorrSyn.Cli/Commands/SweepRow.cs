using CorrSyn.Cli.Arguments;
using CorrSyn.Simulation.Networks;

namespace CorrSyn.Cli.Commands;

/// <summary>What is known of one model of a sweep.</summary>
/// <param name="Point">The model.</param>
/// <param name="Description">The model as plain values; null where it is not allowed.</param>
/// <param name="Layers">The theory, layer by layer; null where there is none.</param>
/// <param name="Simulation">The simulation; null where there is none, or none was asked for.</param>
/// <param name="Errors">Why something is missing, a line each.</param>
/// <param name="IsAllowed">Whether the values go together.</param>
internal sealed record SweepRow(
    SweepPoint Point,
    ModelDescription? Description,
    IReadOnlyList<MeanFieldLayer>? Layers,
    SimulationResult? Simulation,
    IReadOnlyList<string> Errors,
    bool IsAllowed)
{
    /// <summary>A point that has not been evaluated; whether its values go together is known.</summary>
    public static SweepRow Of(SweepPoint point)
    {
        try
        {
            ModelDescription description = point.Model.IsStructured
                ? point.Model.BuildStructured().Description
                : ModelDescription.Of(point.Model.Build());
            return new SweepRow(point, description, null, null, [], IsAllowed: true);
        }
        catch (UsageException refused)
        {
            return new SweepRow(point, null, null, null, [refused.Message], IsAllowed: false);
        }
    }

    /// <summary>The row with the theory; what has no answer is an error of the row.</summary>
    public SweepRow Evaluate(double tolerance, CancellationToken cancellation)
    {
        if (!IsAllowed)
            return this;
        if (Point.Model.IsStructured)
        {
            SolveResult<StructuredSolution> derived = StructuredMeanField.Evaluate(Point.Model.BuildStructured(), tolerance);
            return derived.TryGetValue(out StructuredSolution? found)
                ? this with { Layers = found.Layers }
                : this with { Errors = [derived.Failure!.Message] };
        }

        SolveResult<MeanFieldSolution> result = MeanField.Evaluate(Point.Model.Build(), tolerance: tolerance, cancellation: cancellation);
        return result.TryGetValue(out MeanFieldSolution? solution)
            ? this with { Layers = solution.Layers }
            : this with { Errors = [result.Failure!.Message] };
    }

    /// <summary>The row with a simulation.</summary>
    public SweepRow Simulate(SimulationSettings settings, CancellationToken cancellation)
    {
        if (!IsAllowed)
            return this;
        (NetworkEnsemble networks, _) = Point.Model.BuildEnsemble();
        if (MonteCarlo.MemoryShortage(networks, settings) is { } shortage)
            return this with { Errors = [.. Errors, Point.Model.Refuse(shortage).Message] };
        SolveResult<SimulationResult> result = MonteCarlo.Run(networks, settings, cancellation: cancellation);
        return result.TryGetValue(out SimulationResult? simulation)
            ? this with { Simulation = simulation }
            : this with { Errors = [.. Errors, result.Failure!.Message] };
    }
}
