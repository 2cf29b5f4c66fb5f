using CorrSyn.Comparison;
using CorrSyn.Model;
using CorrSyn.Simulation.Estimation;
using CorrSyn.Simulation.Networks;

namespace CorrSyn;

/// <summary>How to verify.</summary>
/// <param name="Widths">At least two different widths, ascending.</param>
/// <param name="Samples">M, inputs per network; at least 4.</param>
/// <param name="Instances">I, networks per width; at least 2.</param>
/// <param name="Seed">The seed; at least 0.</param>
/// <param name="Threads">Threads at most; changes nothing but the time.</param>
public sealed record VerificationSettings(
    IReadOnlyList<int> Widths,
    int Samples = VerificationSettings.DefaultSamples,
    int Instances = VerificationSettings.DefaultInstances,
    long Seed = 1,
    int Threads = 1)
{
    /// <summary>The inputs per network that are meant where none are given.</summary>
    public const int DefaultSamples = 200;

    /// <summary>The networks per width that are meant where none are given, enough for correlated synapses.</summary>
    public const int DefaultInstances = 1200;

    /// <summary>The networks per width that make the errors a few percent at most.</summary>
    /// <param name="spec">The model.</param>
    /// <returns>A third of <see cref="DefaultInstances"/> where no correlation is shared by the synapses: such networks
    /// scatter far less, and their extrapolation in 1/N magnifies errors less. Above r = 1 it grows as r, up to
    /// fourfold, and it is doubled where the activation is not odd: then all neurons of a network move together.</returns>
    public static int InstancesFor(NetworkSpec spec)
    {
        ArgumentNullException.ThrowIfNull(spec);
        double correlation = spec.Layers.Max(layer => SynapseEnsembleModule.correlation(layer.Synapses));
        int doubled = spec.Layers.All(layer => ActivationModule.isOdd(layer.Activation)) ? 1 : 2;
        return correlation > 0
            ? doubled * (int)(DefaultInstances * Math.Clamp(correlation, 1, 4))
            : DefaultInstances / 3;
    }

    /// <summary>The widths that are meant where none are given.</summary>
    public static IReadOnlyList<int> DefaultWidths { get; } = [100, 200, 400];
}

/// <summary>How far the sampling has come.</summary>
/// <param name="Width">The width being sampled.</param>
/// <param name="Finished">Networks finished at that width.</param>
/// <param name="Instances">Networks to sample at each width.</param>
/// <param name="Fraction">The share of all work that is done, by counted operations; 0 to 1.</param>
public readonly record struct VerificationProgress(int Width, int Finished, int Instances, double Fraction);

/// <summary>A derivation, its evaluation, the simulations, and the verdict.</summary>
/// <param name="Spec">The model.</param>
/// <param name="Settings">How it was verified.</param>
/// <param name="Derivation">The derivation.</param>
/// <param name="Theory">Its evaluation.</param>
/// <param name="Simulations">One for each width.</param>
/// <param name="Power">The powers of the width in which the simulations were extrapolated.</param>
/// <param name="Agreement">The comparison.</param>
/// <param name="Scaling">The first layer with synaptic correlations of three exponents, beside the verdict; null where nothing is
/// correlated there, or where a network of the experiment has no answer.</param>
public sealed record VerificationReport(
    NetworkSpec Spec,
    VerificationSettings Settings,
    DerivationReport Derivation,
    MeanFieldSolution Theory,
    IReadOnlyList<SimulationResult> Simulations,
    WidthPower Power,
    AgreementReport Agreement,
    IReadOnlyList<ScalingSeries>? Scaling);

/// <summary>Derives, evaluates, simulates and compares.</summary>
public static class Verification
{
    /// <summary>The whole comparison for one model.</summary>
    /// <param name="spec">The model; the widths of its layers matter by their ratios only.</param>
    /// <param name="settings">Widths, inputs, networks, seed and threads.</param>
    /// <param name="progress">Told after each network, from the working threads.</param>
    /// <param name="cancellation">Looked at many times a second.</param>
    /// <returns>The report, whatever its verdict; or why there is no theory or no simulation to compare.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A setting is outside its range, or memory will not do.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static SolveResult<VerificationReport> Run(
        NetworkSpec spec,
        VerificationSettings settings,
        IProgress<VerificationProgress>? progress = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(spec);
        ArgumentNullException.ThrowIfNull(settings);
        if (Refusal(spec, settings) is { } refusal)
            throw new ArgumentOutOfRangeException(refusal.Parameter, refusal.Value, refusal.ToString());
        SolveResult<DerivationReport> derivation = ScalingDerivation.Derive(spec);
        if (!derivation.TryGetValue(out DerivationReport? derived))
            return SolveResult<VerificationReport>.Failed(derivation.Failure!);
        SolveResult<MeanFieldSolution> theory = MeanField.Evaluate(spec, cancellation: cancellation);
        if (!theory.TryGetValue(out MeanFieldSolution? solution))
            return SolveResult<VerificationReport>.Failed(theory.Failure!);

        var simulations = new List<SimulationResult>();
        foreach (int width in settings.Widths)
        {
            SolveResult<SimulationResult> simulation = MonteCarlo.Run(
                NetworkSpecModule.tryWithWidth(width, spec).ResultValue,
                AtEachWidth(settings),
                progress is null ? null : new WidthProgress(progress, settings, width, ScalingExperiment.IsFor(spec) ? ShareOfWidths : 1),
                cancellation: cancellation);
            if (!simulation.TryGetValue(out SimulationResult? result))
                return SolveResult<VerificationReport>.Failed(simulation.Failure!);
            simulations.Add(result);
        }

        AgreementReport agreement = AgreementTest.Compare(solution.Layers, simulations, new AgreementLimits());
        return SolveResult<VerificationReport>.Of(new VerificationReport(
            spec, settings, derived, solution, simulations, AgreementTest.PowerOf(spec), agreement, Scaling(spec, settings, progress, cancellation)));
    }

    /// <summary>What stands against a verification before any work starts.</summary>
    /// <param name="spec">The model.</param>
    /// <param name="settings">How to verify.</param>
    /// <returns>Null if nothing does; otherwise the parameter, its value and what is allowed.</returns>
    public static ParameterError? Refusal(NetworkSpec spec, VerificationSettings settings)
    {
        ArgumentNullException.ThrowIfNull(spec);
        ArgumentNullException.ThrowIfNull(settings);
        string widths = string.Join(",", settings.Widths);
        if (settings.Widths.Distinct().Count() < 2 || settings.Widths.Distinct().Count() != settings.Widths.Count)
            return ParameterErrorModule.create("widths", "at least two different widths, each once", widths);
        if (settings.Samples < 4)
            return ParameterErrorModule.create("samples", "a whole number, at least 4", settings.Samples);
        if (settings.Instances < 2)
            return ParameterErrorModule.create("instances", "a whole number, at least 2", settings.Instances);
        if (settings.Seed < 0)
            return ParameterErrorModule.create("seed", "a whole number, at least 0", settings.Seed);
        if (settings.Threads < 1)
            return ParameterErrorModule.create("threads", "a whole number, at least 1", settings.Threads);
        foreach (int width in settings.Widths)
        {
            if (!NetworkModel.TryWithWidth(spec, width, out NetworkSpec? resized, out ParameterError? error))
                return error.Parameter == "width" ? ParameterErrorModule.create("widths", error.Allowed, width) : error;
            if (MonteCarlo.MemoryShortage(resized, AtEachWidth(settings)) is { } shortage)
                return shortage.Parameter == "width" ? ParameterErrorModule.create("widths", shortage.Allowed, width) : shortage;
        }

        return null;
    }

    private static IReadOnlyList<ScalingSeries>? Scaling(
        NetworkSpec spec,
        VerificationSettings settings,
        IProgress<VerificationProgress>? progress,
        CancellationToken cancellation) =>
        ScalingExperiment.IsFor(spec)
        && ScalingExperiment
            .Run(
                spec,
                ScalingExperiment.SettingsFor(settings),
                progress is null ? null : new ScalingProgress(progress, settings),
                cancellation)
            .TryGetValue(out IReadOnlyList<ScalingSeries>? series)
            ? series
            : null;

    private static SimulationSettings AtEachWidth(VerificationSettings settings) =>
        new(settings.Samples, settings.Instances, settings.Seed, settings.Threads, CovarianceEstimator.Corrected);

    // Work at a width goes as its square: weights are drawn and products taken for every pair of neurons.
    private sealed class WidthProgress(
        IProgress<VerificationProgress> progress, VerificationSettings settings, int width, double shareOfWidths) : IProgress<int>
    {
        private readonly double _total = settings.Widths.Sum(each => (double)each * each);
        private readonly double _before =
            settings.Widths.TakeWhile(each => each != width).Sum(each => (double)each * each);

        public void Report(int value)
        {
            double share = (double)value / settings.Instances;
            progress.Report(new VerificationProgress(
                width, value, settings.Instances, shareOfWidths * (_before + share * width * width) / _total));
        }
    }

    // The rest is for the experiment of scaling, where there is one; it comes last.
    private const double ShareOfWidths = 0.85;

    private sealed class ScalingProgress(IProgress<VerificationProgress> progress, VerificationSettings settings) : IProgress<double>
    {
        public void Report(double value) =>
            progress.Report(new VerificationProgress(
                settings.Widths.Max(), settings.Instances, settings.Instances, ShareOfWidths + (1 - ShareOfWidths) * value));
    }
}
