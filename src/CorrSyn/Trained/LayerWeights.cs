using System.Numerics.Tensors;

namespace CorrSyn.Trained;

/// <summary>What is measured of the weights of one layer.</summary>
internal sealed record LayerWeights(
    int PostsynapticCount,
    int PresynapticCount,
    double Gain,
    double BiasVariance,
    WeightCorrelationReport Correlation,
    WeightSpectrumReport Spectrum)
{
    /// <summary>Measures the weights.</summary>
    public static LayerWeights Measure(double[] weights, double[] biases, int? threads, CancellationToken cancellation) =>
        new(
            biases.Length,
            weights.Length / biases.Length,
            TensorPrimitives.SumOfSquares<double>(weights) / biases.Length,
            TensorPrimitives.SumOfSquares<double>(biases) / biases.Length,
            WeightCorrelation.Measure(weights, biases.Length, threads, cancellation),
            WeightSpectrum.Measure(weights, biases.Length, cancellation));

    /// <summary>With the layer and what its dimensionality is.</summary>
    public AnalysedLayer ToLayer(StoredLayer layer, LayerDimensions dimensions) =>
        new(layer, Gain, BiasVariance, Correlation, Spectrum, dimensions);
}
