using System.Text;
using CorrSyn.Cli.Arguments;
using CorrSyn.Cli.Commands;
using CorrSyn.Simulation.Estimation;
using CorrSyn.Simulation.Networks;

namespace CorrSyn.Cli.Output;

/// <summary>A sweep as a table: one line for each model and layer.</summary>
/// <param name="axes">The parameters that are varied.</param>
/// <param name="everyLayer">Whether all layers are shown, not only the last.</param>
/// <param name="isSimulated">Whether there are simulations.</param>
internal sealed class SweepTable(IReadOnlyList<ModelParameter> axes, bool everyLayer, bool isSimulated)
{
    private static readonly string[] Quantities = ["k1", "k2", "q", "nSigma", "dimension"];

    /// <summary>The names of the columns.</summary>
    public string CsvHeading() =>
        Line([
            .. axes.Select(axis => axis.Key), "layer", .. Quantities,
            .. isSimulated ? Quantities.SelectMany(name => new[] { $"{name}Simulated", $"{name}StandardError" }) : [], "error"]);

    /// <summary>The lines of a model, in full precision; what does not exist is empty.</summary>
    public string Csv(SweepRow row) =>
        string.Concat(Layers(row).Select(layer => Line([
            .. row.Point.Values.Select(Cell),
            layer is { } number ? NumberText.Whole(number) : "",
            .. Theory(row, layer).Select(Full),
            .. Simulated(row, layer).SelectMany(estimate => new[] { Full(estimate?.Mean), Full(estimate?.StandardError) }),
            Cell(string.Join("; ", row.Errors))])));

    /// <summary>The whole table for people.</summary>
    public string Text(IReadOnlyList<SweepRow> rows, SimulationSettings? settings)
    {
        string[] heading =
        [
            .. axes.Select(axis => axis.Key), "layer", "K1", "K2", "Q", "N Sigma", "D/N",
            .. isSimulated ? new[] { "N Sigma simulated", "D/N simulated" } : [],
        ];
        string table = TextTable.Render(heading, rows.SelectMany(row => Layers(row).Select(layer => (string[])
            [
                .. row.Point.Values,
                layer is { } number ? NumberText.Whole(number) : "-",
                .. Theory(row, layer).Select(value => value is { } known ? NumberText.Significant(known) : "-"),
                .. Simulated(row, layer).Skip(3).Select(estimate =>
                    estimate is { } known ? NumberText.WithError(known.Mean, known.StandardError) : "-"),
            ])));
        IEnumerable<string> errors = rows.Where(row => row.Errors.Count > 0).Select(row => $"{Name(row)}: {string.Join("; ", row.Errors)}\n");
        string sampled = settings is null ? "" : $"\nsimulated: {settings.Instances} networks, {settings.Samples} inputs, seed {settings.Seed}\n";
        return $"{rows.Count} models over {string.Join(" and ", axes.Select(axis => axis.Key))}; N -> infinity\n\n{table}{sampled}{string.Concat(errors.Prepend(errors.Any() ? "\n" : ""))}";
    }

    private string Name(SweepRow row) => string.Join(", ", axes.Zip(row.Point.Values, (axis, value) => $"{axis.Key} = {value}"));

    // A model without any layer has one line, for its error.
    private IEnumerable<int?> Layers(SweepRow row)
    {
        int count = row.Layers?.Count ?? row.Simulation?.Layers.Count ?? 0;
        return count == 0 ? [null] : Enumerable.Range(0, count).Skip(everyLayer ? 0 : count - 1).Cast<int?>();
    }

    private static double?[] Theory(SweepRow row, int? layer) =>
        layer is { } number && row.Layers?[number] is { } found
            ? [found.K1, found.K2, found.Q, found.NSigma, found.Dimension]
            : new double?[Quantities.Length];

    private Estimate?[] Simulated(SweepRow row, int? layer) =>
        !isSimulated ? []
        : layer is { } number && row.Simulation?.Layers[number] is { } found
            ? [found.K1, found.K2, found.Q, found.NSigma, found.Dimension]
            : new Estimate?[Quantities.Length];

    private static string Full(double? value) => value is { } known ? NumberText.Full(known) : "";

    private static string Line(IEnumerable<string> cells) => new StringBuilder().AppendJoin(',', cells).Append('\n').ToString();

    private static string Cell(string text) =>
        text.AsSpan().IndexOfAny(',', '"', '\n') < 0 ? text : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
