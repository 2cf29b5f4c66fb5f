using CorrSyn.Comparison;
using CorrSyn.Simulation.Estimation;
using CorrSyn.Simulation.Learning;

namespace CorrSyn.Learning;

/// <summary>Tests the claims about networks: t-tests of differences within runs.</summary>
internal static class ClaimTest
{
    private static readonly SynapseVariant[] Controls = [SynapseVariant.Shuffled, SynapseVariant.Orthogonal];

    // Learned and rotated networks, two claims each.
    private static readonly int ContrastCount = 2 * 2 * Controls.Length;

    /// <summary>Both claims.</summary>
    public static HebbianClaims Of(IReadOnlyList<MeasuredRun> runs, SynapseVariant variant) =>
        new(variant, LowerDimension(runs, variant), SlowerDecorrelation(runs, variant));

    // ln D/N, averaged over the layers above the input: lower than in the controls.
    private static HebbianClaim LowerDimension(IReadOnlyList<MeasuredRun> runs, SynapseVariant variant) =>
        Judge(runs, variant, -1, network => MeanLogarithm(network.Select(layer => layer.Statistics.Dimension)));

    // ln N Sigma of the last layer, divided by the depth. Inputs are those of the control, so a difference is that
    // of the mean logarithmic decay per layer: slower than in the controls.
    private static HebbianClaim SlowerDecorrelation(IReadOnlyList<MeasuredRun> runs, SynapseVariant variant) =>
        Judge(runs, variant, 1, network => MeanLogarithm([network[^1].Statistics.NSigma]) / network.Count);

    private static HebbianClaim Judge(
        IReadOnlyList<MeasuredRun> runs,
        SynapseVariant variant,
        int direction,
        Func<IReadOnlyList<MeasuredRunLayer>, double?> quantity)
    {
        double? threshold = runs.Count < 2
            ? null
            : StudentQuantile.Upper(HebbianClaim.FamilywiseLevel / ContrastCount / 2, runs.Count - 1);
        ControlContrast?[] contrasts =
            [.. Controls.Select(control => Contrast(
                runs, control, run => quantity(run.Network(variant)) - quantity(run.Network(control)), direction, threshold))];
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
        Func<MeasuredRun, double?> difference,
        int direction,
        double? threshold)
    {
        double?[] differences = [.. runs.Select(run => difference(run))];
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
