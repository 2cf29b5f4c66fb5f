using CorrSyn.Model;
using CorrSyn.Numeric;
using CorrSyn.Numeric.Averages;
using CorrSyn.Numeric.Recursion;
using Microsoft.FSharp.Collections;
using Microsoft.FSharp.Core;

namespace CorrSyn.Trained;

/// <summary>The layer map with the measured numbers of each layer.</summary>
internal static class MeasuredMap
{
    /// <summary>D/N of the input and of the layers, as far as there are numbers.</summary>
    public static IReadOnlyList<double?> Dimensions(
        IReadOnlyList<(LayerWeights Weights, Activation Activation)> layers, MeasuredInput input, List<string> notes)
    {
        FSharpResult<FSharpList<LayerState>, SolveError> states =
            States([.. layers.Select(layer => ToMeasured(layer.Weights, layer.Activation))], input);
        if (states.IsOk)
            return [.. states.ResultValue.Select(state => (double?)state.Dimension)];
        notes.Add($"the scalar map has no answer: {states.ErrorValue.ToFailure().Message}");
        return [];
    }

    /// <summary>The order parameters of the input and of the layers.</summary>
    /// <param name="layers">What was measured, and N_in.</param>
    /// <param name="input">Those of the input.</param>
    public static FSharpResult<FSharpList<LayerState>, SolveError> States(
        IReadOnlyList<(MeasuredLayer Layer, int PresynapticCount)> layers, MeasuredInput input) =>
        MeasuredNetwork.evaluate(
            FieldAverages.defaultSettings,
            ListModule.OfSeq(layers.Select(each => (
                MeanField.FourParameterMap(each.PresynapticCount, PostsynapticCount(each)), each.Layer).ToTuple())),
            input);

    private static int PostsynapticCount((MeasuredLayer Layer, int PresynapticCount) layer) =>
        (int)Math.Round(layer.Layer.WidthRatio * layer.PresynapticCount);

    private static (MeasuredLayer Layer, int PresynapticCount) ToMeasured(LayerWeights weights, Activation activation) =>
        (new(
            weights.Gain,
            weights.Correlation.Squared.Value,
            weights.BiasVariance,
            (double)weights.PostsynapticCount / weights.PresynapticCount,
            activation), weights.PresynapticCount);
}
