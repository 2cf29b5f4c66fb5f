using CorrSyn.Cli.Charts;
using CorrSyn.Cli.Output;
using static System.Globalization.CultureInfo;

namespace CorrSyn.Cli.Report;

/// <summary>The eigenvalues of C of one network.</summary>
internal static class SpectrumSection
{
    // The input, the first two layers and the last one.
    private const int FirstLayers = 3;

    /// <summary>The picture, with what stands apart from the bulk.</summary>
    public static string Render(int width, IReadOnlyList<CovarianceSpectrum> spectra)
    {
        CovarianceSpectrum[] shown = [.. spectra.Where(spectrum => spectrum.Layer < FirstLayers || spectrum.Layer == spectra.Count - 1)];
        string rows = string.Concat(shown.Select(spectrum => string.Create(
            InvariantCulture,
            $"<tr><td>{spectrum.Layer}</td><td>{NumberText.Significant(Relative(spectrum, 0), 3)}</td><td>{NumberText.Significant(Relative(spectrum, 1), 3)}</td><td>{Share(spectrum)} %</td><td>{NumberText.Significant(spectrum.Dimension, 3)}</td></tr>\n")));
        return $"""
            <p>The covariance <i>C</i> of a layer says along which directions its activity varies; <i>D</i> counts them. Here are its eigenvalues in one network of {NumberText.Whole(width)} neurons a layer. Correlated synapses leave one direction along which all neurons of a layer vary together: an eigenvalue that stands apart from the others.</p>
            <div class="plots">
            {ChartFigure.Render(Chart(shown))}
            </div>
            <div class="wide"><table><thead><tr><th>layer</th><th>largest / mean</th><th>second / mean</th><th>share of the largest in tr <i>C</i>&sup2;</th><th><i>D</i>/<i>N</i></th></tr></thead><tbody>
            {rows}</tbody></table></div>
            <p class="note">Computed from the weights of the first network of the seed, not sampled over inputs. One network scatters around the averages above.</p>
            """;
    }

    private static Chart Chart(IReadOnlyList<CovarianceSpectrum> spectra) =>
        new(
            "spectrum",
            "Eigenvalues of C against their rank, in units of their mean",
            new ChartAxis("rank", AxisRange.Logarithmic),
            new ChartAxis("eigenvalue / mean", AxisRange.Logarithmic),
            [.. spectra.Select((spectrum, index) => new ChartSeries(
                spectrum.Layer == 0 ? "input" : $"layer {NumberText.Whole(spectrum.Layer)}",
                SeriesKind.LineAndPoints,
                ChartSeries.ColourOf(index),
                [.. Enumerable.Range(0, spectrum.Eigenvalues.Count)
                    .Where(rank => Relative(spectrum, rank) > 0)
                    .Select(rank => new ChartPoint(
                        rank + 1, Relative(spectrum, rank), 0, $"layer {NumberText.Whole(spectrum.Layer)}, eigenvalue {NumberText.Whole(rank + 1)}"))]))]);

    private static double Relative(CovarianceSpectrum spectrum, int rank) => spectrum.Eigenvalues[rank] / spectrum.Eigenvalues.Average();

    private static string Share(CovarianceSpectrum spectrum)
    {
        double largest = spectrum.Eigenvalues[0];
        return (100 * largest * largest / spectrum.Eigenvalues.Sum(value => value * value)).ToString("F1", InvariantCulture);
    }
}
