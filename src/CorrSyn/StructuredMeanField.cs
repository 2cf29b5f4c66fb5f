using System.Globalization;
using CorrSyn.Derivation;
using CorrSyn.Model;
using CorrSyn.Numeric;
using CorrSyn.Numeric.Averages;
using CorrSyn.Numeric.Recursion;
using CorrSyn.Symbolic;
using Microsoft.FSharp.Collections;
using Microsoft.FSharp.Core;

namespace CorrSyn;

/// <summary>The theory's prediction for a structured network.</summary>
/// <param name="Model">The network.</param>
/// <param name="Layers">L + 1 layers, the input first.</param>
/// <param name="Validity">Which map was used.</param>
public sealed record StructuredSolution(
    StructuredModel Model, IReadOnlyList<MeanFieldLayer> Layers, MapValidity Validity);

/// <summary>Derives the layer map of a structured network and evaluates it.</summary>
public static class StructuredMeanField
{
    /// <summary>The order parameters of every layer in the limit of infinite width.</summary>
    /// <param name="model">The network; its widths matter by their ratios only.</param>
    /// <param name="tolerance">The relative error of the averages over neurons and inputs; 1e-15 to 1e-3.</param>
    /// <returns>The layers; or a failure where layers differ in more than their widths, a correlation is negative, the
    /// exponents are not those that are derived, or there is no closed map.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The tolerance is not allowed.</exception>
    public static SolveResult<StructuredSolution> Evaluate(
        StructuredModel model, double tolerance = MeanField.DefaultTolerance)
    {
        ArgumentNullException.ThrowIfNull(model);
        if (!(tolerance >= MeanField.SmallestTolerance && tolerance <= MeanField.LargestTolerance))
            throw new ArgumentOutOfRangeException(nameof(tolerance), tolerance, "1e-15 to 1e-3.");
        StructuredLayerModel layer = model.Layers[0];
        if (Obstacle(model) is { } obstacle)
            return Failed(obstacle);
        FSharpResult<PremiseDerivation, DerivationFailure> derivation = PremiseDerivationModule.derive(Premise(model));
        if (derivation.IsError)
            return SolveResult<StructuredSolution>.Failed(ScalingDerivation.Failure(derivation.ErrorValue));
        PremiseMap? map = derivation.ResultValue.Maps.FirstOrDefault(map => Matches(map.Point, layer));
        if (map is null)
            return Failed($"with {Exponents(layer)} no layer map is self-consistent; derived: {string.Join(", or ", derivation.ResultValue.Maps.Select(other => Text(other.Point)))}");
        var parameters = new PremiseParameters(
            layer.Gain,
            layer.Correlation,
            layer.PresynapticCorrelation,
            ListModule.OfSeq(Ratios(model)),
            layer.BiasVariance,
            layer.Activation,
            model.Network.Inputs);
        var settings = new AverageSettings(tolerance, FieldAverages.defaultSettings.PointLimit);
        FSharpResult<FSharpList<LayerState>, SolveError> states =
            Numeric.Recursion.MeanField.evaluatePremise(settings, map, parameters);
        return states.IsOk
            ? SolveResult<StructuredSolution>.Of(new StructuredSolution(
                model,
                [.. states.ResultValue.Select(state => new MeanFieldLayer(
                    state.Layer, state.K1, state.LogK1, state.K2, state.Q, state.NSigma, state.Dimension, RelativeError: state.RelativeError))],
                new MapValidity(true, "derived", $"it was derived for these weights{Text(map.Point, " at ")}")))
            : SolveResult<StructuredSolution>.Failed(states.ErrorValue.ToFailure());
    }

    private static string? Obstacle(StructuredModel model) =>
        model.Layers.Any(layer => layer != model.Layers[0])
            ? "layers with structures that differ have no layer map here: order parameters along the structure of one layer would have to be taken over by the next; `corrsyn simulate` samples them"
        : model.Layers[0].Correlation < 0
            ? "there is no limit of infinite width with a negative r: rho = r/sqrt(N) must stay above -1/(N-1), so r -> 0, where the map is that of r = 0 up to 1/N; `corrsyn simulate` samples such networks"
        : model.Layers[0].PresynapticCorrelation < 0
            ? "there is no limit of infinite width with a negative presynaptic correlation: it must stay above -1/(N-1); `corrsyn simulate` samples such networks"
        : null;

    private static Premise Premise(StructuredModel model)
    {
        StructuredLayerModel layer = model.Layers[0];
        bool isOrthogonal = layer.Weights == "orthogonal";
        var name = new PremiseName(
            isOrthogonal ? Some("orthogonal") : null,
            isOrthogonal ? null : Some(layer.Weights is "gaussian" or "independent" ? "gaussian" : layer.Weights is "binary" ? "binary" : "symmetric"),
            Some(CorrelationStructureModule.name(layer.Postsynaptic)),
            Some(CorrelationStructureModule.name(layer.Presynaptic)),
            Some(Ratios(model).All(ratio => ratio == 1) ? "fixed" : "varying"),
            Some(ActivationModule.isOdd(layer.Activation) ? "odd" : "any"));
        return ParameterErrorModule.raiseIfError(PremiseNameModule.tryToPremise(name));
    }

    private static IEnumerable<double> Ratios(StructuredModel model) =>
        model.Network.Widths.Skip(1).Zip(model.Network.Widths, (width, below) => (double)width / below);

    private static bool Matches(ScalingPoint point, StructuredLayerModel layer) =>
        IsOf(point.Gamma, layer.CorrelationExponent) && IsOf(point.Delta, layer.PresynapticExponent);

    private static bool IsOf(FSharpOption<Rational>? derived, double exponent) =>
        derived is null || RationalModule.approximate(derived.Value) == exponent;

    private static string Exponents(StructuredLayerModel layer)
    {
        string gamma = layer.Postsynaptic.IsIdentity ? "" : string.Create(CultureInfo.InvariantCulture, $"gamma = {layer.CorrelationExponent}");
        string delta = layer.Presynaptic.IsIdentity ? "" : string.Create(CultureInfo.InvariantCulture, $"delta = {layer.PresynapticExponent}");
        return string.Join(" and ", new[] { gamma, delta }.Where(text => text.Length > 0));
    }

    private static string Text(ScalingPoint point, string before = "")
    {
        IEnumerable<string> parts = new[] { ("gamma", point.Gamma.ToText()), ("delta", point.Delta.ToText()) }
            .Where(part => part.Item2 is not null)
            .Select(part => $"{part.Item1} = {part.Item2}");
        string text = string.Join(" and ", parts);
        return text.Length > 0 ? before + text : "";
    }

    private static FSharpOption<string> Some(string text) => FSharpOption<string>.Some(text);

    private static SolveResult<StructuredSolution> Failed(string message) =>
        SolveResult<StructuredSolution>.Failed(new SolveFailure(SolveFailureKind.NotClosed, message));
}
