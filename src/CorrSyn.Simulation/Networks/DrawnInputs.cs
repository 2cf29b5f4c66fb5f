using CorrSyn.Model;
using CorrSyn.Simulation.Estimation;
using CorrSyn.Simulation.Kernels;
using CorrSyn.Simulation.Sampling;

namespace CorrSyn.Simulation.Networks;

/// <summary>Inputs of covariance xi xi^T/N, drawn for each network.</summary>
/// <param name="inputs">Their law.</param>
/// <param name="width">N.</param>
internal sealed class DrawnInputs(InputEnsemble inputs, int width) : IInputSource
{
    /// <inheritdoc/>
    public int LongestRow => InputEnsembleModule.patternCount(width, inputs);

    /// <inheritdoc/>
    public int? Count => null;

    /// <inheritdoc/>
    public double CoordinateCount => LongestRow;

    /// <inheritdoc/>
    /// <remarks>h^0 is a linear layer too: patterns are its weights, coordinates its inputs.</remarks>
    public void Fill(
        NetworkSeed seed,
        SampleBlock block,
        double[] work,
        MatrixView activity,
        TransposedProduct product,
        int degree,
        CancellationToken cancellation)
    {
        var sampler = new InputSampler(inputs, seed);
        var coordinates = new MatrixView(work, block.Count, sampler.PatternCount);
        BlockLoop.ForEach(
            block.Count,
            degree,
            sample => sampler.FillCoordinates(block.First + sample, coordinates.Row(sample)),
            cancellation);
        product.Multiply(coordinates, sampler.FillScaledPatterns, activity, degree, cancellation);
    }
}
