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

    // Per element of a product with K = 120 at most, in units u = 2^-24 and as a root mean square where roundings are independent:
    // sqrt(2/3) for the two operands and at most sqrt(K/3) for the additions, below 6.4 together. Each of the 4 products adds
    // as much to a relative error that neither tanh nor the weights increase (g = 0.8): below 2 * 6.4 = 13. A trace takes it twice,
    // a squared trace or the trace of a square four times, their ratio at most eight times; the corrections for M inputs and
    // the difference in N Sigma are amplified by at most 1 + (tr C)^2/(M tr C^2) = 1 + N D/M below 2.
    private static readonly double Tolerance = 2 * 8 * 13 * Math.Pow(2, -24);

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
