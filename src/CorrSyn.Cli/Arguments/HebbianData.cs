using System.CommandLine;
using CorrSyn.Formats;
using CorrSyn.Learning;
using CorrSyn.Simulation.Learning.Data;

namespace CorrSyn.Cli.Arguments;

/// <summary>The options that say what a network learns from.</summary>
internal static class HebbianData
{
    private static readonly DataSettings Default = HebbianDefaults.Settings.Data;

    private static readonly ValueOption Data = new(
        "--data", "NAME", "gaussian, mixture, manifold, digits",
        "gaussian: of covariance xi xi^T/N, as in the theory; mixture: classes around centres; manifold: signs of projections of latent variables; digits: drawn, 16 x 16 pixels",
        "gaussian");

    private static readonly ValueOption Images = new(
        "--images", "FILE", "an IDX, npy, npz or CSV file with one array, one input for each number of its first axis",
        "inputs from a file instead");

    private static readonly ValueOption Labels = new(
        "--labels", "FILE", "an IDX, npy, npz or CSV file with one whole number from 0 to 999 for each input",
        "their classes, for the read-out");

    private static readonly ValueOption Variance = new(
        "--input-variance", "V", "a finite number above 0", "mean variance of an input neuron", $"{Default.Variance}");

    private static readonly ValueOption Ratio = new(
        "--input-ratio", "A", "a finite number above 0", "alpha = P/N of gaussian inputs and of classes of the mixture", $"{Default.Ratio}");

    private static readonly ValueOption Classes = new(
        "--classes", "C", "a whole number from 2 to 1000", "classes of the mixture", $"{Default.ClassCount}");

    private static readonly ValueOption Latent = new(
        "--latent", "D", "a whole number from 1 to 1000000", "latent variables of the manifold", $"{Default.LatentCount}");

    private static readonly ValueOption Limit = new(
        "--max-array-bytes", "BYTES", "a whole number from 8 to 1e15", "memory that one array may take, 8 bytes a number", "4294967296");

    public static OptionGroup Group { get; } =
        OptionGroup.Of("Inputs", Data, Images, Labels, Variance, Ratio, Classes, Latent, Limit);

    /// <summary>The inputs; files are read here.</summary>
    /// <exception cref="UsageException">A value is not allowed, or a file is not what it should be.</exception>
    public static HebbianInputs Read(ParseResult parsed, CancellationToken cancellation)
    {
        string? images = Images.Text(parsed);
        string? labels = Labels.Text(parsed);
        if (images is null && labels is not null)
            throw new UsageException("--labels needs --images; allowed: both of them");
        if (images is not null && Data.Text(parsed) is { } named)
            throw new UsageException($"--data {UsageException.Shown(named)} contradicts --images; allowed: one of them");
        var limits = FormatLimits.Default with
        {
            MaxArrayBytes = Limit.Whole(parsed, sizeof(double), 1_000_000_000_000_000) ?? FormatLimits.Default.MaxArrayBytes,
        };
        DataKind kind = images is not null ? DataKind.Given : Data.Choice(parsed, "gaussian", "mixture", "manifold", "digits") switch
        {
            null or "gaussian" => DataKind.Gaussian,
            "mixture" => DataKind.Mixture,
            "manifold" => DataKind.Manifold,
            _ => DataKind.Digits,
        };
        var settings = new DataSettings(
            kind,
            Positive(Variance, parsed) ?? Default.Variance,
            Positive(Ratio, parsed) ?? Default.Ratio,
            Classes.Count(parsed, 2, 1000) ?? Default.ClassCount,
            Latent.Count(parsed, 1, 1_000_000) ?? Default.LatentCount,
            images is null ? null : InputFile.Read(() => LearningInputs.FromArrays(
                Array(images, limits, cancellation), labels is null ? null : Array(labels, limits, cancellation))));
        return new HebbianInputs(settings, images, labels);
    }

    private static NumericArray Array(string path, FormatLimits limits, CancellationToken cancellation)
    {
        using ArrayFile file = ArrayFile.Open(path, limits);
        return file.Arrays.Count == 1
            ? file.Arrays[0].Read(cancellation)
            : throw new ArgumentException($"{PrintableText.Of(path)} holds {file.Arrays.Count} arrays; allowed: one");
    }

    private static double? Positive(ValueOption option, ParseResult parsed) =>
        option.Number(parsed) is not { } number ? null
        : number > 0 ? number
        : throw option.Refuse(option.Text(parsed)!);
}

/// <summary>What a network learns from, and the files it came from.</summary>
/// <param name="Settings">The inputs.</param>
/// <param name="Images">The file of inputs; null for drawn ones.</param>
/// <param name="Labels">The file of classes; null for none.</param>
internal sealed record HebbianInputs(DataSettings Settings, string? Images, string? Labels);
