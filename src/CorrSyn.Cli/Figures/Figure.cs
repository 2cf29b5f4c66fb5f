using CorrSyn.Cli.Arguments;
using CorrSyn.Cli.Charts;
using CorrSyn.Model;
using CorrSyn.Simulation.Estimation;
using CorrSyn.Simulation.Networks;

namespace CorrSyn.Cli.Figures;

/// <summary>A figure: what it is about, its charts, and what they say.</summary>
/// <param name="Id">Its name on the command line and of its files.</param>
/// <param name="Title">What is shown.</param>
/// <param name="Claim">The claim that it is to show, in words.</param>
/// <param name="IsSupported">Whether the numbers support it; null where nothing is decided.</param>
/// <param name="Evidence">The numbers that decide, or what is to be seen.</param>
/// <param name="Charts">The charts.</param>
internal sealed record Figure(
    string Id, string Title, string Claim, bool? IsSupported, string Evidence, IReadOnlyList<Chart> Charts);

/// <summary>A figure that can be made.</summary>
/// <param name="Id">Its name.</param>
/// <param name="Summary">One line for the list.</param>
/// <param name="Make">Makes it.</param>
internal sealed record FigureKind(string Id, string Summary, Func<FigureContext, Figure> Make);

/// <summary>The theory or a simulation of a figure has no answer.</summary>
internal sealed class FigureFailureException(SolveFailure failure) : Exception(failure.Message)
{
    /// <summary>Why.</summary>
    public SolveFailure Failure { get; } = failure;
}

/// <summary>What figures are made from.</summary>
/// <param name="Model">The model of the command line; figures change its weights, its correlation and more.</param>
/// <param name="Sampling">Inputs, networks, seed and threads.</param>
/// <param name="Report">Takes the share of a figure that is done, and what is being done.</param>
/// <param name="Cancellation">Looked at many times a second.</param>
internal sealed record FigureContext(
    ModelDescription Model, SimulationSettings Sampling, Action<double, string> Report, CancellationToken Cancellation)
{
    /// <summary>The network of a description.</summary>
    /// <exception cref="UsageException">A parameter is outside its range.</exception>
    public static NetworkSpec Network(ModelDescription description) =>
        NetworkModel.TryCreate(description, out NetworkSpec? spec, out ParameterError? error)
            ? spec
            : throw UsageException.Refused(ModelParameter.OptionName(error.Parameter), error.Value, error.Allowed);

    /// <summary>The theory of a network.</summary>
    /// <exception cref="FigureFailureException">It has no answer.</exception>
    public IReadOnlyList<MeanFieldLayer> Theory(ModelDescription description) =>
        Value(MeanField.Evaluate(Network(description), cancellation: Cancellation)).Layers;

    /// <summary>Simulated averages of a network.</summary>
    /// <exception cref="FigureFailureException">Activity overflows.</exception>
    public IReadOnlyList<LayerSummary> Simulate(ModelDescription description, int? instances = null)
    {
        NetworkSpec spec = Network(description);
        SimulationSettings settings = Sampling with { Instances = instances ?? Sampling.Instances };
        return MonteCarlo.MemoryShortage(spec, settings) is { } shortage
            ? throw UsageException.Refused(ModelParameter.OptionName(shortage.Parameter), shortage.Value, shortage.Allowed)
            : Value(MonteCarlo.Run(spec, settings, cancellation: Cancellation)).Layers;
    }

    /// <summary>The value of a result.</summary>
    /// <exception cref="FigureFailureException">There is none.</exception>
    public static T Value<T>(SolveResult<T> result)
        where T : class =>
        result.TryGetValue(out T? value) ? value : throw new FigureFailureException(result.Failure!);
}
