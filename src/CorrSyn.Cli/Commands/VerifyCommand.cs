using System.CommandLine;
using System.Globalization;
using CorrSyn.Cli.Arguments;
using CorrSyn.Cli.Output;
using CorrSyn.Cli.Report;
using CorrSyn.Comparison;
using CorrSyn.Model;

namespace CorrSyn.Cli.Commands;

/// <summary>Derives, evaluates, simulates and compares.</summary>
/// <param name="Spec">The model, at the smallest width used.</param>
/// <param name="Model">The model with the width that was given.</param>
/// <param name="Settings">How to verify.</param>
/// <param name="Folder">Where the report goes; null for none.</param>
/// <param name="Json">Whether to print a document.</param>
internal sealed record VerifyCommand(
    NetworkSpec Spec, ModelDescription Model, VerificationSettings Settings, string? Folder, bool Json)
{
    private const string DefaultFolder = "corrsyn-report";

    private static readonly ValueOption WidthsOption = new(
        "--widths", "N,N,...",
        "at least two different whole numbers from 2 to 1000000, separated by commas",
        "the widths to sample and to extrapolate from; they take the place of --width",
        string.Join(',', VerificationSettings.DefaultWidths));

    private static readonly SamplingOptions Sampling = new(
        VerificationSettings.DefaultSamples,
        $"{VerificationSettings.DefaultInstances}, times r above r = 1, or a third for uncorrelated synapses",
        leastSamples: 4,
        leastInstances: 2);

    private static readonly ValueOption OutOption =
        new("--out", "DIR", "a folder that can be written", "folder of report.html, results.json and layers.csv", DefaultFolder);

    private static readonly Option<bool> NoReportOption = FlagOption.Define("--no-report", "write no files");

    private const int LargestSpectrum = 400;

    public static CommandDefinition Definition { get; } = new(
        "verify",
        "the main job: derive, evaluate, simulate at several widths, and compare",
        "Derives the layer map, evaluates it, simulates networks at several widths, extrapolates them to infinite width, and says whether theory and simulation agree (exit code 0), disagree (1), or cannot be compared at these widths (3). Writes a report to a folder.",
        [
            OptionGroup.Of("Model", ModelOptions.All),
            OptionGroup.Of("Sampling", [WidthsOption, .. Sampling.All]),
            new OptionGroup("Output", [OutOption.Parsed, NoReportOption, FlagOption.Json, FlagOption.Help]),
        ],
        [
            ("verify", "The default network; the report goes to corrsyn-report/."),
            ("verify --weights binary --correlation 0.5 --out binary", "Binary synapses with a weaker correlation."),
            ("verify --widths 200,400,800 --no-report --json", "Larger networks, for a script."),
        ],
        (parsed, session) => Read(parsed).Run(session));

    private static VerifyCommand Read(ParseResult parsed)
    {
        ModelChoice model = ModelOptions.Read(parsed);
        IReadOnlyList<int> widths = Widths(parsed) ?? VerificationSettings.DefaultWidths;
        NetworkSpec spec = model.Build(widths.Min());
        var settings = new VerificationSettings(
            widths,
            Sampling.Samples(parsed),
            Sampling.Instances(parsed) ?? VerificationSettings.InstancesFor(spec),
            Sampling.Seed(parsed),
            Sampling.Threads(parsed));
        if (Verification.Refusal(spec, settings) is { } refusal)
            throw model.Refuse(refusal);
        bool isWithoutReport = FlagOption.IsSet(parsed, NoReportOption);
        string? folder = OutOption.Text(parsed);
        if (folder is not null && isWithoutReport)
            throw new UsageException($"--out {UsageException.Shown(folder)} contradicts --no-report; allowed: one of them");
        if (folder?.Trim().Length == 0)
            throw OutOption.Refuse(folder);
        ModelDescription described = ModelDescription.Of(spec) with { Width = model.Given.Describe().Width };
        return new VerifyCommand(
            spec,
            described,
            settings,
            isWithoutReport ? null : folder ?? DefaultFolder,
            FlagOption.IsSet(parsed, FlagOption.Json));
    }

    private static int[]? Widths(ParseResult parsed)
    {
        if (WidthsOption.Text(parsed) is not { } text)
            return null;
        var widths = new List<int>();
        foreach (string part in text.Split(','))
        {
            bool isWhole = int.TryParse(
                part.Trim(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int width);
            if (!isWhole || width is < 2 or > ModelParameter.LargestWidth || widths.Contains(width))
                throw WidthsOption.Refuse(text);
            widths.Add(width);
        }

        return widths.Count >= 2 ? [.. widths.Order()] : throw WidthsOption.Refuse(text);
    }

    private int Run(Session session)
    {
        OutputFolder? folder = Folder is null ? null : OutputFolder.Prepare(Folder);
        SolveResult<VerificationReport> result = ProgressBar.Run(session, report => Verification.Run(
            Spec,
            Settings,
            ProgressBar.Receiver<VerificationProgress>(state => report(
                state.Fraction, $"width {state.Width}: network {state.Finished} of {state.Instances}")),
            session.Cancellation));
        if (!result.TryGetValue(out VerificationReport? verification))
            return session.Fail(result.Failure!);
        session.Cancellation.ThrowIfCancellationRequested();
        string document = VerificationDocument.Render(Model, verification);
        if (folder is not null)
            folder.Write(ReportFiles.Of(Model, verification, document, Spectra(session.Cancellation)));
        session.Write(Json ? document : VerificationText.Render(Model, verification, Folder));
        return Code(verification);
    }

    // Of a network of the largest width that takes no more than a moment; a picture beside the verdict, which does without it.
    private IReadOnlyList<CovarianceSpectrum>? Spectra(CancellationToken cancellation) =>
        Settings.Widths.Where(width => width <= LargestSpectrum).DefaultIfEmpty(0).Max() is var width and > 0
        && NetworkModel.TryWithWidth(Spec, width, out NetworkSpec? spec, out _)
        && CovarianceSpectrum.OfFirstNetwork(spec, Settings.Seed, Settings.Threads, cancellation).TryGetValue(out IReadOnlyList<CovarianceSpectrum>? spectra)
            ? spectra
            : null;

    private static int Code(VerificationReport verification) =>
        verification.Agreement.Verdict switch
        {
            _ when !verification.Derivation.Passed => ExitCode.Disagrees,
            AgreementVerdict.Agrees => ExitCode.Done,
            AgreementVerdict.Disagrees => ExitCode.Disagrees,
            AgreementVerdict.OutOfReach => ExitCode.NoAnswer,
            var other => throw new InvalidOperationException($"The verdict {other} has no exit code."),
        };
}
