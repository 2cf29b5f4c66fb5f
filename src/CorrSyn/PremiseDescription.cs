using System.Diagnostics.CodeAnalysis;
using CorrSyn.Derivation;
using CorrSyn.Model;
using Microsoft.FSharp.Core;

namespace CorrSyn;

/// <summary>What a derivation starts from, as plain values with the names of the JSON premise; null where nothing is
/// said.</summary>
/// <param name="Weights">gaussian, binary, orthogonal or independent: short for a distribution and two structures, with
/// which it must agree.</param>
/// <param name="Distribution">gaussian, binary, or symmetric for any symmetric law; gaussian if left out.</param>
/// <param name="Postsynaptic">The correlation structure of R over postsynaptic neurons: identity, uniform, blocks:B or
/// low-rank:K; uniform if left out.</param>
/// <param name="Presynaptic">The correlation structure of S over presynaptic neurons; identity if left out.</param>
/// <param name="WidthRatio">fixed for equal widths, varying for a ratio c of successive widths; fixed if left out.</param>
/// <param name="Activation">any, or odd for phi(-z) = -phi(z); any if left out.</param>
public sealed record PremiseDescription(
    string? Weights = null,
    string? Distribution = null,
    string? Postsynaptic = null,
    string? Presynaptic = null,
    string? WidthRatio = null,
    string? Activation = null)
{
    /// <summary>The distributions that can be named.</summary>
    public static IReadOnlyList<string> Distributions { get; } = [.. PremiseNameModule.distributionNames];

    /// <summary>What can be said of the ratio of widths.</summary>
    public static IReadOnlyList<string> WidthRatios { get; } = [.. PremiseNameModule.widthRatioNames];

    /// <summary>What can be said of phi.</summary>
    public static IReadOnlyList<string> Activations { get; } = [.. PremiseNameModule.activationNames];

    /// <summary>Whether every name is known and none contradicts another.</summary>
    /// <param name="error">The first name that was refused.</param>
    public bool TryValidate([NotNullWhen(false)] out ParameterError? error) => TryToPremise(out _, out error);

    internal bool TryToPremise(
        [NotNullWhen(true)] out Premise? premise,
        [NotNullWhen(false)] out ParameterError? error)
    {
        FSharpResult<Premise, ParameterError> result = PremiseNameModule.tryToPremise(new PremiseName(
            Option(Weights),
            Option(Distribution),
            Option(Postsynaptic),
            Option(Presynaptic),
            Option(WidthRatio),
            Option(Activation)));
        premise = result.IsOk ? result.ResultValue : null;
        error = result.IsOk ? null : result.ErrorValue;
        return result.IsOk;
    }

    // Every name: no distribution for orthogonal weights, and no weights where they are none of the four ensembles.
    internal static PremiseDescription Of(Premise premise)
    {
        PremiseName name = PremiseNameModule.ofPremise(premise);
        return new PremiseDescription(
            name.Weights?.Value,
            name.Distribution?.Value,
            name.Postsynaptic?.Value,
            name.Presynaptic?.Value,
            name.WidthRatio?.Value,
            name.Activation?.Value);
    }

    private static FSharpOption<string>? Option(string? text) => text is null ? null : FSharpOption<string>.Some(text);
}
