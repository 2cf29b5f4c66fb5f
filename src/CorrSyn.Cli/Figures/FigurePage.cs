using CorrSyn.Cli.Charts;
using CorrSyn.Cli.Output;
using CorrSyn.Cli.Report;

namespace CorrSyn.Cli.Figures;

/// <summary>Figures as one HTML page that needs nothing else.</summary>
internal static class FigurePage
{
    /// <summary>The page.</summary>
    /// <param name="context">What the figures were made from.</param>
    /// <param name="figures">At least one.</param>
    /// <param name="command">The command line that makes it.</param>
    public static string Render(FigureContext context, IReadOnlyList<Figure> figures, string command)
    {
        string title = figures.Count == 1 ? figures[0].Title : "Synaptic correlations and the dimensionality of neural representations";
        return HtmlPage.OfFile(
            $"CorrSyn: {title}",
            $"""
            <h1>{HtmlText.Escape(title)}</h1>
            <p class="sub">{HtmlText.Escape(ModelText.Line(context.Model))}; each figure says what it changes</p>
            {string.Join('\n', figures.Select(figure => Section(figure, figures.Count > 1)))}
            <h2>To reproduce it</h2>
            <pre><code>{HtmlText.Escape(command)}</code></pre>
            <p class="note">CorrSyn {HtmlText.Escape(ProgramVersion.Text)}. Lines are theory, points simulation in their colour, bars one standard error. The same seed gives the same numbers, whatever the number of threads.</p>
            """).Render();
    }

    private static string Section(Figure figure, bool hasHeading)
    {
        (string tone, string words) = figure.IsSupported switch
        {
            true => ("yes", "\u2713 Supported by these numbers."),
            false => ("no", "\u2717 Not supported by these numbers."),
            null => ("unknown", "Not decided by these numbers."),
        };
        return $"""
            <section>
            {(hasHeading ? $"<h2>{HtmlText.Escape(figure.Title)}</h2>" : "")}
            <div class="verdict {tone}"><p>{HtmlText.Escape(figure.Claim)}</p><strong>{words}</strong><p>{HtmlText.Escape(figure.Evidence)}</p></div>
            <div class="plots">
            {string.Join('\n', figure.Charts.Select(chart => ChartFigure.Render(chart, HtmlText.Escape(chart.Title))))}
            </div>
            </section>
            """;
    }
}
