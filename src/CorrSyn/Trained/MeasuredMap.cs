using CorrSyn.Model;
using CorrSyn.Numeric.Averages;
using CorrSyn.Numeric.Recursion;
using Microsoft.FSharp.Collections;

namespace CorrSyn.Trained;

/// <summary>The layer map with the measured numbers of each layer.</summary>
internal static class MeasuredMap
{
    /// <summary>D/N of the input and of the layers, as far as there are numbers.</summary>
    public static IReadOnlyList<double?> Dimensions(
        IReadOnlyList<(LayerWeights Weights, Activation Activation)> layers, MeasuredInput input, List<string> notes)
    {
        var states = MeasuredNetwork.evaluate(
            FieldAverages.defaultSettings,
            ListModule.OfSeq(layers.Select(layer => (
                MeanField.FourParameterMap(layer.Weights.PresynapticCount, layer.Weights.PostsynapticCount), ToMeasured(layer.Weights, layer.Activation)).ToTuple())),
            input);
        if (states.IsOk)
            return [.. states.ResultValue.Select(state => (double?)state.Dimension)];
        notes.Add($"the scalar map has no answer: {states.ErrorValue.ToFailure().Message}");
        return [];
    }

    private static MeasuredLayer ToMeasured(LayerWeights weights, Activation activation) =>
        new(
            weights.Gain,
            weights.Correlation.Squared.Value,
            weights.BiasVariance,
            (double)weights.PostsynapticCount / weights.PresynapticCount,
            activation);
}
