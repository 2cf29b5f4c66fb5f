namespace CorrSyn.Simulation.Sampling;

/// <summary>Draws the weights of one layer after the other, row by row: row i holds the synapses w_ik onto postsynaptic
/// neuron i. An instance keeps its buffers and serves one layer at a time; its rows may be filled in any order and from
/// several threads.</summary>
public interface IWeightSampler
{
    /// <summary>N_in, the length of a row.</summary>
    int PresynapticCount { get; }

    /// <summary>Chooses the weights of one layer of one network.</summary>
    /// <param name="seed">The network.</param>
    /// <param name="layer">The layer that the weights lead to; 1 to 65,535.</param>
    /// <param name="cancellation">Looked at many times a second.</param>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    void Draw(NetworkSeed seed, int layer, CancellationToken cancellation);

    /// <summary>The weights onto one postsynaptic neuron, of the layer drawn last.</summary>
    /// <param name="row">i, from 0.</param>
    /// <param name="destination">w_i1..w_iN; length <see cref="PresynapticCount"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">The length is another, or the layer has no such row.</exception>
    void FillRow(int row, Span<double> destination);
}
