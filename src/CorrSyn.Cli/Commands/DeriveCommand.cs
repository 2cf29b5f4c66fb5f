using System.CommandLine;
using CorrSyn.Cli.Arguments;
using CorrSyn.Cli.Output;

namespace CorrSyn.Cli.Commands;

/// <summary>How a derivation is printed.</summary>
internal enum DerivationFormat
{
    Text,
    Latex,
    Json,
}

/// <summary>Derives the scaling and the layer map.</summary>
/// <param name="Premise">What to start from.</param>
/// <param name="Format">How to print it.</param>
internal sealed record DeriveCommand(PremiseDescription Premise, DerivationFormat Format)
{
    private static readonly ValueOption FormatOption =
        new("--format", "FORMAT", "text, latex, json", "text, latex (a whole document) or json", "text");

    public static CommandDefinition Definition { get; } = new(
        "derive",
        "derive the scaling of synaptic correlations and the layer map, step by step",
        "Derives, by exact symbolic expansion in the width N, which scaling of synaptic correlations is self-consistent and the map of the order parameters from one layer to the next. Every step is checked; exit code 1 if a check fails.",
        [
            OptionGroup.Of("Premise", PremiseOptions.All),
            new OptionGroup("Output", [FormatOption.Parsed, FlagOption.Json, FlagOption.Help]),
        ],
        [
            ("derive", "The argument as a page of text."),
            ("derive --weights binary --format latex > map.tex", "The same for binary synapses, as a LaTeX document."),
            ("derive --distribution symmetric --postsynaptic blocks:4 --width-ratio varying", "Another premise."),
            ("derive --json", "Exponents, regimes, equations and checks for a script."),
        ],
        (parsed, session) => Read(parsed).Run(session));

    private static DeriveCommand Read(ParseResult parsed)
    {
        string[] names = ["text", "latex", "json"];
        string? format = FormatOption.Choice(parsed, names);
        bool isJson = FlagOption.IsSet(parsed, FlagOption.Json);
        if (isJson && format is not null and not "json")
            throw new UsageException($"--format {format} contradicts --json; allowed: one of them");
        return new DeriveCommand(
            PremiseOptions.Read(parsed),
            isJson ? DerivationFormat.Json : (DerivationFormat)Math.Max(0, Array.IndexOf(names, format)));
    }

    private int Run(Session session)
    {
        SolveResult<DerivationReport> result = ScalingDerivation.Derive(Premise);
        if (!result.TryGetValue(out DerivationReport? report))
            return session.Fail(result.Failure!);
        session.Cancellation.ThrowIfCancellationRequested();
        session.Write(Render(report));
        return report.Passed ? ExitCode.Done : ExitCode.Disagrees;
    }

    private string Render(DerivationReport report)
    {
        switch (Format)
        {
            case DerivationFormat.Text:
                return DerivationPage.Render(report);
            case DerivationFormat.Latex:
                return DerivationLatex.Render(report);
            case DerivationFormat.Json:
                DerivationPart part = DocumentParts.Derivation(report);
                return DocumentContext.Render(new DeriveDocument(
                    DocumentParts.Schema("derive"),
                    ProgramVersion.Text,
                    report.Premise,
                    part.Scaling,
                    part.Regimes,
                    report.TermCount,
                    part.Equations,
                    part.Steps));
            default:
                throw new InvalidOperationException($"The format {Format} has no printer.");
        }
    }
}
