using CorrSyn.Simulation.Kernels;

namespace CorrSyn.Kernels.Bench;

/// <summary>Matrices to work on.</summary>
internal static class Matrices
{
    /// <summary>Numbers between -1/2 and 1/2.</summary>
    public static MatrixView Uniform(int rows, int columns, int seed)
    {
        var random = new Random(seed);
        var values = new double[rows * columns];
        for (int i = 0; i < values.Length; i++)
            values[i] = random.NextDouble() - 0.5;
        return new MatrixView(values, rows, columns);
    }
}
