using CorrSyn.Model;
using CorrSyn.Simulation.Estimation;
using CorrSyn.Simulation.Networks;

namespace CorrSyn.Comparison;

/// <summary>How to sample what synaptic correlations of other exponents do.</summary>
/// <param name="Widths">At least three different widths, ascending.</param>
/// <param name="Samples">M, inputs per network; at least 4.</param>
/// <param name="Instances">I, pairs of networks at the smallest width; inversely as the width at the others, at least 4.</param>
/// <param name="Seed">The seed; at least 0.</param>
/// <param name="Threads">Threads at most; changes nothing but the time.</param>
public sealed record ScalingExperimentSettings(
    IReadOnlyList<int> Widths, int Samples, int Instances, long Seed = 1, int Threads = 1);

/// <summary>One width of the experiment.</summary>
/// <param name="Width">N.</param>
/// <param name="Correlation">r N^(1/2 - gamma), which makes rho = r N^-gamma.</param>
/// <param name="Difference">N Sigma of the first layer less that of independent synapses, over pairs of networks.</param>
/// <param name="StandardError">Its error.</param>
/// <param name="Theory">The same from the layer map.</param>
public sealed record ScalingPoint(int Width, double Correlation, double Difference, double StandardError, double Theory);

/// <summary>One exponent of the experiment.</summary>
/// <param name="Gamma">gamma in rho = r N^-gamma.</param>
/// <param name="Points">One for each width.</param>
/// <param name="Slope">The power of N with which the difference goes: the weighted fit of a line to its logarithm, over the widths at which
/// it is above 0; null where these are fewer than three.</param>
/// <param name="StandardError">The error of the slope, from those of the points.</param>
/// <param name="Expected">The power of N with which the difference of the theory goes.</param>
public sealed record ScalingSeries(
    double Gamma, IReadOnlyList<ScalingPoint> Points, double? Slope, double? StandardError, double Expected)
{
    /// <summary>(slope - expected) / error; null without a slope.</summary>
    public double? Z => (Slope - Expected) / StandardError;
}

/// <summary>Samples the first layer with correlations rho = r N^-gamma for three values of gamma: only at 1/2 do they neither
/// vanish nor grow without bound.</summary>
/// <remarks>r is that of the model, and at most 1. Corrections of finite width, a relative N^(-1/2) at most, are not part of the fit.</remarks>
public static class ScalingExperiment
{
    private static readonly double[] Gammas = [0.25, 0.5, 0.75];

    private const int FewestPairs = 4;

    /// <summary>Settings that cost less than a verification: four widths up to the largest of these, or 16 to 128.</summary>
    public static ScalingExperimentSettings SettingsFor(VerificationSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        int smallest = Math.Max(16, settings.Widths.Max() / 8);
        return new ScalingExperimentSettings(
            [.. Enumerable.Range(0, 4).Select(power => smallest << power)],
            settings.Samples,
            Math.Max(FewestPairs, settings.Instances / 2),
            settings.Seed,
            settings.Threads);
    }

    /// <summary>Whether a model has correlations to scale: Gaussian or binary synapses with r above 0 in its first layer.</summary>
    public static bool IsFor(NetworkSpec spec)
    {
        ArgumentNullException.ThrowIfNull(spec);
        return SynapseEnsembleModule.correlation(spec.Layers[0].Synapses) > 0;
    }

    /// <summary>The experiment.</summary>
    /// <param name="spec">The model; its first layer is used, at widths of its own.</param>
    /// <param name="settings">Widths, inputs, networks, seed and threads.</param>
    /// <param name="progress">Told of the share of the work that is done, 0 to 1.</param>
    /// <param name="cancellation">Looked at many times a second.</param>
    /// <returns>One series for each exponent; or why the theory or the simulation has no answer.</returns>
    /// <exception cref="ArgumentException">There is nothing correlated in the first layer.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A setting is outside its range.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static SolveResult<IReadOnlyList<ScalingSeries>> Run(
        NetworkSpec spec,
        ScalingExperimentSettings settings,
        IProgress<double>? progress = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(spec);
        ArgumentNullException.ThrowIfNull(settings);
        if (!IsFor(spec))
            throw new ArgumentException("The first layer has no correlated synapses.", nameof(spec));
        var series = new List<ScalingSeries>();
        foreach (double gamma in Gammas)
        {
            var points = new List<ScalingPoint>();
            foreach (int width in settings.Widths)
            {
                SolveResult<ScalingPoint> point = Point(spec, settings, gamma, width, cancellation);
                if (!point.TryGetValue(out ScalingPoint? found))
                    return SolveResult<IReadOnlyList<ScalingSeries>>.Failed(point.Failure!);
                points.Add(found);
                progress?.Report((series.Count * settings.Widths.Count + points.Count) / (double)(Gammas.Length * settings.Widths.Count));
            }

            series.Add(Fit(gamma, points));
        }

        return SolveResult<IReadOnlyList<ScalingSeries>>.Of(series);
    }

    private static SolveResult<ScalingPoint> Point(
        NetworkSpec spec, ScalingExperimentSettings settings, double gamma, int width, CancellationToken cancellation)
    {
        double r = Math.Min(1, SynapseEnsembleModule.correlation(spec.Layers[0].Synapses));
        double scaled = r * Math.Pow(width, 0.5 - gamma);
        NetworkSpec correlated = FirstLayer(spec, width, scaled), independent = FirstLayer(spec, width, 0);
        var theory = MeanField.Evaluate(correlated, cancellation: cancellation);
        var without = MeanField.Evaluate(independent, cancellation: cancellation);
        if (!theory.TryGetValue(out MeanFieldSolution? with) || !without.TryGetValue(out MeanFieldSolution? reference))
            return SolveResult<ScalingPoint>.Failed(theory.Failure ?? without.Failure!);
        int pairs = Math.Max(FewestPairs, settings.Instances * settings.Widths[0] / width);
        SolveResult<PairedComparison> pair = MonteCarlo.Compare(
            correlated,
            independent,
            new SimulationSettings(settings.Samples, pairs, settings.Seed, settings.Threads, CovarianceEstimator.Corrected),
            cancellation: cancellation);
        if (!pair.TryGetValue(out PairedComparison? compared))
            return SolveResult<ScalingPoint>.Failed(pair.Failure!);
        Estimate difference = compared.Differences[1].NSigma;
        return SolveResult<ScalingPoint>.Of(new ScalingPoint(
            width, scaled, difference.Mean, difference.StandardError!.Value, with.Layers[1].NSigma - reference.Layers[1].NSigma));
    }

    private static NetworkSpec FirstLayer(NetworkSpec spec, int width, double correlation)
    {
        NetworkLayer layer = spec.Layers[0];
        SynapticCorrelation r = SynapticCorrelationModule.create(correlation);
        return NetworkSpecModule.create(
            layer.Synapses.IsBinary ? SynapseEnsemble.NewBinary(r) : SynapseEnsemble.NewGaussian(r),
            layer.Gain,
            layer.BiasVariance,
            layer.Activation,
            spec.Inputs,
            depth: 1,
            width);
    }

    private static ScalingSeries Fit(double gamma, List<ScalingPoint> points)
    {
        (double Slope, double _) expected = Line([.. points.Select(point => (Math.Log(point.Width), Math.Log(point.Theory), 1.0))]);
        (double, double, double)[] measured =
        [
            .. points.Where(point => point.Difference > 0 && point.StandardError > 0).Select(point =>
                (Math.Log(point.Width), Math.Log(point.Difference), Math.Pow(point.Difference / point.StandardError, 2))),
        ];
        if (measured.Length < 3)
            return new ScalingSeries(gamma, points, null, null, expected.Slope);
        (double slope, double error) = Line(measured);
        return new ScalingSeries(gamma, points, slope, error, expected.Slope);
    }

    // The slope of the line through points with weights 1/variance, and its error.
    private static (double Slope, double Error) Line((double X, double Y, double Weight)[] points)
    {
        double total = points.Sum(point => point.Weight);
        double x = points.Sum(point => point.Weight * point.X) / total, y = points.Sum(point => point.Weight * point.Y) / total;
        double spread = points.Sum(point => point.Weight * (point.X - x) * (point.X - x));
        return (points.Sum(point => point.Weight * (point.X - x) * (point.Y - y)) / spread, 1 / Math.Sqrt(spread));
    }
}
