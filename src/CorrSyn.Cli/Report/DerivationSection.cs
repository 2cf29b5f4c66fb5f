using System.Text;
using CorrSyn.Cli.Output;
using static System.Globalization.CultureInfo;

namespace CorrSyn.Cli.Report;

/// <summary>The derivation as HTML: the result first, then the argument.</summary>
internal static class DerivationSection
{
    // The steps that say what the map is, and what it is where four order parameters are not enough.
    private const string MapEquation = "MF-6";
    private const string FullMapEquation = "CV-1";

    /// <summary>The section without its heading.</summary>
    /// <param name="report">The derivation.</param>
    /// <param name="isFull">Whether the map of ten order parameters was evaluated.</param>
    public static string Render(DerivationReport report, bool isFull)
    {
        bool IsMap(DerivationStep step) =>
            Holds(step, MapEquation) || (isFull && Holds(step, FullMapEquation));
        var html = new StringBuilder();
        html.Append(InvariantCulture, $"<p>{HtmlText.Prose(DerivationPage.Conclusion(report))}</p>\n");
        if (report.Regimes.Count > 0)
            AddRegimes(html, report);
        foreach (DerivationStep step in report.Steps.Where(IsMap))
            AddStep(html, step);
        html.Append("<details><summary>The other steps of the argument</summary>\n");
        foreach (DerivationStep step in report.Steps.Where(step => !IsMap(step)))
            AddStep(html, step);
        return html.Append("</details>\n").ToString();
    }

    private static bool Holds(DerivationStep step, string id) => step.Equations.Any(equation => equation.Id == id);

    private static void AddRegimes(StringBuilder html, DerivationReport report)
    {
        html.Append(InvariantCulture, $"<div class=\"wide\"><table><thead><tr><th class=\"left\">{HtmlText.Formula("rho = r N^(-gamma)")}</th><th class=\"left\">the correlation</th></tr></thead><tbody>\n");
        foreach (ScalingRegime regime in report.Regimes)
        {
            // A comparison sign here is one, not the bracket of an average.
            string range = HtmlText.Escape(DerivationPage.Range(regime, DerivationPage.Unknown(report))).Replace("gamma", "<i>\u03b3</i>", StringComparison.Ordinal);
            html.Append(InvariantCulture, $"<tr><td class=\"left\"><span class=\"math\">{range}</span></td><td class=\"left\">{HtmlText.Prose(DerivationPage.Meaning(report, regime.Verdict))}</td></tr>\n");
        }

        html.Append("</tbody></table></div>\n");
    }

    private static void AddStep(StringBuilder html, DerivationStep step)
    {
        html.Append(InvariantCulture, $"<h3>{HtmlText.Escape(step.Title)}</h3>\n<p>{HtmlText.Prose(step.Statement)}</p>\n");
        if (step.Equations.Count > 0)
        {
            html.Append("<div class=\"wide\"><table class=\"equations\"><tbody>\n");
            foreach (DerivedEquation equation in step.Equations)
                html.Append(InvariantCulture, $"<tr><td class=\"left tag\">({HtmlText.Escape(equation.Id)})</td><td class=\"left\">{equation.MathML}</td><td class=\"left name\">{HtmlText.Escape(equation.Name)}</td></tr>\n");
            html.Append("</tbody></table></div>\n");
        }

        string outcome = step.Check.Passed ? "<b>passed</b>" : "<b class=\"no\">FAILED</b>";
        html.Append(InvariantCulture, $"<p class=\"check\">Check by {HtmlText.Escape(step.Check.Kind)}: {outcome}. {HtmlText.Prose(step.Check.Detail)}.</p>\n");
    }
}
