using System.CommandLine;
using CorrSyn.Cli.Output;
using CorrSyn.Simulation.Estimation;
using CorrSyn.Simulation.Networks;

namespace CorrSyn.Cli.Arguments;

/// <summary>The options of a simulation beside its model.</summary>
internal static class SimulationOptions
{
    private const int DefaultInstances = 20;

    public static SamplingOptions Sampling { get; } =
        new(samples: 1000, $"{DefaultInstances}", leastSamples: 2, leastInstances: 1);

    public static ValueOption Estimator { get; } = new(
        "--estimator", "NAME", "plain, corrected",
        "corrected: unbiased from few inputs, at least 4; plain: the sample covariance as it is, at least 2, which overestimates tr C^2",
        "corrected");

    public static ValueOption CompareCorrelation { get; } = new(
        "--compare-correlation", "R", "a finite number, at least 0, below the square root of every width",
        "also simulate the model with this r and the same random numbers, and print the differences with their errors");

    public static ValueOption TargetError { get; } = new(
        "--target-error", "E", "a finite number above 0",
        $"add networks or inputs, whichever costs less, until the standard error of D/N is at most E at every layer; --samples is then the number of inputs to begin with, at least {SmallestStart} (default {PrecisionTarget.DefaultSamples}), and --instances the most networks");

    public static ValueOption MaxOperations { get; } = new(
        "--max-operations", "X", "a finite number above 0",
        "what --target-error may cost, in floating point operations counted by formula", "1e13");

    public static ValueOption Checkpoint { get; } = new(
        "--checkpoint", "FILE", "a checkpoint of the same model, settings and version, or a new file",
        "keep finished networks in this file and begin with those that it holds: the result is the same, bit for bit, as without a break. More --instances than before continue it");

    private const int SmallestStart = 8;

    /// <summary>How much to sample, and how.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="inputCount">The number of inputs that are given; null where they are drawn.</param>
    /// <exception cref="UsageException">A value is not allowed.</exception>
    public static SimulationSettings Settings(ParseResult parsed, int? inputCount)
    {
        CovarianceEstimator estimator = Estimator.Choice(parsed, "plain", "corrected") == "plain"
            ? CovarianceEstimator.Plain
            : CovarianceEstimator.Corrected;
        bool isAdaptive = TargetError.Text(parsed) is not null;
        if (isAdaptive && estimator == CovarianceEstimator.Plain)
            throw new UsageException("--target-error contradicts --estimator plain; allowed: --estimator corrected");
        int samples = Sampling.GivenSamples(parsed)
            ?? (isAdaptive ? Math.Min(PrecisionTarget.DefaultSamples, inputCount ?? int.MaxValue)
                : inputCount ?? Sampling.Samples(parsed));
        if (samples > inputCount)
            throw UsageException.Refused(
                "--samples", NumberText.Whole(samples), $"at most {inputCount}, the number of inputs of {InputsOption.Option.Name}");
        int least = isAdaptive ? SmallestStart : LayerEstimator.SmallestSampleCount(estimator);
        if (samples < least)
            throw UsageException.Refused(
                "--samples",
                NumberText.Whole(samples),
                $"a whole number, at least {least} for {(isAdaptive ? TargetError.Name : $"--estimator {DocumentParts.Estimator(estimator)}")}");
        return new SimulationSettings(
            samples,
            Sampling.Instances(parsed) ?? DefaultInstances,
            Sampling.Seed(parsed),
            Sampling.Threads(parsed),
            estimator)
        {
            Arithmetic = ArithmeticOptions.Read(parsed),
        };
    }

    /// <summary>The error to reach; null if none was given.</summary>
    /// <exception cref="UsageException">A value is not allowed, or options contradict each other.</exception>
    public static PrecisionTarget? Target(ParseResult parsed)
    {
        double? error = Positive(TargetError, parsed);
        double? operations = Positive(MaxOperations, parsed);
        if (error is null)
        {
            return operations is null
                ? null
                : throw new UsageException("--max-operations needs --target-error; allowed: both of them");
        }

        if (CompareCorrelation.Text(parsed) is not null)
            throw new UsageException("--target-error contradicts --compare-correlation; allowed: one of them");
        var target = new PrecisionTarget(error.Value, operations ?? PrecisionTarget.DefaultMaxOperations);
        return Sampling.Instances(parsed) is not { } most ? target
            : most >= 2 ? target with { MaxInstances = most }
            : throw UsageException.Refused("--instances", NumberText.Whole(most), "at least 2 with --target-error");
    }

    /// <summary>The networks that the given ones are compared with; null if none were asked for.</summary>
    /// <exception cref="UsageException">They cannot be built.</exception>
    public static (NetworkEnsemble Networks, ModelDescription Model)? Compared(
        ParseResult parsed, ModelChoice model, int? inputWidth)
    {
        if (CompareCorrelation.Number(parsed) is not { } correlation)
            return null;
        var origins = new Dictionary<string, ValueOrigin>(model.Given.Origins)
        {
            [ModelParameter.Correlation.Key] = new(CompareCorrelation.Name, CompareCorrelation.Text(parsed)!),
        };
        return new ModelChoice(model.Given with { Correlation = correlation, Origins = origins }).BuildEnsemble(inputWidth);
    }

    private static double? Positive(ValueOption option, ParseResult parsed) =>
        option.Number(parsed) is not { } number ? null
        : number > 0 ? number
        : throw option.Refuse(option.Text(parsed)!);
}
