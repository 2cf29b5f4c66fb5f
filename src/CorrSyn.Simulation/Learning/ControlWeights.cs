using System.Numerics.Tensors;
using CorrSyn.Simulation.Kernels;
using CorrSyn.Simulation.Learning.Data;
using CorrSyn.Simulation.Learning.Rules;
using CorrSyn.Simulation.Sampling;

namespace CorrSyn.Simulation.Learning;

/// <summary>Weights to compare learned ones with. All rows have the norm sqrt(g), as the learned ones have.</summary>
public static class ControlWeights
{
    /// <summary>The entries of each row in random order, after the mean of the row is removed: the distribution of the weights of each
    /// neuron stays, which input they belong to does not.</summary>
    /// <param name="weights">w, N_out x N_in; not changed.</param>
    /// <param name="gain">g.</param>
    /// <param name="seed">The network.</param>
    /// <param name="layer">The layer, from 1.</param>
    /// <returns>N_out x N_in; a row of equal entries becomes a row of zeros.</returns>
    public static double[] Shuffle(MatrixView weights, double gain, NetworkSeed seed, int layer)
    {
        var shuffled = new MatrixView(new double[(long)weights.Rows * weights.Columns], weights.Rows, weights.Columns);
        RandomStream stream = seed.Stream(layer, StreamPurpose.Shuffles);
        for (int row = 0; row < weights.Rows; row++)
        {
            Span<double> target = shuffled.Row(row);
            TensorPrimitives.Subtract(
                weights.Row(row), TensorPrimitives.Sum<double>(weights.Row(row)) / weights.Columns, target);
            Permutation.Shuffle(stream, row * RandomStream.GroupCount(weights.Columns), target);
        }

        ResponseDecay.Normalise(shuffled, Math.Sqrt(gain));
        return shuffled.Values;
    }

    /// <summary>w O with a Haar matrix O.</summary>
    /// <param name="weights">w, N_out x N_in; not changed.</param>
    /// <param name="gain">g.</param>
    /// <param name="seed">The network.</param>
    /// <param name="layer">The layer, from 1.</param>
    /// <param name="degree">Threads at most; at least 1.</param>
    /// <param name="cancellation">Looked at many times a second.</param>
    /// <returns>N_out x N_in. w w^T is that of w where the rows of w have the norm sqrt(g): its relative error is about N_in 1e-16. Given w, every
    /// row has a uniform direction, which knows nothing of the layer below.</returns>
    public static double[] Rotate(
        MatrixView weights, double gain, NetworkSeed seed, int layer, int degree, CancellationToken cancellation)
    {
        int inputs = weights.Columns;
        var rotation = new HaarSampler(inputs, 1);
        rotation.Draw(seed.Stream(layer, StreamPurpose.Rotations), cancellation);
        var rotated = new MatrixView(new double[(long)weights.Rows * inputs], weights.Rows, inputs);

        // With the rows of the matrix as those of the right factor it is w O^T, and O^T is Haar as O is.
        new TransposedProduct().Multiply(
            weights,
            (row, destination) => rotation.Row(row).CopyTo(destination),
            rotated,
            degree,
            cancellation);
        ResponseDecay.Normalise(rotated, Math.Sqrt(gain));
        return rotated.Values;
    }

    /// <summary>Rows of a Haar matrix.</summary>
    /// <param name="rows">N_out.</param>
    /// <param name="columns">N_in.</param>
    /// <param name="gain">g.</param>
    /// <param name="seed">The network.</param>
    /// <param name="layer">The layer, from 1.</param>
    /// <param name="cancellation">Looked at many times a second.</param>
    /// <returns>N_out x N_in; with N_out above N_in, columns are orthogonal and rows are scaled to the common norm.</returns>
    public static double[] Orthogonal(
        int rows, int columns, double gain, NetworkSeed seed, int layer, CancellationToken cancellation)
    {
        var sampler = new HaarBlockSampler(gain, rows, columns);
        sampler.Draw(seed, layer, cancellation);
        var weights = new MatrixView(new double[(long)rows * columns], rows, columns);
        for (int row = 0; row < rows; row++)
            sampler.FillRow(row, weights.Row(row));
        ResponseDecay.Normalise(weights, Math.Sqrt(gain));
        return weights.Values;
    }
}
