using CorrSyn.Formats;

namespace CorrSyn.Trained;

/// <summary>Measures the weights of a given network, and predicts and measures what they do to the dimensionality of its
/// layers.</summary>
public static class NetworkAnalysis
{
    // 32 MB.
    private const int LargeMatrix = 1 << 22;

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
        if (!file.IsChain)
            notes.Add("the layers do not fit on one another by size, so nothing is predicted; choose them with a pattern, or check the layout");
        var measured = new List<(StoredLayer Layer, LayerWeights Weights)>();
        NetworkPrediction predicted = Begin(file, settings, inputs, notes, cancellation);
        for (int layer = 0; layer < file.Layers.Count; layer++)
        {
            measured.Add((file.Layers[layer], Look(file, layer, settings, predicted, cancellation)));
            progress?.Report(layer + 1);
        }

        IReadOnlyList<LayerDimensions> dimensions = predicted.Dimensions([.. measured.Select(each => each.Weights)]);
        return SolveResult<NetworkReport>.Of(new NetworkReport(
            dimensions[0],
            [.. measured.Zip(dimensions.Skip(1), (each, dimension) => each.Weights.ToLayer(each.Layer, dimension))],
            notes));
    }

    // The covariance of the input is as large as a layer, and not held by the caller either.
    private static NetworkPrediction Begin(
        NetworkFile file,
        NetworkAnalysisSettings settings,
        NumericArray? inputs,
        List<string> notes,
        CancellationToken cancellation) =>
        new(settings, file.IsChain ? InputActivity.Of(file.Layers[0], settings, inputs, cancellation) : null, notes);

    // Weights are not held by the caller: once a layer is done, nothing of its size but its covariance is.
    private static LayerWeights Look(
        NetworkFile file, int layer, NetworkAnalysisSettings settings, NetworkPrediction predicted, CancellationToken cancellation)
    {
        StoredLayer stored = file.Layers[layer];
        double[] weights = stored.ReadWeights(cancellation);
        double[] biases = stored.ReadBiases(cancellation);
        LayerWeights measured = LayerWeights.Measure(weights, biases, settings.Threads, cancellation);
        LeaveNothing(weights.Length);
        predicted.Append(weights, biases, settings.ActivationOf(layer, file.Layers.Count), cancellation);
        LeaveNothing(weights.Length);
        return measured;
    }

    // Arrays of this size are few, and the collector would let several pile up before it looks. It takes milliseconds beside a product
    // that takes a second.
    private static void LeaveNothing(int size)
    {
        if (size >= LargeMatrix)
            GC.Collect();
    }
}
