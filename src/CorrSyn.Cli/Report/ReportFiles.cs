namespace CorrSyn.Cli.Report;

/// <summary>The files of a report.</summary>
internal static class ReportFiles
{
    /// <summary>Names and contents.</summary>
    /// <param name="model">The model.</param>
    /// <param name="report">The verification.</param>
    /// <param name="document">The verification as a document.</param>
    public static IReadOnlyList<(string Name, string Content)> Of(
        ModelDescription model, VerificationReport report, string document) =>
        [("report.html", ReportPage.Render(model, report)), ("results.json", document), ("layers.csv", LayerTable.Render(report))];
}
