using CorrSyn.Model;
using CorrSyn.Simulation.Estimation;
using CorrSyn.Simulation.Networks;
using Xunit;

namespace CorrSyn.Simulation.Tests.Estimation;

public class NetworkValuesTests
{
    private static readonly LayerStatistics[] Networks =
    [
        .. NetworkSimulator.Run(
            Ensembles.Network(SynapseEnsemble.Independent, 20, depth: 1),
            new SimulationSettings(40, 7, 3, 1, CovarianceEstimator.Corrected),
            null,
            default).Networks.Select(network => network[1]),
    ];

    private static readonly double[] Scales = [0.8, 1.3, 1.1, 0.9, 1.0, 1.2, 0.7];

    // Networks that differ by their scale alone.
    private static LayerStatistics[] Scaled(double spread) =>
    [
        .. Scales.Select(scale => Math.Pow(scale, spread)).Select(
            scale => Networks[0] with
            {
                K1 = scale * Networks[0].K1,
                K2 = scale * scale * Networks[0].K2,
                NSigma = scale * scale * Networks[0].NSigma,
            }),
    ];

    [Theory]
    [InlineData(LayerQuantity.Q)]
    [InlineData(LayerQuantity.Dimension)]
    public void Of_QuantityWithoutScale_IsTheQuantity(LayerQuantity quantity) =>
        Assert.Equal(Networks.Select(network => network.ValueOf(quantity)!.Value), NetworkValues.Of(Networks, quantity));

    [Theory]
    [InlineData(LayerQuantity.K1, 1)]
    [InlineData(LayerQuantity.K2, 2)]
    [InlineData(LayerQuantity.NSigma, 2)]
    public void Of_NetworksThatDifferByTheirScale_AveragesToThatOfTheTypicalOne(LayerQuantity quantity, int degree)
    {
        double typical = Math.Exp(Scales.Average(Math.Log));
        double expected = Math.Pow(typical, degree) * Networks[0].ValueOf(quantity)!.Value;
        Assert.Equal(expected, NetworkValues.Of(Scaled(1), quantity)!.Average(), 1e-14);
    }

    [Fact]
    public void Of_ScalesThatScatterWidely_IsThePlainValue()
    {
        LayerStatistics[] wide = Scaled(10);
        Assert.Equal(wide.Select(network => network.K2), NetworkValues.Of(wide, LayerQuantity.K2)!);
    }

    [Fact]
    public void Of_SilentNetwork_IsThePlainValue()
    {
        LayerStatistics[] silent = [Networks[0] with { K1 = 0, K2 = 0, NSigma = 0 }, Networks[1]];
        Assert.Equal([0, Networks[1].NSigma], NetworkValues.Of(silent, LayerQuantity.NSigma)!);
    }

    [Fact]
    public void Of_MissingQuantity_HasNoValue() =>
        Assert.Null(NetworkValues.Of([Networks[0] with { Dimension = null }], LayerQuantity.Dimension));
}
