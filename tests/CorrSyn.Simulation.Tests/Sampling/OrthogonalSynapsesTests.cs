using CorrSyn.Model;
using CorrSyn.Simulation.Sampling;
using Xunit;

namespace CorrSyn.Simulation.Tests.Sampling;

public class OrthogonalSynapsesTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(50)]
    [InlineData(137)]
    public void Draw_AnySize_HasOrthogonalRowsAndColumns(int size)
    {
        const double gain = 0.8;
        double[][] w = Draw(size, gain, instance: 4);
        for (int i = 0; i < size; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                // Each of N reflections is orthogonal to a few units in the last place.
                Assert.Equal(i == j ? gain : 0, w[i].Zip(w[j], (a, b) => a * b).Sum(), 1e-12);
                Assert.Equal(i == j ? gain : 0, w.Sum(row => row[i] * row[j]), 1e-12);
            }
        }
    }

    [Fact]
    public void Draw_SizeOne_IsAFairSign()
    {
        double[] values = Enumerable.Range(0, 1000).Select(i => Draw(1, 1, i)[0][0]).ToArray();
        Assert.All(values, value => Assert.Equal(1, Math.Abs(value)));
        Significance.AssertMean(0, values);
    }

    // Moments of the Haar measure on O(N): E w_ij^4 = 3/(N (N + 2)), E w_ij^2 w_il^2 = 1/(N (N + 2)),
    // E w_ij^2 w_kl^2 = (N + 1)/((N - 1) N (N + 2)), E w_ij w_il w_kj w_kl = -1/((N - 1) N (N + 2)).
    [Theory]
    [InlineData(2)]
    [InlineData(5)]
    public void Draw_ManyMatrices_HasTheMomentsOfTheHaarMeasure(int size)
    {
        double[][][] draws = Enumerable.Range(0, 20_000).Select(i => Draw(size, 1, i)).ToArray();
        double n = size;
        double norm = (n - 1) * n * (n + 2);
        for (int i = 0; i < size; i++)
        {
            for (int j = 0; j < size; j++)
            {
                Significance.AssertMean(0, Array.ConvertAll(draws, w => w[i][j]));
                Significance.AssertMean(3 / (n * (n + 2)), Array.ConvertAll(draws, w => Math.Pow(w[i][j], 4)));
            }
        }

        int last = size - 1;
        Significance.AssertMean(
            1 / (n * (n + 2)), Array.ConvertAll(draws, w => Math.Pow(w[0][0] * w[0][last], 2)));
        Significance.AssertMean((n + 1) / norm, Array.ConvertAll(draws, w => Math.Pow(w[0][0] * w[last][last], 2)));
        Significance.AssertMean(
            -1 / norm, Array.ConvertAll(draws, w => w[0][0] * w[0][last] * w[last][0] * w[last][last]));
    }

    // E tr W = 0, E (tr W)^2 = 1, E (tr W)^4 = 3, E tr W^2 = 1 on O(N): sensitive to every sign of the construction.
    [Fact]
    public void Draw_ManyMatrices_HasTheTracesOfTheHaarMeasure()
    {
        double[][][] draws = Enumerable.Range(0, 20_000).Select(i => Draw(5, 1, i)).ToArray();
        double[] traces = Array.ConvertAll(draws, w => Enumerable.Range(0, 5).Sum(i => w[i][i]));
        Significance.AssertMean(0, traces);
        Significance.AssertMean(1, Array.ConvertAll(traces, t => t * t));
        Significance.AssertMean(3, Array.ConvertAll(traces, t => t * t * t * t));
        Significance.AssertMean(
            1,
            Array.ConvertAll(
                draws, w => Enumerable.Range(0, 5).Sum(i => Enumerable.Range(0, 5).Sum(j => w[i][j] * w[j][i]))));
    }

    [Fact]
    public void Draw_CancelledToken_Throws()
    {
        var sampler = new SynapseSampler(SynapseEnsemble.Orthogonal, 1, 20);
        var cancelled = new CancellationToken(canceled: true);
        Assert.Throws<OperationCanceledException>(() => sampler.Draw(new NetworkSeed(1, 20, 0), 1, cancelled));
    }

    private static double[][] Draw(int size, double gain, int instance)
    {
        var sampler = new SynapseSampler(SynapseEnsemble.Orthogonal, gain, size);
        sampler.Draw(new NetworkSeed(8, size, instance), 1, CancellationToken.None);
        var rows = new double[size][];
        for (int i = 0; i < size; i++)
            sampler.FillRow(i, rows[i] = new double[size]);
        return rows;
    }
}
