using System.Text;
using CorrSyn.Cli.Commands;
using CorrSyn.Formats;
using CorrSyn.Model;
using CorrSyn.Trained;

namespace CorrSyn.Cli.Output;

/// <summary>The tables of `corrsyn network`.</summary>
internal static class NetworkText
{
    private const int LongestOutliers = 3;

    public static string Render(NetworkCommand command, NetworkFile file, NetworkReport report)
    {
        var text = new StringBuilder();
        text.Append(Heading(command, file)).Append("\n\n");
        text.Append(Synapses(report)).Append('\n');
        text.Append("rBar and r_eff^2 are 0 for independent synapses, but for the spread in brackets; z is r_eff^2 in units of it. Outliers are\n");
        text.Append("eigenvalues of w w^T above what independent synapses of the same variance reach (edge).\n");
        if (file.IsChain)
        {
            text.Append('\n').Append(Dimensions(command, report)).Append('\n');
            text.Append(command.Inputs is null
                ? "D/N as predicted for independent gaussian inputs: by the scalar map, and by the theory of this one network.\n"
                : "D/N as predicted by the scalar map and by the theory of this one network, and as measured; off is prediction over measurement, minus 1.\n");
        }

        foreach (SkippedArray skipped in file.Skipped)
            text.Append(System.Globalization.CultureInfo.InvariantCulture, $"Skipped: {PrintableText.Of(skipped.Name)}{Shape(skipped.Shape)}: {skipped.Reason}.\n");
        return text.ToString();
    }

    private static string Heading(NetworkCommand command, NetworkFile file)
    {
        string activation = ActivationModule.name(command.Settings.Activation);
        string output = command.Settings.OutputActivation is { } last ? $", {ActivationModule.name(last)} at the end" : "";
        string layout = command.Options.Layout == WeightLayout.OutIn ? "out-in (a row per neuron)" : "in-out (a column per neuron)";
        return $"{file.Layers.Count} layer{(file.Layers.Count == 1 ? "" : "s")}, {activation}{output}; layout {layout}";
    }

    private static string Synapses(NetworkReport report) =>
        TextTable.Render(
            ["<layer", "out x in", "gain", "bias^2", "rBar", "r_eff^2", "z", "edge", "<outliers"],
            report.Layers.Select(layer => (string[])
                [
                    PrintableText.Of(layer.Layer.Name),
                    $"{layer.Layer.PostsynapticCount} x {layer.Layer.PresynapticCount}{(layer.Layer.IsConvolution ? " (patch)" : "")}",
                    NumberText.Significant(layer.Gain, 4),
                    layer.Layer.BiasName is null ? "none" : NumberText.Significant(layer.BiasVariance, 4),
                    WithSpread(layer.Correlation.Mean),
                    WithSpread(layer.Correlation.Squared),
                    NumberText.Deviation(ZOf(layer)),
                    NumberText.Significant(layer.Spectrum.BulkEdge, 4),
                    Outliers(layer.Spectrum),
                ]));

    private static string Dimensions(NetworkCommand command, NetworkReport report)
    {
        bool isMeasured = command.Inputs is not null;
        IEnumerable<(string Name, LayerDimensions Dimensions)> rows =
            report.Layers.Select(layer => (PrintableText.Of(layer.Layer.Name), layer.Dimensions))
                .Prepend(("(input)", report.InputDimensions));
        string[] heading = ["<layer", "scalar map", "single network"];
        return TextTable.Render(
            isMeasured ? [.. heading, "measured", "off (map)", "off (single)"] : heading,
            rows.Select(row =>
            {
                string[] cells = [row.Name, Cell(row.Dimensions.ScalarMap), Cell(row.Dimensions.SingleNetwork)];
                return isMeasured
                    ? [.. cells, Cell(row.Dimensions.Measured), Off(row.Dimensions.ScalarMap, row.Dimensions.Measured), Off(row.Dimensions.SingleNetwork, row.Dimensions.Measured)]
                    : cells;
            }));
    }

    /// <summary>r_eff^2 in units of its spread over independent synapses.</summary>
    public static double ZOf(AnalysedLayer layer) =>
        layer.Correlation.Squared.Value / layer.Correlation.Squared.NullStandardDeviation;

    private static string WithSpread(WeightCorrelationValue value) =>
        $"{NumberText.Significant(value.Value, 4)} ({NumberText.Significant(value.NullStandardDeviation, 2)})";

    private static string Outliers(WeightSpectrumReport spectrum)
    {
        if (spectrum.Outliers.Count == 0)
            return "none";
        string first = string.Join(" ", spectrum.Outliers.Take(LongestOutliers).Select(value => NumberText.Significant(value, 4)));
        int more = spectrum.Outliers.Count - LongestOutliers;
        return more <= 0 ? first : $"{first} and {(spectrum.IsCut ? "at least " : "")}{more} more";
    }

    private static string Cell(double? value) => value is { } number ? NumberText.Significant(number) : "-";

    private static string Off(double? predicted, double? measured) =>
        predicted is { } p && measured is > 0 and var m
            ? (100 * ((p / m) - 1)).ToString("+0.0;-0.0;0.0", System.Globalization.CultureInfo.InvariantCulture) + " %"
            : "-";

    private static string Shape(IReadOnlyList<long>? shape) => shape is null ? "" : $" ({string.Join(" x ", shape)})";
}
