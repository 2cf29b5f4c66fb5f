namespace CorrSyn.Cli.Report;

/// <summary>The files of a report.</summary>
internal static class ReportFiles
{
    /// <summary>Names and contents.</summary>
    /// <param name="model">The model.</param>
    /// <param name="report">The verification.</param>
    /// <param name="document">The verification as a document.</param>
    /// <param name="spectra">The spectra of one network; null where there are none.</param>
    public static IReadOnlyList<(string Name, string Content)> Of(
        ModelDescription model, VerificationReport report, string document, IReadOnlyList<CovarianceSpectrum>? spectra) =>
        [("report.html", ReportPage.Render(model, report, spectra)), ("results.json", document), ("layers.csv", LayerTable.Render(report))];
}
