using CorrSyn.Simulation.Kernels;
using CorrSyn.Simulation.Sampling;

namespace CorrSyn.Simulation.Learning.Data;

/// <summary>Inputs from outside: every network takes some of them in an order of its own.</summary>
internal static class GivenInputs
{
    /// <summary>Different inputs at random.</summary>
    /// <exception cref="ArgumentOutOfRangeException">More are asked for than there are.</exception>
    public static LabelledInputs Choose(
        LabelledInputs given, NetworkSeed seed, int count, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, given.Values.Rows);
        int[] order = [.. Enumerable.Range(0, given.Values.Rows)];
        Permutation.Shuffle(seed.Stream(0, StreamPurpose.Shuffles), 0, order.AsSpan());
        var values = new MatrixView(
            new double[(long)count * given.Values.Columns], count, given.Values.Columns);
        for (int row = 0; row < count; row++)
            given.Values.Row(order[row]).CopyTo(values.Row(row));
        cancellation.ThrowIfCancellationRequested();
        return new LabelledInputs(
            values, given.Labels is null ? null : Array.ConvertAll(order[..count], index => given.Labels[index]));
    }
}
