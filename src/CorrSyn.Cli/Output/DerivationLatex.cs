using System.Text;
using static System.Globalization.CultureInfo;

namespace CorrSyn.Cli.Output;

/// <summary>A derivation as a LaTeX document that compiles by itself.</summary>
internal static class DerivationLatex
{
    /// <summary>The whole document.</summary>
    public static string Render(DerivationReport report)
    {
        var page = new StringBuilder();
        page.Append(
            """
            \documentclass{article}
            \usepackage{amsmath,amssymb}
            \usepackage[margin=25mm]{geometry}
            \allowdisplaybreaks[1]
            \emergencystretch=3em
            \begin{document}

            """.ReplaceLineEndings("\n"));
        page.Append(InvariantCulture, $"\\section*{{Layer map for {report.Weights} synapses}}\n");
        foreach (DerivationStep step in report.Steps)
        {
            page.Append(InvariantCulture, $"\n\\subsection*{{{LatexProse.Render(step.Title)}}}\n{LatexProse.Render(step.Statement)}\n");
            AddEquations(page, step.Equations);
            page.Append(InvariantCulture, $"\\emph{{Check ({LatexProse.Render(step.Check.Kind)}, {(step.Check.Passed ? "passed" : "FAILED")}):}} ");
            page.Append(LatexProse.Render(step.Check.Detail)).Append(".\n");
        }

        page.Append(InvariantCulture, $"\n\\subsection*{{Conclusion}}\n{LatexProse.Render(DerivationPage.Conclusion(report))}\n");
        page.Append("\\end{document}\n");
        return page.ToString();
    }

    private static void AddEquations(StringBuilder page, IReadOnlyList<DerivedEquation> equations)
    {
        if (equations.Count == 0)
            return;
        page.Append("\\begin{align*}\n");
        page.AppendJoin(
            " \\\\\n",
            equations.Select(equation => $"  {equation.LatexRows.Replace("\n", "\n  ", StringComparison.Ordinal)} \\tag{{{equation.Id}}}"));
        page.Append("\n\\end{align*}\n");
    }
}
