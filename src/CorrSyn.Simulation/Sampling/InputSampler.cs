using System.Numerics.Tensors;
using CorrSyn.Model;

namespace CorrSyn.Simulation.Sampling;

/// <summary>
/// Draws the inputs h^0 = xi x / sqrt(N): patterns xi, N x P with entries N(0, sigma^2), once per network, and
/// coordinates x ~ N(0, 1) in P dimensions for each input. The covariance of h^0 given xi is xi xi^T / N.
/// </summary>
/// <remarks>Dimensionless. Rows can be filled in any order and from several threads.</remarks>
public readonly struct InputSampler
{
    private readonly RandomStream _patterns;
    private readonly RandomStream _coordinates;
    private readonly double _amplitude;

    /// <summary>The inputs of one network.</summary>
    /// <param name="inputs">alpha = P/N and sigma.</param>
    /// <param name="seed">The network; its width is N.</param>
    public InputSampler(InputEnsemble inputs, NetworkSeed seed)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        PatternCount = InputEnsembleModule.patternCount(seed.Width, inputs);
        _patterns = seed.Stream(0, StreamPurpose.Patterns);
        _coordinates = seed.Stream(0, StreamPurpose.Inputs);
        _amplitude = inputs.StandardDeviation / Math.Sqrt(seed.Width);
    }

    /// <summary>P, the number of patterns and the length of every row.</summary>
    public int PatternCount { get; }

    /// <summary>xi_i1..xi_iP, divided by sqrt(N).</summary>
    /// <param name="neuron">i; 0 to N - 1.</param>
    /// <param name="destination">Length P.</param>
    public void FillScaledPatterns(int neuron, Span<double> destination)
    {
        _patterns.FillGaussian(neuron * RandomStream.GroupCount(PatternCount), destination);
        TensorPrimitives.Multiply(destination, _amplitude, destination);
    }

    /// <summary>x_1..x_P of one input.</summary>
    /// <param name="sample">s, from 0.</param>
    /// <param name="destination">Length P.</param>
    public void FillCoordinates(int sample, Span<double> destination) =>
        _coordinates.FillGaussian(sample * RandomStream.GroupCount(PatternCount), destination);
}
