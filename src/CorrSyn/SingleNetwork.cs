using CorrSyn.Numeric.GivenNetwork;
using Microsoft.FSharp.Collections;

namespace CorrSyn;

/// <summary>How accurate the theory of one network is to be, and what it may cost.</summary>
/// <param name="Tolerance">The error of a covariance in units of the product of the standard deviations of both
/// activities; 1e-14 to 1e-3.</param>
/// <param name="OrderLimit">The most terms of Mehler's series; 1 to 512. Pairs that need more are computed directly.</param>
/// <param name="KeepsCovariances">Whether every layer keeps its covariances, 16 N^2 bytes, or only the last one that of its
/// activities.</param>
/// <param name="Threads">At least 1; all processors if left out. The results do not depend on it.</param>
public sealed record SingleNetworkSettings(
    double Tolerance = 1e-13, int OrderLimit = 512, bool KeepsCovariances = true, int? Threads = null);

/// <summary>One layer of a given network. All numbers are dimensionless; there is no average over networks.</summary>
/// <param name="Layer">0 (the input) to L.</param>
/// <param name="Width">N.</param>
/// <param name="Mean">m, by neuron.</param>
/// <param name="Covariance">C; null if it was not kept.</param>
/// <param name="PreActivationMean">u = w m + b, by neuron; empty for the input.</param>
/// <param name="PreActivationCovariance">Delta = w C w^T; null for the input, or if it was not kept.</param>
/// <param name="Trace">tr C.</param>
/// <param name="TraceOfSquare">tr C^2.</param>
/// <param name="K1">The mean variance.</param>
/// <param name="K2">The mean squared variance.</param>
/// <param name="Q">The mean squared mean activity.</param>
/// <param name="NSigma">N times the mean squared covariance of two neurons; 0 if there is one neuron.</param>
/// <param name="Dimension">D/N = (tr C)^2/(N tr C^2).</param>
/// <param name="Order">The most terms of Mehler's series that a pair took; 0 for the input.</param>
/// <param name="Remainder">The largest bound on what the series leaves out, in units of the product of the standard
/// deviations of both activities.</param>
/// <param name="SeriesPairCount">Pairs of neurons by the series.</param>
/// <param name="DirectPairCount">Pairs of neurons by closed forms or by quadrature over both.</param>
public sealed record SingleNetworkLayer(
    int Layer,
    int Width,
    IReadOnlyList<double> Mean,
    CovarianceMatrix? Covariance,
    IReadOnlyList<double> PreActivationMean,
    CovarianceMatrix? PreActivationCovariance,
    double Trace,
    double TraceOfSquare,
    double K1,
    double K2,
    double Q,
    double NSigma,
    double Dimension,
    int Order,
    double Remainder,
    long SeriesPairCount,
    long DirectPairCount);

/// <summary>The theory of one given network.</summary>
/// <param name="Layers">L + 1 layers, the input first.</param>
public sealed record SingleNetworkSolution(IReadOnlyList<SingleNetworkLayer> Layers);

/// <summary>The theory of one given network instead of an average over networks: mean and covariance of every layer from
/// its weights and biases.</summary>
/// <remarks>Equations SN-1 to SN-15 of docs/theory/single-network.md. Exact for the first layer and Gaussian inputs; above,
/// pre-activations are taken as jointly Gaussian. Covariances are within 1e-13, and as much for every layer below, of the product of the
/// standard deviations; with a function of one's own without a derivative, within 1e-10, which is what a difference quotient gives.</remarks>
public static class SingleNetwork
{
    /// <summary>Mean and covariance of the activities, layer by layer.</summary>
    /// <param name="layers">From the input up; at least one.</param>
    /// <param name="inputMean">m of the input.</param>
    /// <param name="inputCovariance">C of the input, row by row, for as many neurons.</param>
    /// <param name="settings">Accuracy and cost; the defaults if left out.</param>
    /// <param name="cancellation">Looked at many times a second.</param>
    /// <returns>The layers; or why there is no answer: an overflow, a covariance that is not positive semidefinite, a layer
    /// whose activity does not vary, or pre-activations too large to average.</returns>
    /// <exception cref="ArgumentException">A layer does not fit on the one below; a number is not finite; the covariance
    /// is not one. The message names the place.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A setting is outside its range.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static SolveResult<SingleNetworkSolution> Propagate(
        IReadOnlyList<WeightLayer> layers,
        IReadOnlyList<double> inputMean,
        double[] inputCovariance,
        SingleNetworkSettings? settings = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(layers);
        ArgumentNullException.ThrowIfNull(inputMean);
        ArgumentNullException.ThrowIfNull(inputCovariance);
        if (layers.Count == 0)
            throw new ArgumentException("At least one layer is needed.", nameof(layers));
        settings ??= new SingleNetworkSettings();
        var result = Numeric.GivenNetwork.SingleNetwork.propagate(
            ToCore(settings, cancellation),
            settings.KeepsCovariances,
            ListModule.OfSeq(layers.Select(layer => layer.Core)),
            [.. inputMean],
            inputCovariance);
        return result.IsOk
            ? SolveResult<SingleNetworkSolution>.Of(new SingleNetworkSolution([.. result.ResultValue.Select(ToLayer)]))
            : SolveResult<SingleNetworkSolution>.Failed(result.ErrorValue.ToFailure());
    }

    private static Numeric.GivenNetwork.SingleNetworkSettings ToCore(SingleNetworkSettings settings, CancellationToken cancellation)
    {
        if (!(settings.Tolerance >= 1e-14 && settings.Tolerance <= 1e-3))
            throw new ArgumentOutOfRangeException(nameof(settings), settings.Tolerance, "The tolerance is from 1e-14 to 1e-3.");
        if (settings.OrderLimit is < 1 or > 512)
            throw new ArgumentOutOfRangeException(nameof(settings), settings.OrderLimit, "The order limit is from 1 to 512.");
        Numeric.GivenNetwork.SingleNetworkSettings defaults =
            Numeric.GivenNetwork.SingleNetwork.defaultSettings(Conversions.ToWork(settings.Threads, cancellation));
        return new Numeric.GivenNetwork.SingleNetworkSettings(
            settings.Tolerance, settings.OrderLimit, defaults.PointLimit, defaults.PairPointLimit, defaults.Work);
    }

    private static SingleNetworkLayer ToLayer(SingleLayer layer) =>
        new(
            layer.Layer,
            layer.Mean.Length,
            Array.AsReadOnly(layer.Mean),
            ToMatrix(layer.Covariance, layer.Mean.Length),
            Array.AsReadOnly(layer.PreActivationMean),
            ToMatrix(layer.PreActivationCovariance, layer.Mean.Length),
            layer.Moments.Trace,
            layer.Moments.TraceOfSquare,
            layer.Moments.K1,
            layer.Moments.K2,
            layer.Moments.Q,
            layer.Moments.NSigma,
            layer.Moments.Dimension,
            layer.Report.Order,
            layer.Report.Remainder,
            layer.Report.SeriesPairCount,
            layer.Report.DirectPairCount);

    private static CovarianceMatrix? ToMatrix(double[] values, int size) =>
        values.Length == 0 ? null : new CovarianceMatrix(values, size);
}
