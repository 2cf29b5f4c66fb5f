using CorrSyn.Cli.Charts;
using CorrSyn.Cli.Output;
using CorrSyn.Comparison;
using static System.Globalization.CultureInfo;

namespace CorrSyn.Cli.Report;

/// <summary>A verification as one HTML page that needs nothing else: no request, and without scripts it shows the same.</summary>
internal static class ReportPage
{
    /// <summary>The page.</summary>
    /// <param name="model">The model.</param>
    /// <param name="report">The verification.</param>
    /// <param name="spectra">The spectra of one network; null where there are none.</param>
    public static string Render(
        ModelDescription model, VerificationReport report, IReadOnlyList<CovarianceSpectrum>? spectra = null) => HtmlPage.OfFile(
        $"CorrSyn: theory against simulation, {DocumentParts.Verdict(report.Agreement.Verdict)}",
        string.Create(InvariantCulture, $"""
        <h1>Synaptic correlations and dimensionality: theory against simulation</h1>
        <p class="sub">{HtmlText.Escape(ModelText.Line(model))}</p>
        {Verdict(model, report)}
        <h2>Model</h2>
        {Facts(model, report)}
        <h2>Layer by layer</h2>
        {Pictures(report)}
        <h2>Towards infinite width</h2>
        {Approach(report)}
        {Scaling(report)}
        {Spectra(spectra)}
        <h2>What was derived</h2>
        {DerivationSection.Render(report.Derivation, report.Theory.Layers[0].CollectiveCovariance is not null)}
        <h2>The comparison in full</h2>
        {ComparisonTable.Render(report)}
        <p class="note"><i>z</i> is (extrapolated &minus; theory) / error. A row differs where |<i>z</i>| is above {NumberText.Significant(report.Agreement.Threshold, 3)}. The finite-size column is the first-order term of the extrapolation at <i>N</i> = {report.Settings.Widths.Min()}, relative to the value.</p>
        <h2>How it was computed</h2>
        {How(report)}
        <h2>To reproduce it</h2>
        <pre><code>{HtmlText.Escape(VerificationAdvice.Command(model, report.Settings))}</code></pre>
        <p class="note">CorrSyn {HtmlText.Escape(ProgramVersion.Text)}. The same seed gives the same numbers, whatever the number of threads; results.json holds all of them in full precision, layers.csv the comparison.</p>
        """)).Render();

    private static string Verdict(ModelDescription model, VerificationReport report)
    {
        (string tone, string words) = report.Agreement.Verdict switch
        {
            _ when !report.Derivation.Passed => ("no", "A check of the derivation failed."),
            AgreementVerdict.Agrees => ("yes", "\u2713 Theory and simulation agree."),
            AgreementVerdict.Disagrees => ("no", "\u2717 Theory and simulation disagree."),
            AgreementVerdict.OutOfReach => ("unknown", "? Out of reach at these widths."),
            var other => throw new InvalidOperationException($"The verdict {other} has no words."),
        };
        IEnumerable<string> lines = VerificationAdvice.Lines(model, report).Select(line =>
            $"<p>{HtmlText.Escape(line.Trim()).Replace("+-", "&plusmn;", StringComparison.Ordinal)}</p>");
        string evidence = VerificationAdvice.Evidence(report.Agreement);
        return $"<div class=\"verdict {tone}\"><strong>{words}</strong>\n<p>{HtmlText.Escape(char.ToUpperInvariant(evidence[0]) + evidence[1..])}</p>\n{string.Join('\n', lines)}\n</div>";
    }

    private static string Pictures(VerificationReport report) =>
        $"""
        {LayerCharts.Legend(report)}
        <div class="plots">
        {string.Join('\n', LayerCharts.Of(report).Select(chart => ChartFigure.Render(chart)))}
        </div>
        <p class="note">Bars are one standard error. Points at one layer are set side by side. The lower pictures show simulated / theory &minus; 1: finite networks differ, their extrapolation should not.</p>
        """;

    private static string Approach(VerificationReport report) =>
        $"""
        <p>The theory is the limit of infinite width, the left edge. Each layer is extrapolated to it with the error shown there; if the theory holds, lines end at 0.</p>
        <div class="plots">
        {string.Join('\n', LayerCharts.Approach(report).Select(chart => ChartFigure.Render(chart)))}
        </div>
        """;

    private static string Scaling(VerificationReport report) =>
        report.Scaling is { } series ? $"<h2>Why the correlation is of order 1/\u221aN</h2>\n{ScalingSection.Render(series)}" : "";

    private static string Spectra(IReadOnlyList<CovarianceSpectrum>? spectra) =>
        spectra is null ? "" : $"<h2>Which directions are left</h2>\n{SpectrumSection.Render(spectra[0].Eigenvalues.Count, spectra)}";

    private static string Facts(ModelDescription model, VerificationReport report)
    {
        (string Name, string Value)[] facts =
        [
            ("weights", model.Weights),
            ("correlation <i>r</i>", model.Correlation is { } r ? NumberText.Full(r) : "none"),
            ("gain <i>g</i>", NumberText.Full(model.Gain)),
            ("bias variance", NumberText.Full(model.BiasVariance)),
            ("activation", model.Activation),
            ("depth <i>L</i>", NumberText.Whole(model.Depth)),
            ("input ratio <i>\u03b1</i>", NumberText.Full(model.InputRatio)),
            ("input std <i>\u03c3</i>", NumberText.Full(model.InputStd)),
            ("widths <i>N</i>", string.Join(", ", report.Settings.Widths)),
            ("networks per width", NumberText.Whole(report.Settings.Instances)),
            ("inputs per network", NumberText.Whole(report.Settings.Samples)),
            ("seed", NumberText.Whole(report.Settings.Seed)),
        ];
        return $"<dl class=\"facts\">{string.Concat(facts.Select(fact => $"<div><dt>{fact.Name}</dt><dd>{HtmlText.Escape(fact.Value)}</dd></div>\n"))}</dl>";
    }

    private static string How(VerificationReport report)
    {
        VerificationSettings settings = report.Settings;
        string power = HtmlText.Formula(report.Power == Simulation.Estimation.WidthPower.Inverse ? "1/N" : "N^(-1/2)");
        return $"""
            <ul>
            <li>Theory: the equations above, evaluated as they were derived, in the limit <i>N</i> &rarr; &infin;. {HtmlText.Prose(report.Theory.Validity.Reason)}.</li>
            <li>Simulation: {NumberText.Whole(settings.Instances)} independent networks at each width, {NumberText.Whole(settings.Samples)} Gaussian inputs to each, {HtmlText.Escape(SimulationText.Centring)}; it makes no use of the theory.</li>
            <li>Estimator: corrected, so that <i>K</i><sub>1</sub>, <i>K</i><sub>2</sub>, <i>Q</i>, <i>N</i> &Sigma; and both traces in <i>D</i>/<i>N</i> have no bias from the finite number of inputs. <i>D</i>/<i>N</i> is averaged over networks after the division.</li>
            <li>Columns and points of one width are plain averages over networks. The extrapolation starts from averages with control variates: what chance did to the weights and biases is known, and what follows from it linearly is taken out.</li>
            <li>Extrapolation: in powers of {power}, to second order with a prior on the curvature; the error includes statistics, the unknown curvature, and the spread between the fit orders.</li>
            <li>Verdict: {NumberText.Whole(report.Agreement.Rows.Count)} rows at a family-wise level of {NumberText.Full(report.Agreement.FamilywiseLevel)}, divided among them by Sidak's formula; the threshold for |<i>z</i>| is that of Student's t with the degrees of freedom of the regression.</li>
            </ul>
            """;
    }
}
