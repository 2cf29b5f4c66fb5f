using System.Text;
using CorrSyn.Comparison;
using CorrSyn.Simulation.Estimation;
using static System.Globalization.CultureInfo;

namespace CorrSyn.Cli.Output;

/// <summary>A verification as text.</summary>
internal static class VerificationText
{
    /// <summary>Scaling, comparison, verdict.</summary>
    /// <param name="model">The model.</param>
    /// <param name="report">The verification.</param>
    /// <param name="folder">Where the report was written; null if it was not.</param>
    public static string Render(ModelDescription model, VerificationReport report, string? folder)
    {
        var page = new StringBuilder();
        page.Append(InvariantCulture, $"{ModelText.Line(model)}\n\n");
        page.Append(InvariantCulture, $"Derived: {DerivationPage.Conclusion(report.Derivation)}\n");
        int passed = report.Derivation.Steps.Count(step => step.Check.Passed);
        page.Append(InvariantCulture, $"         {passed} of {report.Derivation.Steps.Count} steps checked exactly. {report.Theory.Validity.Reason}.\n\n");
        page.Append(Table(report)).Append('\n');
        page.Append(How(report)).Append('\n');
        page.Append(InvariantCulture, $"{VerificationAdvice.Word(report.Agreement.Verdict)}: {VerificationAdvice.Evidence(report.Agreement)}\n");
        foreach (string line in VerificationAdvice.Lines(model, report))
            page.Append(line).Append('\n');
        if (folder is not null)
            page.Append(InvariantCulture, $"\nReport: {Path.Combine(folder, "report.html")} (also results.json, layers.csv)\n");
        return page.ToString();
    }

    /// <summary>A quantity as its symbol.</summary>
    public static string Symbol(LayerQuantity quantity) =>
        quantity switch
        {
            LayerQuantity.K1 => "K1",
            LayerQuantity.K2 => "K2",
            LayerQuantity.Q => "Q",
            LayerQuantity.NSigma => "N Sigma",
            LayerQuantity.Dimension => "D/N",
            _ => throw new ArgumentOutOfRangeException(nameof(quantity), quantity, "No such quantity."),
        };

    private static string How(VerificationReport report)
    {
        VerificationSettings settings = report.Settings;
        return $"simulated: {NumberText.Whole(settings.Instances)} networks at each width {string.Join(", ", settings.Widths)}, "
            + $"{NumberText.Whole(settings.Samples)} inputs, corrected estimator, seed {NumberText.Whole(settings.Seed)};\n"
            + $"extrapolated to N -> infinity in powers of {DocumentParts.Power(report.Power)}. z = (simulated - theory)/error;\n! differs, ? out of reach.\n";
    }

    private static string Table(VerificationReport report) =>
        TextTable.Render(
            ["layer", "N Sigma", "simulated", "z", "D/N", "simulated", "z", "K1: z", "K2: z", "Q: z"],
            report.Theory.Layers.Select(layer => (string[])
                [
                    NumberText.Whole(layer.Layer),
                    .. Full(report, layer.Layer, LayerQuantity.NSigma),
                    .. Full(report, layer.Layer, LayerQuantity.Dimension),
                    Deviation(report, layer.Layer, LayerQuantity.K1),
                    Deviation(report, layer.Layer, LayerQuantity.K2),
                    Deviation(report, layer.Layer, LayerQuantity.Q),
                ]));

    private static string[] Full(VerificationReport report, int layer, LayerQuantity quantity) =>
        Find(report, layer, quantity) is { } row
            ? [
                NumberText.Significant(row.Theory, 4),
                NumberText.WithError(row.Simulated, row.StandardError),
                Deviation(report, layer, quantity),
            ]
            : ["-", "undefined", "-"];

    private static string Deviation(VerificationReport report, int layer, LayerQuantity quantity)
    {
        if (Find(report, layer, quantity) is not { } row)
            return "-";
        string mark = report.Agreement.OutOfReach.Contains(row) ? "?"
            : Math.Abs(row.Z) > report.Agreement.Threshold ? "!"
            : " ";
        return NumberText.Deviation(row.Z) + mark;
    }

    private static AgreementRow? Find(VerificationReport report, int layer, LayerQuantity quantity) =>
        report.Agreement.Rows.FirstOrDefault(row => row.Layer == layer && row.Quantity == quantity);
}
