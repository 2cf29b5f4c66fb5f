using CorrSyn.Formats;
using CorrSyn.Simulation.Estimation;
using CorrSyn.Simulation.Kernels;

namespace CorrSyn.Trained;

/// <summary>The input of a given network: samples, or a Gaussian law.</summary>
/// <param name="Samples">M x N; null for the Gaussian law.</param>
/// <param name="Mean">m.</param>
/// <param name="Covariance">C, N x N; null where it is too large to keep.</param>
/// <param name="Parameters">K1, K2, Q and N Sigma.</param>
/// <param name="Dimension">D/N; null where it is not defined.</param>
internal sealed record InputActivity(
    MatrixView? Samples, double[] Mean, double[]? Covariance, Numeric.Recursion.MeasuredInput Parameters, double? Dimension)
{
    /// <summary>The widest layer whose covariance is kept: some gigabytes are needed beside it.</summary>
    public const int WidestCovariance = 8192;

    /// <summary>What goes into a layer.</summary>
    public static InputActivity Of(
        StoredLayer first, NetworkAnalysisSettings settings, NumericArray? inputs, CancellationToken cancellation)
    {
        int width = first.PresynapticCount;
        if (inputs is null)
            return Independent(width, settings.InputStandardDeviation);
        if (inputs.Shape.Count < 2 || inputs.Values.Length / inputs.Shape[0] != width)
            throw new ArgumentException(
                $"the inputs are {string.Join(" x ", inputs.Shape)}; allowed: M x {width}, one row for each input, as the first layer has {width} presynaptic neurons");
        int count = (int)inputs.Shape[0];
        if (count < 4)
            throw new ArgumentException($"{count} inputs; allowed: at least 4");
        int bad = Array.FindIndex(inputs.Values, value => !double.IsFinite(value));
        if (bad >= 0)
            throw new ArgumentException(FormattableString.Invariant($"input {bad / width}, neuron {bad % width} (counted from 0) is {inputs.Values[bad]}"));
        return Sampled(new MatrixView(inputs.Values, count, width), settings.Threads, cancellation);
    }

    /// <summary>Measured order parameters, within their ranges where noise takes them out.</summary>
    public static Numeric.Recursion.MeasuredInput Parametrise(LayerStatistics statistics) =>
        new(
            statistics.K1,
            Math.Max(statistics.K2, statistics.K1 * statistics.K1),
            Math.Max(0, statistics.Q),
            Math.Max(0, statistics.NSigma));

    private static InputActivity Independent(int width, double deviation)
    {
        double variance = deviation * deviation;
        double[]? covariance = width > WidestCovariance ? null : new double[width * width];
        for (int neuron = 0; covariance is not null && neuron < width; neuron++)
            covariance[neuron * (width + 1)] = variance;
        return new InputActivity(
            null, new double[width], covariance, new Numeric.Recursion.MeasuredInput(variance, variance * variance, 0, 0), 1);
    }

    private static InputActivity Sampled(MatrixView samples, int? threads, CancellationToken cancellation)
    {
        int degree = threads ?? Environment.ProcessorCount;
        var estimator = new LayerEstimator(CovarianceEstimator.Corrected, samples.Rows, samples.Columns, degree);
        LayerStatistics statistics = estimator.Estimate(0, samples, null, cancellation);
        (double[] mean, double[]? covariance) = samples.Columns > WidestCovariance
            ? ([], null)
            : SampleCovariance.Estimate(samples, statistics.TraceOfSquare, degree, cancellation);
        return new InputActivity(
            samples,
            mean,
            covariance,
            Parametrise(statistics),
            statistics.Dimension);
    }
}
