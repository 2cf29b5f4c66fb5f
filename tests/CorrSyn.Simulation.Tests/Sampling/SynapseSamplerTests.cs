using CorrSyn.Model;
using CorrSyn.Simulation.Sampling;
using Xunit;

namespace CorrSyn.Simulation.Tests.Sampling;

public class SynapseSamplerTests
{
    private const int Width = 16;
    private const int DrawCount = 3000;
    private const double Gain = 1.7;

    [Fact]
    public void FillRow_EveryEnsemble_HasTheDefinedFirstAndSecondMoments()
    {
        foreach (SynapseEnsemble ensemble in Ensembles.All)
        {
            double rho = SynapseEnsembleModule.correlation(ensemble) / Math.Sqrt(Width);
            double[][] rows = Draw(ensemble, [0, 1, 7]);
            Significance.AssertMean(0, rows[0]);
            Significance.AssertMean(0, rows[2]);

            // Binary weights have no spread in their squares; their size is tested on its own.
            if (!ensemble.IsBinary)
                Significance.AssertMean(Gain / Width, Products(rows[1], rows[1]));
            if (!ensemble.IsOrthogonal)
            {
                Significance.AssertMean(Gain / Width * rho, Products(rows[0], rows[1]));
                Significance.AssertMean(Gain / Width * rho, Products(rows[1], rows[2]));
            }

            Significance.AssertMean(0, Products(rows[0], [.. rows[1].Skip(1), 0]));
        }
    }

    [Fact]
    public void FillRow_WrongCorrelation_WouldBeSeen()
    {
        double[][] rows = Draw(Ensembles.Binary(1.5), [0, 1]);
        double latent = Math.Sin(0.5 * Math.PI * 1.5 / Math.Sqrt(Width));
        Assert.True(Math.Abs(Significance.ZScore(Gain / Width * latent, Products(rows[0], rows[1]))) > 10);
    }

    [Fact]
    public void FillRow_Gaussian_HasNormalFourthMoments()
    {
        double rho = 1.5 / Math.Sqrt(Width);
        double[][] rows = Draw(Ensembles.Gaussian(1.5), [0, 1]);
        double[] squares = Products(rows[0], rows[0]);
        double unit = Gain / Width * Gain / Width;
        Significance.AssertMean(3 * unit, Products(squares, squares));
        Significance.AssertMean(
            (1 + 2 * rho * rho) * unit, Products(squares, Products(rows[1], rows[1])));
    }

    [Fact]
    public void FillRow_Binary_IsExactlyPlusOrMinusTheAmplitude()
    {
        double amplitude = Math.Sqrt(Gain / Width);
        Assert.All(Draw(Ensembles.Binary(1.5), [0, 5])[1], weight => Assert.Equal(amplitude, Math.Abs(weight)));
    }

    [Fact]
    public void FillRow_RowsInAnyOrder_AreTheSame()
    {
        foreach (SynapseEnsemble ensemble in Ensembles.All)
        {
            double[][] forward = Draw(ensemble, [0, 1, 2]);
            double[][] backward = Draw(ensemble, [2, 1, 0]);
            Assert.Equal(forward, backward.Reverse());
        }
    }

    [Fact]
    public void Draw_Twice_GivesTheSameWeights()
    {
        foreach (SynapseEnsemble ensemble in Ensembles.All)
        {
            var sampler = new SynapseSampler(ensemble, Gain, Width);
            double[] first = Row(sampler, layer: 1);
            double[] other = Row(sampler, layer: 2);
            Assert.Equal(first, Row(sampler, layer: 1));
            Assert.NotEqual(first, other);
        }
    }

    [Fact]
    public void Create_NumberOutsideItsRange_IsRefused()
    {
        SynapseEnsemble independent = SynapseEnsemble.Independent;
        Assert.Throws<ArgumentOutOfRangeException>(() => new SynapseSampler(independent, 0, 4));
        Assert.Throws<ArgumentOutOfRangeException>(() => new SynapseSampler(independent, double.NaN, 4));
        Assert.Throws<ArgumentOutOfRangeException>(() => new SynapseSampler(independent, 1, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new SynapseSampler(Ensembles.Gaussian(2), 1, 4));
        var sampler = new SynapseSampler(SynapseEnsemble.Orthogonal, 1, 4);
        Assert.Throws<ArgumentOutOfRangeException>(() => sampler.FillRow(4, new double[4]));
        Assert.Throws<ArgumentOutOfRangeException>(() => sampler.FillRow(0, new double[5]));
        Assert.Throws<ArgumentOutOfRangeException>(() => sampler.FillRow(-1, new double[4]));
    }

    private static double[] Row(SynapseSampler sampler, int layer)
    {
        var row = new double[Width];
        sampler.Draw(new NetworkSeed(3, Width, 0), layer, CancellationToken.None);
        sampler.FillRow(3, row);
        return row;
    }

    // The chosen rows of many weight matrices, one matrix after the other. Entries of a Gaussian or binary row are
    // independent; those of an orthogonal one nearly, and negatively correlated in their squares.
    private static double[][] Draw(SynapseEnsemble ensemble, int[] rows)
    {
        var sampler = new SynapseSampler(ensemble, Gain, Width);
        double[][] result = Array.ConvertAll(rows, _ => new double[DrawCount * Width]);
        for (int instance = 0; instance < DrawCount; instance++)
        {
            sampler.Draw(new NetworkSeed(11, Width, instance), 1, CancellationToken.None);
            for (int i = 0; i < rows.Length; i++)
                sampler.FillRow(rows[i], result[i].AsSpan(instance * Width, Width));
        }

        return result;
    }

    private static double[] Products(double[] first, double[] second) => first.Zip(second, (a, b) => a * b).ToArray();
}
