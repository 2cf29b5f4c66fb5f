using CorrSyn.Simulation.Estimation;
using CorrSyn.Simulation.Learning;

namespace CorrSyn.Learning;

/// <summary>Averages over runs.</summary>
internal static class HebbianSummary
{
    public static HebbianReport Of(HebbianSettings settings, IReadOnlyList<MeasuredRun> runs)
    {
        HebbianNetworkReport[] networks =
            [.. Enum.GetValues<SynapseVariant>().Select((variant, index) => Network(variant, index, runs))];
        var input = new HebbianInput(
            settings.Data.InputWidth(settings.Width),
            Mean(runs.Select(run => run.Input.K1)),
            Mean(runs.Select(run => run.Input.NSigma)),
            MeanIfAll(runs.Select(run => run.Input.Dimension)),
            MeanIfAll(runs.Select(run => run.InputReadout?.Accuracy)));
        return new HebbianReport(
            settings,
            input,
            networks,
            ClaimTest.Of(runs, SynapseVariant.Learned),
            ClaimTest.Of(runs, SynapseVariant.Rotated),
            [.. HebbianNotes.Of(settings, networks), .. Unpredicted(runs)]);
    }

    private static IEnumerable<string> Unpredicted(IReadOnlyList<MeasuredRun> runs) =>
        [.. Reasons("the layer map has", runs, network => network.MapFailure),
            .. Reasons("the theory of single networks has", runs, network => network.SingleNetworkFailure)];

    // Each reason once, for the first kind of network that has it.
    private static IEnumerable<string> Reasons(
        string theory, IReadOnlyList<MeasuredRun> runs, Func<MeasuredRunNetwork, SolveFailure?> failure) =>
        Enum.GetValues<SynapseVariant>()
            .Select((variant, index) => (variant, Failure: runs.Select(run => failure(run.Networks[index])).FirstOrDefault(found => found is not null)))
            .Where(each => each.Failure is not null)
            .DistinctBy(each => each.Failure!.Message)
            .Select(each => $"{theory} no answer for {Name(each.variant)} rows: {each.Failure!.Message}");

    private static string Name(SynapseVariant variant) => variant.ToString().ToLowerInvariant();

    private static HebbianNetworkReport Network(SynapseVariant variant, int index, IReadOnlyList<MeasuredRun> runs) =>
        new(variant, [.. Enumerable.Range(0, runs[0].Networks[index].Layers.Count).Select(layer => Layer(index, layer, runs))]);

    private static HebbianLayerReport Layer(int index, int layer, IReadOnlyList<MeasuredRun> runs)
    {
        MeasuredRunLayer[] rows = [.. runs.Select(run => run.Networks[index].Layers[layer])];
        double?[] below = [.. runs.Select(run =>
            layer == 0 ? run.Input.NSigma : run.Networks[index].Layers[layer - 1].Statistics.NSigma)];
        return new HebbianLayerReport(
            layer + 1,
            Mean(rows.Select(row => row.Gain)),
            Mean(rows.Select(row => row.MeanCorrelation)),
            Mean(rows.Select(row => row.EffectiveCorrelationSquared)),
            Mean(rows.Select(row => row.AlignedCorrelationSquared)),
            Mean(rows.Select(row => row.Statistics.K1)),
            Mean(rows.Select(row => row.Statistics.NSigma)),
            MeanIfAll(rows.Zip(below, (row, under) => Ratio(row.Statistics.NSigma, under))),
            MeanIfAll(rows.Select(row => row.Statistics.Dimension)),
            MeanIfAll(rows.Select(row => row.Readout?.Accuracy)),
            [.. rows.Where(row => row.Readout is not null).Select(row => row.Readout!.Value.Ridge)],
            Prediction(runs, index, layer, row => row.Map),
            Prediction(runs, index, layer, row => row.SingleNetwork));
    }

    private static HebbianPrediction? Prediction(
        IReadOnlyList<MeasuredRun> runs, int index, int layer, Func<MeasuredRunLayer, LayerPrediction?> theory)
    {
        LayerPrediction?[] layers = [.. runs.Select(run => theory(run.Networks[index].Layers[layer]))];
        if (layers.Any(prediction => prediction is null))
            return null;
        IEnumerable<double?> below = runs.Select(run =>
            layer == 0 ? Math.Max(0, run.Input.NSigma) : theory(run.Networks[index].Layers[layer - 1])?.NSigma);
        return new HebbianPrediction(
            Mean(layers.Select(prediction => prediction!.Dimension)),
            Mean(layers.Select(prediction => prediction!.NSigma)),
            MeanIfAll(layers.Zip(below, (above, under) => Ratio(above!.NSigma, under))));
    }

    private static double? Ratio(double? above, double? below) => above > 0 && below > 0 ? above / below : null;

    private static Estimate Mean(IEnumerable<double> values) => SampleMoments.Mean([.. values]);

    private static Estimate? MeanIfAll(IEnumerable<double?> values)
    {
        double?[] all = [.. values];
        return all.All(value => value.HasValue) ? Mean(all.Select(value => value!.Value)) : null;
    }
}
