using CorrSyn.Model;
using CorrSyn.Numeric.FixedPoints;

namespace CorrSyn;

/// <summary>The grid of a phase diagram.</summary>
/// <param name="Gains">Gains, each above 0.</param>
/// <param name="BiasVariances">Variances of a bias, each at least 0.</param>
/// <param name="Threads">Threads at most; the numbers do not depend on it.</param>
public sealed record PhaseDiagramSettings(
    IReadOnlyList<double> Gains, IReadOnlyList<double> BiasVariances, int Threads = 1);

/// <summary>The state of a computation of a phase diagram.</summary>
/// <param name="Finished">Points and lines that are done.</param>
/// <param name="Total">All of them.</param>
public sealed record PhaseDiagramProgress(int Finished, int Total);

/// <summary>A point of the grid.</summary>
/// <param name="Gain">g.</param>
/// <param name="BiasVariance">The variance of a bias.</param>
/// <param name="FixedPoints">The fixed points that are not unstable; empty where there is a failure.</param>
/// <param name="Failure">Why there is none; null otherwise.</param>
public sealed record PhasePoint(
    double Gain, double BiasVariance, IReadOnlyList<FixedPointState> FixedPoints, SolveFailure? Failure);

/// <summary>What happens at a critical gain.</summary>
public enum CriticalPointKind
{
    /// <summary>Inputs that have become one point start to part.</summary>
    Overlap,

    /// <summary>Two solutions for K1 + Q meet.</summary>
    Length,

    /// <summary>K1 + Q starts to grow without bound.</summary>
    Growth,
}

/// <summary>A gain at which the largest multiplier passes through 1.</summary>
/// <param name="Gain">g.</param>
/// <param name="TotalVariance">The variance of a pre-activation there; null where it is not bounded.</param>
/// <param name="Kind">What happens.</param>
/// <param name="Residual">How far the multiplier is from 1, evaluated there.</param>
public sealed record CriticalPoint(double Gain, double? TotalVariance, CriticalPointKind Kind, double Residual);

/// <summary>The critical gains at one bias variance.</summary>
/// <param name="BiasVariance">The variance of a bias.</param>
/// <param name="Points">Those up to the largest gain of the grid, in ascending order; empty where there is a failure.</param>
/// <param name="Failure">Why they are not known; null otherwise.</param>
public sealed record CriticalLine(double BiasVariance, IReadOnlyList<CriticalPoint> Points, SolveFailure? Failure);

/// <summary>A phase diagram.</summary>
/// <param name="Spec">The network; its gain and bias variance play no part.</param>
/// <param name="Settings">The grid.</param>
/// <param name="Points">One for each bias variance and gain, the gains of one bias variance together.</param>
/// <param name="CriticalLines">One for each bias variance.</param>
/// <param name="Validity">The map that N Sigma is that of; see <see cref="FixedPointReport"/>.</param>
public sealed record PhaseDiagramReport(
    NetworkSpec Spec,
    PhaseDiagramSettings Settings,
    IReadOnlyList<PhasePoint> Points,
    IReadOnlyList<CriticalLine> CriticalLines,
    MapValidity Validity);

/// <summary>Fixed points over a grid of gains and bias variances.</summary>
/// <remarks>Equations FP-1 to FP-13 of docs/theory/fixed-points.md.</remarks>
public static class PhaseDiagram
{
    /// <summary>The most points of a grid.</summary>
    public const int LargestPointCount = 1_000_000;

    /// <summary>Fixed points that are not unstable at every point of a grid, and the critical gains.</summary>
    /// <param name="spec">The network; its gain, bias variance and width play no part.</param>
    /// <param name="settings">The grid and the threads.</param>
    /// <param name="progress">Told of every point, from the thread that has finished it; null for none.</param>
    /// <param name="cancellation">Looked at before each point.</param>
    /// <returns>The diagram, in which a point without an answer has its own failure; or why there is no map.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A value of the grid or the number of threads is outside its range.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static SolveResult<PhaseDiagramReport> Run(
        NetworkSpec spec,
        PhaseDiagramSettings settings,
        IProgress<PhaseDiagramProgress>? progress = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(spec);
        ArgumentNullException.ThrowIfNull(settings);
        Check(settings);
        if (FixedPoints.Table(spec, out SolveFailure? failure) is not { } table)
            return SolveResult<PhaseDiagramReport>.Failed(failure!);
        int columns = settings.Gains.Count;
        double largestGain = settings.Gains.Max();
        var points = new PhasePoint[columns * settings.BiasVariances.Count];
        var lines = new CriticalLine[settings.BiasVariances.Count];
        int total = points.Length + lines.Length;
        int finished = 0;
        var options = new ParallelOptions
        {
            MaxDegreeOfParallelism = settings.Threads,
            CancellationToken = cancellation,
        };
        Parallel.For(0, total, options, index =>
        {
            if (index < points.Length)
                points[index] = Point(spec, table, settings.Gains[index % columns], settings.BiasVariances[index / columns]);
            else
                lines[index - points.Length] = Line(table, largestGain, settings.BiasVariances[index - points.Length]);
            progress?.Report(new PhaseDiagramProgress(Interlocked.Increment(ref finished), total));
        });
        return SolveResult<PhaseDiagramReport>.Of(new PhaseDiagramReport(
            spec, settings, points, lines, FixedPoints.Validity(spec)));
    }

    private static void Check(PhaseDiagramSettings settings)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(settings.Threads, 1);
        if (settings.Gains.Count == 0 || !settings.Gains.All(gain => double.IsFinite(gain) && gain > 0))
            throw new ArgumentOutOfRangeException(nameof(settings), "Gains are finite numbers above 0, at least one.");
        if (settings.BiasVariances.Count == 0 || !settings.BiasVariances.All(variance => double.IsFinite(variance) && variance >= 0))
            throw new ArgumentOutOfRangeException(nameof(settings), "Bias variances are finite numbers of at least 0, at least one.");
        if ((long)settings.Gains.Count * settings.BiasVariances.Count > LargestPointCount)
            throw new ArgumentOutOfRangeException(nameof(settings), "At most 1,000,000 points.");
    }

    private static PhasePoint Point(NetworkSpec spec, LengthMap table, double gain, double biasVariance)
    {
        var result = FixedPoints.Search(spec, table, new MapParameters(gain, biasVariance));
        if (result.IsError)
            return new PhasePoint(gain, biasVariance, [], result.ErrorValue.ToFailure());
        FixedPointState[] lasting = [.. result.ResultValue
            .Where(point => !point.Stability.IsUnstable)
            .Select(FixedPointState.Of)];
        return new PhasePoint(
            gain,
            biasVariance,
            lasting,
            lasting.Length > 0 ? null : new SolveFailure(SolveFailureKind.NoFixedPoint, "no fixed point is stable"));
    }

    private static CriticalLine Line(LengthMap table, double largestGain, double biasVariance)
    {
        var result = CriticalGainModule.find(table, largestGain, biasVariance);
        return result.IsError
            ? new CriticalLine(biasVariance, [], result.ErrorValue.ToFailure())
            : new CriticalLine(
                biasVariance,
                [.. result.ResultValue.Select(point => new CriticalPoint(
                    point.Gain,
                    point.TotalVariance?.Value,
                    point.Kind.IsOverlap ? CriticalPointKind.Overlap
                        : point.Kind.IsLength ? CriticalPointKind.Length
                        : CriticalPointKind.Growth,
                    point.Residual))],
                null);
    }
}
