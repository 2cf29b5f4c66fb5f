using CorrSyn.Model;
using CorrSyn.Simulation.Kernels;

namespace CorrSyn.Simulation.Networks;

/// <summary>Sends inputs through layers that are given: z = w h + b, h = phi(z). One layer at a time, so that a network
/// never has to be in memory as a whole.</summary>
/// <param name="degree">Threads at most; at least 1. Results do not depend on it.</param>
public sealed class GivenLayers(int degree)
{
    private readonly TransposedProduct _product = new();

    /// <summary>The activity of one layer from that of the layer below.</summary>
    /// <param name="weights">w, N_out x N_in.</param>
    /// <param name="biases">b, N_out numbers.</param>
    /// <param name="activation">phi.</param>
    /// <param name="activity">h of the layer below, M x N_in; not changed.</param>
    /// <param name="cancellation">Looked at many times a second.</param>
    /// <returns>h, M x N_out.</returns>
    /// <exception cref="ArgumentException">The shapes do not fit together.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public MatrixView Propagate(
        MatrixView weights, double[] biases, Activation activation, MatrixView activity, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(biases);
        ArgumentNullException.ThrowIfNull(activation);
        if (biases.Length != weights.Rows || weights.Columns != activity.Columns)
            throw new ArgumentException("The layer does not fit on the one below.", nameof(weights));
        var next = new MatrixView(new double[(long)activity.Rows * weights.Rows], activity.Rows, weights.Rows);
        _product.Multiply(
            activity,
            (row, destination) => weights.Row(row).CopyTo(destination),
            next,
            degree,
            cancellation,
            rows => BlockLoop.ForEach(
                rows.Rows,
                degree,
                (activation, biases, rows),
                static (layer, row) => NeuronLayer.Respond(layer.activation, layer.biases, layer.rows.Row(row)),
                cancellation));
        return next;
    }
}
