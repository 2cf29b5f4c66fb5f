using System.Collections.Concurrent;
using System.Globalization;
using CorrSyn.Derivation;
using CorrSyn.Model;
using CorrSyn.Numeric.Averages;
using CorrSyn.Numeric.Recursion;
using CorrSyn.Simulation.Estimation;
using CorrSyn.Symbolic;
using Microsoft.FSharp.Collections;
using Microsoft.FSharp.Core;

namespace CorrSyn.Agreement.Tests;

/// <summary>A premise and the numbers to evaluate its map and to simulate its networks with. The exponents are not among
/// them: they come out of the derivation.</summary>
/// <param name="Postsynaptic">The structure of R, by name.</param>
/// <param name="Presynaptic">The structure of S, by name.</param>
/// <param name="R">r in rho = r N_in^-gamma.</param>
/// <param name="S">s in sigma = s N_in^-delta.</param>
/// <param name="Values">gaussian, binary, sparse, or haar for Haar-distributed weights.</param>
/// <param name="Density">The density of sparse weights.</param>
/// <param name="Activation">phi, by name.</param>
/// <param name="Gain">g.</param>
/// <param name="BiasVariance">sigma_b.</param>
/// <param name="Point">Which self-consistent choice of exponents.</param>
internal sealed record PremiseModel(
    string Postsynaptic = "identity",
    string Presynaptic = "identity",
    double R = 0,
    double S = 0,
    string Values = "gaussian",
    double Density = 1,
    string Activation = "tanh",
    double Gain = 1,
    double BiasVariance = 0.1,
    int Point = 0)
{
    private static readonly InputEnsemble Inputs = InputEnsembleModule.create(2, 0.7);

    // A derivation is a pure function of its premise and takes far longer than an evaluation.
    private static readonly ConcurrentDictionary<Premise, FSharpList<PremiseMap>> Derived = new();

    /// <summary>c = N_out/N_in of each layer, the lowest first.</summary>
    public IReadOnlyList<double> WidthRatios { get; init; } = [1, 1, 1];

    /// <summary>Whether the map of layers that are not wider than the one below is taken for all layers.</summary>
    public bool HasRowsOnly { get; init; }

    /// <summary>How many self-consistent choices of exponents there are.</summary>
    public int PointCount => Maps().Length;

    /// <summary>Whether widths differ.</summary>
    public bool HasVaryingWidths => WidthRatios.Any(ratio => ratio != 1);

    /// <summary>The derived map of infinite width, evaluated.</summary>
    public IReadOnlyList<MeanFieldLayer> Evaluate()
    {
        var parameters = new PremiseParameters(
            Gain, R, S, ListModule.OfSeq(WidthRatios), BiasVariance, Phi(), Inputs);
        PremiseMap map = Map();
        if (HasRowsOnly)
            map = new PremiseMap(map.Point, map.Map, map.FullMap, map.Inputs, widerMap: null, map.Widths);
        var states = Numeric.Recursion.MeanField.evaluatePremise(FieldAverages.defaultSettings, map, parameters);
        return states.IsOk
            ? [.. states.ResultValue.Select(state => new MeanFieldLayer(
                state.Layer, state.K1, state.LogK1, state.K2, state.Q, state.NSigma, state.Dimension))]
            : throw new InvalidOperationException($"{this}: {states.ErrorValue}");
    }

    /// <summary>The powers of the width in which finite-size corrections vanish: those of N^-1/2 come with a correlation
    /// that is larger than of order 1/N.</summary>
    public WidthPower Power()
    {
        ScalingPoint point = Map().Point;
        return new[] { point.Gamma, point.Delta }.Any(exponent => exponent is not null && Number(exponent) < 1)
            ? WidthPower.InverseSquareRoot
            : WidthPower.Inverse;
    }

    /// <summary>Networks of the premise, with the derived exponents.</summary>
    /// <param name="inputWidth">N_0.</param>
    /// <param name="likeExponentsOf">A model with the exponents to use; the model itself if left out.</param>
    public StructuredNetwork Network(int inputWidth, PremiseModel? likeExponentsOf = null)
    {
        ScalingPoint point = (likeExponentsOf ?? this).Map().Point;
        int[] widths = [inputWidth, .. WidthRatios.Select((_, layer) =>
            (int)Math.Round(WidthRatios.Take(layer + 1).Aggregate((double)inputWidth, (width, ratio) => width * ratio)))];
        return StructuredNetworkModule.create(
            Inputs,
            inputWidth,
            widths.Skip(1).Zip(widths, (width, below) => new StructuredLayer(Weights(below, point), Gain, BiasVariance, Phi(), width)));
    }

    public override string ToString() =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{Values} ({Density}), R {Postsynaptic} r = {R:G4}, S {Presynaptic} s = {S:G4}, {Activation}, c = {string.Join("; ", WidthRatios)}, exponents {Point}");

    private PremiseMap Map() => Maps()[Point];

    private FSharpList<PremiseMap> Maps() => Derived.GetOrAdd(Premise(), premise =>
    {
        var derivation = PremiseDerivationModule.derive(premise);
        return derivation.IsOk
            ? derivation.ResultValue.Maps
            : throw new InvalidOperationException($"{this}: {derivation.ErrorValue}");
    });

    private Premise Premise()
    {
        bool isHaar = Values == "haar";
        var premise = PremiseNameModule.tryToPremise(new PremiseName(
            weights: isHaar ? Some("orthogonal") : null,
            distribution: isHaar ? null : Some(Values == "sparse" ? "symmetric" : Values),
            postsynaptic: Some(Postsynaptic),
            presynaptic: Some(Presynaptic),
            widthRatio: Some(HasVaryingWidths ? "varying" : "fixed"),
            activation: Some(ActivationModule.isOdd(Phi()) ? "odd" : "any")));
        return premise.IsOk
            ? premise.ResultValue
            : throw new ArgumentException(premise.ErrorValue.ToString(), nameof(Premise));
    }

    private StructuredWeights Weights(int presynapticCount, ScalingPoint point) =>
        Values == "haar"
            ? StructuredWeights.Haar
            : StructuredWeightsModule.create(
                Values switch
                {
                    "gaussian" => WeightValues.Gaussian,
                    "binary" => WeightValues.Binary,
                    "sparse" => WeightValues.NewSparse(Density),
                    _ => throw new InvalidOperationException($"No such values: {Values}."),
                },
                Correlation(Postsynaptic, R, point.Gamma, presynapticCount),
                Correlation(Presynaptic, S, point.Delta, presynapticCount));

    private static StructuredCorrelation Correlation(
        string structure, double scaled, FSharpOption<Rational>? exponent, int presynapticCount) =>
        exponent is null
            ? StructuredCorrelationModule.none
            : StructuredCorrelationModule.create(
                nameof(structure),
                CorrelationStructureModule.tryOfName(nameof(structure), structure).ResultValue,
                scaled * Math.Pow(presynapticCount, -Number(exponent)));

    private Activation Phi() => ActivationModule.tryOfName(Activation).ResultValue;

    private static double Number(FSharpOption<Rational> exponent) => RationalModule.approximate(exponent.Value);

    private static FSharpOption<string> Some(string text) => FSharpOption<string>.Some(text);
}
