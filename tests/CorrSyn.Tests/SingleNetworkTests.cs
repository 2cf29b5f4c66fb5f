using CorrSyn.Model;
using Xunit;

namespace CorrSyn.Tests;

public class SingleNetworkTests
{
    private static readonly double[,] Weights = { { 1, 0.5 }, { -0.5, 2 }, { 1, 0.5 } };

    private static WeightLayer Layer(Activation activation) => WeightLayer.Create(Weights, [0.1, -0.2, 0.1], activation);

    [Fact]
    public void Propagate_LinearLayer_IsMatrixAlgebra()
    {
        SingleNetworkSolution solution =
            SingleNetwork.Propagate([Layer(Activation.Linear)], [1, 2], [1, 0.25, 0.25, 4]).Value;
        Assert.Equal([0, 1], solution.Layers.Select(layer => layer.Layer));
        SingleNetworkLayer above = solution.Layers[1];
        Assert.Equal([2.1, 3.3, 2.1], above.Mean, (x, y) => Math.Abs(x - y) < 1e-15);
        // (1, 0.5) C (1, 0.5)^T = 1 + 0.25 + 1, (-0.5, 2) C (-0.5, 2)^T = 0.25 - 0.5 + 16, and mixed -0.5 + 0.4375 + 4.
        Assert.Equal([2.25, 3.9375, 2.25, 3.9375, 15.75, 3.9375, 2.25, 3.9375, 2.25], above.Covariance!.ToArray());
        Assert.Equal(3.9375, above.PreActivationCovariance![1, 2]);
        Assert.Equal(20.25, above.Trace, 1e-14);
        Assert.Equal(20.25 * 20.25 / (3 * above.TraceOfSquare), above.Dimension, 1e-15);
        Assert.Equal(15.75, above.Covariance.Row(1)[1]);
        Assert.Equal(0.25, solution.Layers[0].Covariance![1, 0]);
        Assert.Throws<ArgumentOutOfRangeException>(() => above.Covariance[3, 0]);
        Assert.Throws<ArgumentOutOfRangeException>(() => above.Covariance[0, 3]);
    }

    [Fact]
    public void Propagate_ErfWithoutMeans_IsAnArcsine()
    {
        SingleNetworkLayer above = SingleNetwork.Propagate(
            [WeightLayer.Create(Weights, [0, 0, 0], Activation.Erf)], [0, 0], [1, 0.25, 0.25, 4]).Value.Layers[1];
        double expected = 2 / Math.PI * Math.Asin(2 * 3.9375 / Math.Sqrt((1 + 2 * 2.25) * (1 + 2 * 15.75)));
        // 1e-13 of the series and as much for its coefficients, in units of variances below 1.
        Assert.Equal(expected, above.Covariance![0, 1], 2e-13);
        Assert.Equal(above.Covariance[0, 0], above.Covariance[0, 2], 2e-13);
        Assert.True(above.Order > 5 && above.Remainder <= 1e-13);
        Assert.Equal(3, above.SeriesPairCount + above.DirectPairCount);
    }

    [Fact]
    public void Propagate_Settings_AreUsed()
    {
        WeightLayer[] layers = [Layer(Activation.Tanh), WeightLayer.Create(new double[,] { { 1, 2, 3 } }, [0], Activation.Tanh)];
        double[] covariance = [1, 0.25, 0.25, 4];
        SingleNetworkSolution rough = SingleNetwork.Propagate(
            layers, [1, 2], covariance, new SingleNetworkSettings(Tolerance: 1e-4, KeepsCovariances: false, Threads: 1)).Value;
        SingleNetworkSolution full = SingleNetwork.Propagate(layers, [1, 2], covariance).Value;
        Assert.True(rough.Layers[1].Order < full.Layers[1].Order);
        Assert.InRange(rough.Layers[1].Remainder, 1e-9, 1e-4);
        Assert.Null(rough.Layers[1].Covariance);
        Assert.NotNull(rough.Layers[2].Covariance);
        Assert.Equal(0, full.Layers[2].NSigma);
        SingleNetworkSolution direct = SingleNetwork.Propagate(
            layers, [1, 2], covariance, new SingleNetworkSettings(OrderLimit: 1)).Value;
        Assert.Equal(3, direct.Layers[1].DirectPairCount);
        Assert.Equal(full.Layers[1].Covariance![0, 1], direct.Layers[1].Covariance![0, 1], 3e-13);
        Assert.Throws<ArgumentOutOfRangeException>(() =>
            SingleNetwork.Propagate(layers, [1, 2], covariance, new SingleNetworkSettings(Tolerance: 0)));
        Assert.Throws<ArgumentOutOfRangeException>(() =>
            SingleNetwork.Propagate(layers, [1, 2], covariance, new SingleNetworkSettings(OrderLimit: 513)));
        Assert.Throws<ArgumentOutOfRangeException>(() =>
            SingleNetwork.Propagate(layers, [1, 2], covariance, new SingleNetworkSettings(Threads: 0)));
        Assert.Throws<OperationCanceledException>(() =>
            SingleNetwork.Propagate(layers, [1, 2], covariance, cancellation: new CancellationToken(true)));
    }

    [Fact]
    public void Propagate_Failures_HaveTheirKind()
    {
        SolveFailureKind? Kind(double[,] weights, double[] covariance) => SingleNetwork.Propagate(
            [WeightLayer.Create(weights, [0], Activation.Linear)], [0, 0, 0], covariance).Failure?.Kind;
        double[] negative = [1, -0.9, -0.9, -0.9, 1, -0.9, -0.9, -0.9, 1];
        Assert.Equal(SolveFailureKind.NotPositive, Kind(new double[,] { { 1, 1, 1 } }, negative));
        double[] positive = [1, 0, 0, 0, 1, 0, 0, 0, 1];
        Assert.Equal(SolveFailureKind.NoVariance, Kind(new double[,] { { 0, 0, 0 } }, positive));
        Assert.Equal(SolveFailureKind.Diverged, Kind(new double[,] { { 1e100, 1e100, 1e100 } }, positive));
        Assert.Null(Kind(new double[,] { { 1, 1, 1 } }, positive));
    }

    [Fact]
    public void Propagate_BadArguments_AreRefused()
    {
        WeightLayer layer = Layer(Activation.Tanh);
        Assert.Throws<ArgumentException>(() => SingleNetwork.Propagate([], [0], [1]));
        Assert.Throws<ArgumentException>(() => SingleNetwork.Propagate([layer], [0], [1]));
        Assert.Throws<ArgumentException>(() => SingleNetwork.Propagate([layer], [0, 0], [1, 0, double.NaN, 1]));
        Assert.Throws<ArgumentException>(() => WeightLayer.Create([1, 2, 3], [0, 0], Activation.Tanh));
        Assert.Throws<ArgumentException>(() => WeightLayer.Create([], [], Activation.Tanh));
        Assert.Throws<ArgumentException>(() => WeightLayer.Create(Weights, [0, 0], Activation.Tanh));
        Assert.Equal((3, 2, Activation.Tanh), (layer.PostsynapticCount, layer.PresynapticCount, layer.Activation));
    }

    [Fact]
    public void Measure_SmallMatrix_HasTheCosinesOfItsRows()
    {
        // Rows (1, 0), (3, 4), (0, 0): one pair of cosine 0.6.
        double[] weights = [1, 0, 3, 4, 0, 0];
        WeightCorrelationReport report = WeightCorrelation.Measure(weights, 3);
        Assert.Equal((2, 2, 1), (report.PresynapticCount, report.RowCount, report.ZeroRowCount));
        Assert.Equal(Math.Sqrt(2) * 0.6, report.Mean.Value, 1e-15);
        Assert.Equal(2 * 0.36 - 1, report.Squared.Value, 1e-15);
        Assert.Equal(1, report.Mean.NullStandardDeviation, 1e-15);
        Assert.Equal(Math.Sqrt(0.5), report.Squared.NullStandardDeviation, 1e-15);

        // C = diag(1, 4): (w_1 C w_2)^2 = 9, |w_1|^2 |w_2|^2 = 25, tr C^2/N^2 = 17/4, T/K1^2 = 8.5/6.25.
        CovarianceAwareReport aware = WeightCorrelation.Measure(weights, 3, [1, 0, 0, 4]);
        double expected = (9 / (25 * 17 / 4.0) - 1) * 8.5 / 6.25;
        Assert.Equal(expected, aware.Squared.Value, 1e-14);
        Assert.Equal(expected, aware.SquaredByNorms, 1e-14);
        Assert.Equal(25, aware.SquaredGain, 1e-13);
        Assert.Throws<ArgumentException>(() => WeightCorrelation.Measure(weights, 3, [1, 0, 0]));
        Assert.Throws<ArgumentException>(() => WeightCorrelation.Measure(weights, 4));
        Assert.Throws<ArgumentOutOfRangeException>(() => WeightCorrelation.Measure(weights, 0));
    }
}
