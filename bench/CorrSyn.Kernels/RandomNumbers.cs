using CorrSyn.Simulation.Kernels;

namespace CorrSyn.Kernels;

/// <summary>Matrices to work on.</summary>
internal static class RandomNumbers
{
    /// <summary>Uniform numbers from -1/2 to 1/2.</summary>
    public static MatrixView Matrix(int rows, int columns, int seed)
    {
        var random = new Random(seed);
        var values = new double[rows * columns];
        for (int i = 0; i < values.Length; i++)
            values[i] = random.NextDouble() - 0.5;
        return new MatrixView(values, rows, columns);
    }
}
