using CorrSyn.Simulation.Estimation;
using CorrSyn.Simulation.Kernels;
using CorrSyn.Simulation.Sampling;

namespace CorrSyn.Simulation.Networks;

/// <summary>Inputs that are given: the same for every network.</summary>
/// <param name="samples">h^0, M x N_0, one row for each input.</param>
internal sealed class GivenInputs(MatrixView samples) : IInputSource
{
    /// <inheritdoc/>
    public int LongestRow => samples.Columns;

    /// <inheritdoc/>
    public int? Count => samples.Rows;

    /// <inheritdoc/>
    public double CoordinateCount => 0;

    /// <inheritdoc/>
    public void Fill(
        NetworkSeed seed,
        SampleBlock block,
        double[] work,
        MatrixView activity,
        TransposedProduct product,
        int degree,
        CancellationToken cancellation)
    {
        for (int sample = 0; sample < block.Count; sample++)
            samples.Row(block.First + sample).CopyTo(activity.Row(sample));
    }
}
