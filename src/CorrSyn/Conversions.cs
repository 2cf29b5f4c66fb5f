using CorrSyn.Numeric;
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
                _ => throw new InvalidOperationException($"The failure {error} has no kind."),
            },
            error.ToString());

    public static string? ToText(this FSharpOption<Rational>? value) =>
        value is null ? null : RationalModule.render(value.Value);
}
