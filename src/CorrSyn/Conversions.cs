using CorrSyn.Numeric;
using CorrSyn.Numeric.Kernels;
using CorrSyn.Simulation.Learning;
using CorrSyn.Simulation.Networks;
using CorrSyn.Symbolic;
using Microsoft.FSharp.Core;

namespace CorrSyn;

/// <summary>Between F# values and what C# callers see.</summary>
internal static class Conversions
{
    public static SolveFailure ToFailure(this SolveError error) =>
        new(
            error switch
            {
                SolveError.NonFinite => SolveFailureKind.Diverged,
                SolveError.NotResolved or SolveError.Cancelled => SolveFailureKind.NotResolved,
                SolveError.NoFixedPoint => SolveFailureKind.NoFixedPoint,
                SolveError.FixedPointContinuum => SolveFailureKind.NotIsolated,
                SolveError.NotConverged => SolveFailureKind.NotConverged,
                SolveError.ExcessCorrelation or SolveError.NegativeVariance => SolveFailureKind.NotPositive,
                SolveError.NoVariance => SolveFailureKind.NoVariance,
                SolveError.NotAccurate => SolveFailureKind.NotAccurate,
                SolveError.NotDefined => SolveFailureKind.NotDefined,
                SolveError.Vanishes => SolveFailureKind.Vanishes,
                _ => throw new InvalidOperationException($"The failure {error} has no kind."),
            },
            error.ToString());

    public static SolveFailure ToFailure(this NetworkFailureException failure) =>
        new(failure is InactiveLayerException or VanishingRowsException ? SolveFailureKind.Vanishes : SolveFailureKind.Diverged, failure.Message);

    public static WorkSettings ToWork(int? threads, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threads ?? 1, 1, nameof(threads));
        return new WorkSettings(threads ?? Environment.ProcessorCount, cancellation);
    }

    public static string? ToText(this FSharpOption<Rational>? value) =>
        value is null ? null : RationalModule.render(value.Value);
}
