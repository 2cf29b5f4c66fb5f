using CorrSyn.Model;
using CorrSyn.Simulation.Kernels;
using CorrSyn.Simulation.Sampling;
using Xunit;

namespace CorrSyn.Simulation.Tests.Sampling;

public class InputSamplerTests
{
    private const int Width = 40;
    private static readonly InputEnsemble Inputs = InputEnsembleModule.create(1.3, 0.5);

    // Rows that overlapped in the stream would pass every test of second moments.
    [Fact]
    public void FillRows_AllNeuronsAndSamples_NeverUseANumberTwice()
    {
        var sampler = new InputSampler(Inputs, new NetworkSeed(1, Width, 0));
        Assert.Equal(52, sampler.PatternCount);
        Assert.Equal(Width * 52, Rows(Width, 52, sampler.FillScaledPatterns).Distinct().Count());
        Assert.Equal(Width * 52, Rows(Width, 52, sampler.FillCoordinates).Distinct().Count());
    }

    [Fact]
    public void FillRow_IndependentSynapses_NeverUseANumberTwice()
    {
        var sampler = new SynapseSampler(SynapseEnsemble.Independent, 1, Width);
        sampler.Draw(new NetworkSeed(1, Width, 0), 1, CancellationToken.None);
        Assert.Equal(Width * Width, Rows(Width, Width, sampler.FillRow).Distinct().Count());
    }

    [Fact]
    public void FillRows_ManyNumbers_HaveTheDefinedMoments()
    {
        var sampler = new InputSampler(Inputs, new NetworkSeed(1, Width, 0));
        double[] patterns = Rows(Width, 52, sampler.FillScaledPatterns);
        Significance.AssertMean(0, patterns);
        Significance.AssertMean(0.25 / Width, Array.ConvertAll(patterns, x => x * x));
        double[] coordinates = Rows(2000, 52, sampler.FillCoordinates);
        Significance.AssertMean(0, coordinates);
        Significance.AssertMean(1, Array.ConvertAll(coordinates, x => x * x));
    }

    private static double[] Rows(int count, int length, RowSource source)
    {
        var values = new double[count * length];
        for (int i = 0; i < count; i++)
            source(i, values.AsSpan(i * length, length));
        return values;
    }
}
