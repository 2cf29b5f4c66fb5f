using CorrSyn.Model;
using CorrSyn.Simulation.Sampling;

namespace CorrSyn.Simulation.Tests.Sampling;

/// <summary>Whole weight matrices of g = 1.7, and many of 8 x 4.</summary>
internal static class WeightDraws
{
    public const int PostsynapticCount = 8;
    public const int PresynapticCount = 4;
    public const double Gain = 1.7;
    public const double Variance = Gain / PresynapticCount;

    /// <summary>Independent matrices, 8 x 4.</summary>
    public static double[][,] Of(StructuredWeights weights, int count = 10_000)
    {
        IWeightSampler sampler = StructuredSampler.Create(weights, Gain, PostsynapticCount, PresynapticCount);
        return [.. Enumerable.Range(0, count)
            .Select(instance => Matrix(sampler, PostsynapticCount, new NetworkSeed(11, PresynapticCount, instance)))];
    }

    /// <summary>One matrix.</summary>
    public static double[,] Matrix(IWeightSampler sampler, int rowCount, NetworkSeed seed)
    {
        var matrix = new double[rowCount, sampler.PresynapticCount];
        double[][] rows = Rows(sampler, seed, 1, Enumerable.Range(0, rowCount));
        for (int i = 0; i < rowCount; i++)
        {
            for (int k = 0; k < sampler.PresynapticCount; k++)
                matrix[i, k] = rows[i][k];
        }

        return matrix;
    }

    /// <summary>Some rows, filled in the given order.</summary>
    public static double[][] Rows(IWeightSampler sampler, NetworkSeed seed, int layer, IEnumerable<int> rows)
    {
        sampler.Draw(seed, layer, CancellationToken.None);
        return [.. rows.Select(row =>
        {
            var values = new double[sampler.PresynapticCount];
            sampler.FillRow(row, values);
            return values;
        })];
    }
}
