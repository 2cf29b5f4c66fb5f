using CorrSyn.Formats;
using CorrSyn.Model;

namespace CorrSyn.Trained;

/// <summary>Measures the weights of a given network, and predicts and measures what they do to the dimensionality of its
/// layers.</summary>
public static class NetworkAnalysis
{
    /// <summary>Looks at one layer after the other; never holds more than one layer of weights.</summary>
    /// <param name="file">The network.</param>
    /// <param name="settings">What the file does not say.</param>
    /// <param name="inputs">Inputs, M x N_in, row by row, M at least 4; null for independent Gaussian ones, of which nothing is
    /// measured.</param>
    /// <param name="progress">Told the number of layers that are done.</param>
    /// <param name="cancellation">Looked at many times a second.</param>
    /// <returns>The report; or why the mathematics has no answer.</returns>
    /// <exception cref="ArgumentException">The inputs do not fit the first layer, or are not finite.</exception>
    /// <exception cref="ArrayFormatException">The data of an array are damaged.</exception>
    /// <exception cref="NotFiniteNumberException">A weight or bias is not a finite number.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static SolveResult<NetworkReport> Run(
        NetworkFile file,
        NetworkAnalysisSettings settings,
        NumericArray? inputs = null,
        IProgress<int>? progress = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentNullException.ThrowIfNull(settings);
        var notes = new List<string>();
        InputActivity? input = file.IsChain ? InputActivity.Of(file.Layers[0], settings, inputs, cancellation) : null;
        if (!file.IsChain)
            notes.Add("the layers do not fit on one another by size, so nothing is predicted; choose them with a pattern, or check the layout");
        var measured = new List<(StoredLayer Layer, LayerWeights Weights)>();
        var predicted = new NetworkPrediction(settings, input, notes);
        for (int layer = 0; layer < file.Layers.Count; layer++)
        {
            StoredLayer stored = file.Layers[layer];
            double[] weights = stored.ReadWeights(cancellation);
            double[] biases = stored.ReadBiases(cancellation);
            measured.Add((stored, LayerWeights.Measure(weights, biases, settings.Threads, cancellation)));
            Activation activation = settings.ActivationOf(layer, file.Layers.Count);
            predicted.Append(weights, biases, activation, cancellation);
            progress?.Report(layer + 1);
        }

        IReadOnlyList<LayerDimensions> dimensions = predicted.Dimensions([.. measured.Select(each => each.Weights)]);
        return SolveResult<NetworkReport>.Of(new NetworkReport(
            dimensions[0],
            [.. measured.Zip(dimensions.Skip(1), (each, dimension) => each.Weights.ToLayer(each.Layer, dimension))],
            notes));
    }
}
