using CorrSyn.Model;
using Microsoft.FSharp.Core;

namespace CorrSyn;

/// <summary>One layer with all its settings, whatever the width.</summary>
/// <param name="Weights">gaussian, binary, orthogonal, independent, uniform, laplace or sparse:P.</param>
/// <param name="Postsynaptic">The structure of R.</param>
/// <param name="Correlation">r in rho = r N_in^-gamma; 0 without a structure.</param>
/// <param name="CorrelationExponent">gamma.</param>
/// <param name="Presynaptic">The structure of S.</param>
/// <param name="PresynapticCorrelation">s in sigma = s N_in^-delta; 0 without a structure.</param>
/// <param name="PresynapticExponent">delta.</param>
/// <param name="Gain">g.</param>
/// <param name="BiasVariance">The variance of a bias.</param>
/// <param name="Activation">phi.</param>
internal sealed record StructuredLayerModel(
    string Weights,
    CorrelationStructure Postsynaptic,
    double Correlation,
    double CorrelationExponent,
    CorrelationStructure Presynaptic,
    double PresynapticCorrelation,
    double PresynapticExponent,
    double Gain,
    double BiasVariance,
    Activation Activation)
{
    private const double StandardExponent = 0.5;

    /// <summary>Whether the law of the weights needs no structure: one of the four ensembles as it is.</summary>
    public static bool IsPlain(LayerDescription layer) =>
        SynapseEnsembleModule.names.Contains(layer.Weights)
        && (layer.Postsynaptic is null || layer.Postsynaptic == StandardStructure(layer.Weights!))
        && layer.Presynaptic is null or "identity"
        && layer.PresynapticCorrelation is null or 0
        && layer.CorrelationExponent is null or StandardExponent
        && !(layer.Correlation < 0 && HasCorrelation(layer.Weights!));

    /// <summary>What the model says for a layer, with what the layer says for itself.</summary>
    public static LayerDescription Merge(LayerDescription layer, ModelDescription model)
    {
        string weights = layer.Weights ?? model.Weights;

        // A layer whose weights have no correlation does not take that of the model.
        bool isInherited = layer.Weights is null || HasCorrelation(weights);
        string? postsynaptic = layer.Postsynaptic ?? (isInherited ? model.Postsynaptic : null);
        bool takesCorrelation = isInherited && (postsynaptic ?? StandardStructure(weights)) != "identity";
        string? presynaptic = layer.Presynaptic ?? (isInherited ? model.Presynaptic : null);
        return new LayerDescription(
            weights,
            layer.Correlation ?? (takesCorrelation || layer.Postsynaptic is null && layer.Weights is null ? model.Correlation : null),
            layer.Gain ?? model.Gain,
            layer.BiasVariance ?? model.BiasVariance,
            layer.Activation ?? model.Activation,
            layer.Width ?? model.Width)
        {
            Postsynaptic = postsynaptic,
            CorrelationExponent = layer.CorrelationExponent ?? model.CorrelationExponent,
            Presynaptic = presynaptic,
            PresynapticCorrelation = layer.PresynapticCorrelation
                ?? (presynaptic is null or "identity" && layer.Presynaptic is not null ? null : isInherited ? model.PresynapticCorrelation : null),
            PresynapticExponent = layer.PresynapticExponent ?? model.PresynapticExponent,
        };
    }

    /// <summary>The settings of a layer whose description is whole, or the first refusal.</summary>
    public static StructuredLayerModel? TryCreate(LayerDescription layer, out ParameterError? error)
    {
        string weights = layer.Weights!;
        FSharpResult<CorrelationStructure, ParameterError> postsynaptic =
            CorrelationStructureModule.tryOfName("postsynaptic", layer.Postsynaptic ?? StandardStructure(weights));
        FSharpResult<CorrelationStructure, ParameterError> presynaptic =
            CorrelationStructureModule.tryOfName("presynaptic", layer.Presynaptic ?? "identity");
        FSharpResult<Activation, ParameterError> activation = ActivationModule.tryOfName(layer.Activation!);
        error = Values(weights) is null && weights != "orthogonal"
                ? ParameterErrorModule.create("weights", AllowedWeights, weights)
            : postsynaptic.IsError ? postsynaptic.ErrorValue
            : presynaptic.IsError ? presynaptic.ErrorValue
            : activation.IsError ? activation.ErrorValue
            : Contradiction(layer, postsynaptic.ResultValue, presynaptic.ResultValue)
                ?? ExponentError("correlationExponent", layer.CorrelationExponent)
                ?? ExponentError("presynapticExponent", layer.PresynapticExponent);
        if (error is not null)
            return null;
        return new StructuredLayerModel(
            weights,
            postsynaptic.ResultValue,
            postsynaptic.ResultValue.IsIdentity ? 0 : layer.Correlation ?? ModelDescription.Default.Correlation!.Value,
            layer.CorrelationExponent ?? StandardExponent,
            presynaptic.ResultValue,
            layer.PresynapticCorrelation ?? 0,
            layer.PresynapticExponent ?? StandardExponent,
            layer.Gain!.Value,
            layer.BiasVariance!.Value,
            activation.ResultValue);
    }

    /// <summary>The names of weights, in words.</summary>
    public const string AllowedWeights =
        "gaussian, binary, orthogonal, independent, uniform, laplace, sparse:P with a density 0 < P <= 1";

    /// <summary>The same as plain values.</summary>
    public LayerDescription Describe(int width) =>
        new(
            Weights,
            Postsynaptic.IsIdentity ? null : Correlation,
            Gain,
            BiasVariance,
            ActivationModule.name(Activation),
            width)
        {
            Postsynaptic = CorrelationStructureModule.name(Postsynaptic),
            CorrelationExponent = Postsynaptic.IsIdentity ? null : CorrelationExponent,
            Presynaptic = CorrelationStructureModule.name(Presynaptic),
            PresynapticCorrelation = Presynaptic.IsIdentity ? null : PresynapticCorrelation,
            PresynapticExponent = Presynaptic.IsIdentity ? null : PresynapticExponent,
        };

    /// <summary>The layer above one of so many neurons, or why there is none.</summary>
    public FSharpResult<StructuredLayer, ParameterError> AtWidth(int widthBelow, int width)
    {
        FSharpResult<StructuredWeights, ParameterError> weights = WeightsAbove(widthBelow);
        if (weights.IsError)
            return FSharpResult<StructuredLayer, ParameterError>.NewError(weights.ErrorValue);
        FSharpResult<Unit, ParameterError> fits = StructuredWeightsModule.checkSizes(widthBelow, width, weights.ResultValue);
        return fits.IsOk
            ? FSharpResult<StructuredLayer, ParameterError>.NewOk(
                new StructuredLayer(weights.ResultValue, Gain, BiasVariance, Activation, width))
            : FSharpResult<StructuredLayer, ParameterError>.NewError(Named(fits.ErrorValue, widthBelow));
    }

    /// <summary>The values of a weight; null for orthogonal weights and unknown names.</summary>
    internal static WeightValues? Values(string weights) =>
        weights switch
        {
            "gaussian" or "independent" => WeightValues.Gaussian,
            "binary" => WeightValues.Binary,
            "uniform" => WeightValues.Uniform,
            "laplace" => WeightValues.Laplace,
            _ => Density(weights) is { } density ? WeightValues.NewSparse(density) : null,
        };

    // Signs of Gaussian numbers where there is a joint law of such signs; copies elsewhere.
    private FSharpResult<StructuredWeights, ParameterError> WeightsAbove(int widthBelow)
    {
        if (Weights == "orthogonal")
            return FSharpResult<StructuredWeights, ParameterError>.NewOk(StructuredWeights.Haar);
        FSharpResult<StructuredCorrelation, ParameterError> postsynaptic = StructuredCorrelationModule.tryCreate(
            "postsynapticCorrelation", Postsynaptic, Correlation * Math.Pow(widthBelow, -CorrelationExponent));
        FSharpResult<StructuredCorrelation, ParameterError> presynaptic = StructuredCorrelationModule.tryCreate(
            "presynapticCorrelation", Presynaptic, PresynapticCorrelation * Math.Pow(widthBelow, -PresynapticExponent));
        ParameterError? error = postsynaptic.IsError ? postsynaptic.ErrorValue
            : presynaptic.IsError ? presynaptic.ErrorValue
            : null;
        if (error is not null)
            return FSharpResult<StructuredWeights, ParameterError>.NewError(Named(error, widthBelow));
        FSharpResult<StructuredWeights, ParameterError> weights =
            Weights == "binary" && Presynaptic.IsIdentity && !Postsynaptic.IsLowRank
                ? StructuredWeightsModule.tryCreateSigns(postsynaptic.ResultValue)
                : StructuredWeightsModule.tryCreate(Values(Weights)!, postsynaptic.ResultValue, presynaptic.ResultValue);
        return weights.IsOk ? weights : FSharpResult<StructuredWeights, ParameterError>.NewError(Named(weights.ErrorValue, widthBelow));
    }

    // The model speaks of r and s; what is refused is the correlation coefficient that follows.
    private ParameterError Named(ParameterError error, int widthBelow) =>
        error.Parameter switch
        {
            "postsynapticCorrelation" => ParameterErrorModule.create(
                "correlation", Scaled("rho", "r", CorrelationExponent, Correlation, widthBelow, error.Allowed), Correlation),
            "presynapticCorrelation" => ParameterErrorModule.create(
                "presynapticCorrelation",
                Scaled("sigma", "s", PresynapticExponent, PresynapticCorrelation, widthBelow, error.Allowed),
                PresynapticCorrelation),
            _ => error,
        };

    private static string Scaled(
        string coefficient, string scaled, double exponent, double value, int widthBelow, string allowed) =>
        FormattableString.Invariant(
            $"{(value < 0 ? $"0 <= {scaled}, or less as long as there are such networks: " : "")}x = {coefficient} = {scaled} N^-{exponent}, here {value * Math.Pow(widthBelow, -exponent):G4} at N = {widthBelow}, {allowed}");

    private static string StandardStructure(string weights) => HasCorrelation(weights) ? "uniform" : "identity";

    private static bool HasCorrelation(string weights) => weights is not ("orthogonal" or "independent");

    private static ParameterError? Contradiction(
        LayerDescription layer, CorrelationStructure postsynaptic, CorrelationStructure presynaptic) =>
        !HasCorrelation(layer.Weights!) && !postsynaptic.IsIdentity
            ? ParameterErrorModule.create("postsynaptic", $"identity together with {layer.Weights} weights", layer.Postsynaptic!)
        : !HasCorrelation(layer.Weights!) && !presynaptic.IsIdentity
            ? ParameterErrorModule.create("presynaptic", $"identity together with {layer.Weights} weights", layer.Presynaptic!)
        : postsynaptic.IsIdentity && layer.Correlation is { } r && r != 0
            ? ParameterErrorModule.create("correlation", "no correlation without a postsynaptic structure", r)
        : presynaptic.IsIdentity && layer.PresynapticCorrelation is { } s && s != 0
            ? ParameterErrorModule.create("presynapticCorrelation", "no such correlation without a presynaptic structure", s)
        : !presynaptic.IsIdentity && layer.PresynapticCorrelation is null
            ? ParameterErrorModule.create("presynaptic", "a structure together with a presynaptic correlation", layer.Presynaptic!)
        : null;

    private static ParameterError? ExponentError(string parameter, double? exponent) =>
        exponent is null or (> 0 and <= 2) ? null : ParameterErrorModule.create(parameter, "a number above 0, at most 2", exponent);

    private static double? Density(string weights) =>
        weights.Split(':') is ["sparse", var digits]
        && double.TryParse(digits, System.Globalization.NumberStyles.Float, System.Globalization.CultureInfo.InvariantCulture, out double density)
        && density is > 0 and <= 1
            ? density
            : null;
}
