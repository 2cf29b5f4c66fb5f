using CorrSyn.Comparison;
using CorrSyn.Simulation.Estimation;
using CorrSyn.Simulation.Learning;

namespace CorrSyn.Learning;

/// <summary>Tests the claims about learned networks: t-tests of differences within runs.</summary>
internal static class ClaimTest
{
    private const int ContrastCount = 4;

    /// <summary>ln D/N, averaged over the layers above the input: lower than in the controls.</summary>
    public static HebbianClaim LowerDimension(IReadOnlyList<MeasuredRun> runs) =>
        Judge(runs, -1, network => MeanLogarithm(network.Select(layer => layer.Statistics.Dimension)));

    /// <summary>ln N Sigma of the last layer, divided by the depth. Inputs are those of the control, so a difference is that
    /// of the mean logarithmic decay per layer: slower than in the controls.</summary>
    public static HebbianClaim SlowerDecorrelation(IReadOnlyList<MeasuredRun> runs) =>
        Judge(runs, 1, network => MeanLogarithm([network[^1].Statistics.NSigma]) / network.Count);

    private static HebbianClaim Judge(
        IReadOnlyList<MeasuredRun> runs, int direction, Func<IReadOnlyList<MeasuredRunLayer>, double?> quantity)
    {
        double? threshold = runs.Count < 2
            ? null
            : StudentQuantile.Upper(HebbianClaim.FamilywiseLevel / ContrastCount / 2, runs.Count - 1);
        ControlContrast?[] contrasts =
            [.. Enum.GetValues<SynapseVariant>().Skip(1).Select((control, index) =>
                Contrast(runs, control, network => quantity(network[0]) - quantity(network[index + 1]), direction, threshold))];
        if (contrasts.Any(contrast => contrast is null))
            return new HebbianClaim(ClaimVerdict.NotMeasured, threshold, []);
        ClaimVerdict[] verdicts = [.. contrasts.Select(contrast => contrast!.Verdict).Distinct()];
        return new HebbianClaim(
            verdicts.Length == 1 ? verdicts[0] : ClaimVerdict.Mixed,
            threshold,
            [.. contrasts.Select(contrast => contrast!)]);
    }

    private static ControlContrast? Contrast(
        IReadOnlyList<MeasuredRun> runs,
        SynapseVariant control,
        Func<IReadOnlyList<IReadOnlyList<MeasuredRunLayer>>, double?> difference,
        int direction,
        double? threshold)
    {
        double?[] differences = [.. runs.Select(run => difference(run.Networks))];
        if (differences.Any(value => value is null))
            return null;
        Estimate mean = SampleMoments.Mean([.. differences.Select(value => value!.Value)]);
        double? z = mean.StandardError > 0 ? mean.Mean / mean.StandardError : null;
        ClaimVerdict verdict =
            !(Math.Abs(z ?? 0) > threshold) ? ClaimVerdict.Undecided
            : direction * z > 0 ? ClaimVerdict.Holds
            : ClaimVerdict.Reversed;
        return new ControlContrast(control, mean.Mean, mean.StandardError, z, verdict);
    }

    private static double? MeanLogarithm(IEnumerable<double?> values)
    {
        double?[] all = [.. values];
        return all.All(value => value > 0) ? all.Average(value => Math.Log(value!.Value)) : null;
    }
}
