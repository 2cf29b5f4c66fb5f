using CorrSyn.Cli.Arguments;
using CorrSyn.Cli.Commands;
using CorrSyn.Simulation.Networks;

namespace CorrSyn.Cli.Output;

/// <summary>What `corrsyn sweep --json` prints.</summary>
internal sealed record SweepDocument(
    string Schema,
    string Version,
    IReadOnlyList<string> Axes,
    long? Seed,
    int? Samples,
    int? Instances,
    IReadOnlyList<SweepModelPart> Models)
{
    public static SweepDocument Of(SweepGrid grid, SimulationSettings? settings, IReadOnlyList<SweepRow> rows) =>
        new(
            DocumentParts.Schema("sweep"),
            ProgramVersion.Text,
            [.. grid.Axes.Select(axis => axis.Key)],
            settings?.Seed,
            settings?.Samples,
            settings?.Instances,
            [.. rows.Select(row => new SweepModelPart(
                row.Point.Values,
                row.Description,
                row.Layers is null ? null : DocumentParts.Layers(row.Layers),
                row.Simulation is null ? null : DocumentParts.Layers(row.Simulation),
                row.Errors))]);
}

/// <summary>One model of a sweep.</summary>
internal sealed record SweepModelPart(
    IReadOnlyList<string> Values,
    ModelDescription? Model,
    IReadOnlyList<TheoryLayerPart>? Layers,
    IReadOnlyList<SimulatedLayerPart>? Simulated,
    IReadOnlyList<string> Errors);
