namespace CorrSyn.Cli.Output;

/// <summary>A verification as a document.</summary>
internal static class VerificationDocument
{
    /// <summary>What --json prints and results.json holds.</summary>
    public static string Render(ModelDescription model, VerificationReport report) =>
        DocumentContext.Render(new VerifyDocument(
            DocumentParts.Schema("verify"),
            ProgramVersion.Text,
            model,
            report.Settings.Seed,
            report.Settings.Widths,
            report.Settings.Samples,
            report.Settings.Instances,
            DocumentParts.Derivation(report.Derivation),
            new TheoryPart(DocumentParts.Layers(report.Theory), report.Theory.Validity),
            [.. report.Simulations.Select(simulation => new SimulationPart(
                simulation.Spec.Width,
                simulation.Settings.Samples,
                simulation.Settings.Instances,
                DocumentParts.Estimator(simulation.Settings.Estimator),
                DocumentParts.Layers(simulation)))],
            DocumentParts.Agreement(report.Agreement, report.Power),
            report.Scaling));
}
