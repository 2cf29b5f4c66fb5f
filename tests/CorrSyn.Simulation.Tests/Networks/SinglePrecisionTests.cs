using CorrSyn.Model;
using CorrSyn.Simulation.Estimation;
using CorrSyn.Simulation.Kernels;
using CorrSyn.Simulation.Networks;
using Xunit;

namespace CorrSyn.Simulation.Tests.Networks;

/// <summary>What single precision does to the results of a simulation with the same random numbers.</summary>
public class SinglePrecisionTests
{
    private const int Width = 60;
    private const int Depth = 3;

    // In units u = 2^-24, relative, as root mean squares where roundings are independent. Per element of a product with K = 120 at
    // most: sqrt(2/3) for the two operands and at most sqrt(K/3) for the additions, below 6.5 together. Each of the 4 products
    // adds as much to an error that neither tanh nor the weights increase (g = 0.8): below 2 * 6.5 = 13. The sums of a trace, of
    // stretches of 256, add sqrt(2/3) + sqrt(256/3) < 10.1: 2 * 13 + 10.1 < 37 for a trace, 74 for the trace of a square, and
    // 2 * 37 + 74 = 148 for D/N. N Sigma is the difference of two of them whose sum is 5 times as large: 5 * 74 = 370. The corrections
    // for M inputs amplify that by at most 1 + D/M, 1.8 for 50 inputs: 370 * 1.8 < 670.
    private static readonly double Tolerance = 670 * Math.Pow(2, -24);

    // Fewer inputs than neurons: by the Gram matrix. More: by the covariance. Many more: in blocks.
    [Theory]
    [InlineData(CovarianceEstimator.Corrected, 50)]
    [InlineData(CovarianceEstimator.Corrected, 300)]
    [InlineData(CovarianceEstimator.Corrected, 1500)]
    [InlineData(CovarianceEstimator.Plain, 300)]
    public void Run_InSinglePrecision_GivesTheNumbersOfDoubleToRounding(CovarianceEstimator estimator, int samples)
    {
        SimulationResult doubles = Run(estimator, samples, NumberPrecision.Double);
        SimulationResult singles = Run(estimator, samples, NumberPrecision.Single);

        Assert.Null(singles.FirstUnresolvedLayer);
        for (int layer = 0; layer <= Depth; layer++)
        {
            foreach (LayerQuantity quantity in Enum.GetValues<LayerQuantity>())
            {
                double expected = doubles.Networks[0][layer].ValueOf(quantity)!.Value;
                double actual = singles.Networks[0][layer].ValueOf(quantity)!.Value;
                double size = quantity == LayerQuantity.Q ? Math.Abs(expected) + doubles.Networks[0][layer].K1 : Math.Abs(expected);
                Assert.NotEqual(expected, actual);
                Assert.Equal(expected, actual, Tolerance * size);
            }
        }
    }

    [Fact]
    public void Run_InputsThatHaveBecomeAlikeInSinglePrecision_AreNotResolved()
    {
        // K1 falls by g = 0.05 a layer, and the mean stays: activity varies by 0.05^(7/2) = 3e-5 of it in the end.
        NetworkSpec spec = Network(0.05, 1, 7);
        var settings = new SimulationSettings(60, 1, 1, 1, CovarianceEstimator.Corrected);

        Assert.Null(NetworkSimulator.Run(spec, settings, null, CancellationToken.None).FirstUnresolvedLayer);
        Assert.NotNull(NetworkSimulator.Run(
            spec, settings with { Arithmetic = new Arithmetic(NumberPrecision.Single, null) }, null, CancellationToken.None)
            .FirstUnresolvedLayer);
    }

    private static NetworkSpec Network(double gain, double biasVariance, int depth) =>
        NetworkSpecModule.create(
            Ensembles.Gaussian(1), gain, biasVariance, Activation.Tanh, InputEnsembleModule.create(2, 0.5), depth, Width);

    private static SimulationResult Run(CovarianceEstimator estimator, int samples, NumberPrecision precision) =>
        NetworkSimulator.Run(
            Network(0.8, 0.1, Depth),
            new SimulationSettings(samples, 1, 5, 1, estimator) { Arithmetic = new Arithmetic(precision, null) },
            null,
            CancellationToken.None);
}
