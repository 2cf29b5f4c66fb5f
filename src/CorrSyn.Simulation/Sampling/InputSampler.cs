using System.Numerics.Tensors;
using CorrSyn.Model;

namespace CorrSyn.Simulation.Sampling;

/// <summary>
/// Draws the inputs h^0 = xi x / sqrt(N): patterns xi, N x P with entries N(0, sigma^2), once per network, and for each
/// input P independent coordinates x of mean 0 and variance 1. The covariance of h^0 given xi is xi xi^T / N, exactly, for
/// every law of x.
/// </summary>
/// <remarks>Dimensionless. Rows can be filled in any order and from several threads.</remarks>
public readonly struct InputSampler
{
    private readonly RandomStream _patterns;
    private readonly RandomStream _coordinates;
    private readonly RandomStream _centres;
    private readonly InputLaw _law;
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
        _centres = seed.Stream(0, StreamPurpose.InputCentres);
        _law = inputs.Law;
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
    public void FillCoordinates(int sample, Span<double> destination)
    {
        long firstGroup = sample * RandomStream.GroupCount(PatternCount);
        if (_law.IsUniform)
        {
            _coordinates.FillUniform(firstGroup, destination);
            new ValueLaw(WeightValues.Uniform, 1).Transform(destination);
        }
        else if (_law.IsSigns)
        {
            _coordinates.FillSigns(firstGroup, destination);
        }
        else
        {
            _coordinates.FillGaussian(firstGroup, destination);
            if (_law is InputLaw.Mixture mixture)
                AddCentres(firstGroup, mixture.centre, destination);
        }
    }

    private void AddCentres(long firstGroup, double centre, Span<double> destination)
    {
        var signs = new double[destination.Length];
        _centres.FillSigns(firstGroup, signs);
        TensorPrimitives.Multiply(destination, Math.Sqrt(1 - centre * centre), destination);
        TensorPrimitives.MultiplyAdd(signs, centre, destination, destination);
    }
}
