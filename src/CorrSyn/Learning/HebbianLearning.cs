using CorrSyn.Simulation.Learning;
using CorrSyn.Simulation.Networks;

namespace CorrSyn.Learning;

/// <summary>Networks that learn layer by layer with a Hebbian rule, beside controls and the theory.</summary>
public static class HebbianLearning
{
    /// <summary>Trains, measures and compares.</summary>
    /// <param name="settings">The networks.</param>
    /// <param name="progress">Told the number of layers that are done; there are three times Instances times Depth.</param>
    /// <param name="cancellation">Looked at many times a second.</param>
    /// <returns>The report, the same bits for every number of threads; or why there is none: learning diverges, a layer is
    /// inactive, or activity overflows.</returns>
    /// <exception cref="ArgumentException">A setting is outside its range.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static SolveResult<HebbianReport> Run(
        HebbianSettings settings, IProgress<int>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(settings);
        try
        {
            return SolveResult<HebbianReport>.Of(HebbianSummary.Of(settings, HebbianSimulator.Run(
                settings,
                run => MeasuredRun.Of(run, settings.Activation, cancellation),
                progress,
                cancellation)));
        }
        catch (LearningDivergedException diverged)
        {
            return Failed(SolveFailureKind.Diverged, diverged);
        }
        catch (ActivityOverflowException overflow)
        {
            return Failed(SolveFailureKind.Diverged, overflow);
        }
        catch (InactiveLayerException inactive)
        {
            return Failed(SolveFailureKind.Vanishes, inactive);
        }
    }

    private static SolveResult<HebbianReport> Failed(SolveFailureKind kind, ArithmeticException cause) =>
        SolveResult<HebbianReport>.Failed(new SolveFailure(kind, cause.Message));
}
