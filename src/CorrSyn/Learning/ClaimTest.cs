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
            [.. Enum.GetValues<SynapseVariant>().Skip(1).Select((control, index) => Contrast(runs, control, index + 1, quantity))];
        if (contrasts.Any(contrast => contrast is null))
            return new HebbianClaim(ClaimVerdict.NotMeasured, threshold, []);
        int[] signs = [.. contrasts.Select(contrast =>
            contrast!.Z is { } z && Math.Abs(z) > threshold ? direction * Math.Sign(z) : 0)];
        ClaimVerdict verdict =
            signs.All(sign => sign > 0) ? ClaimVerdict.Holds
            : signs.All(sign => sign < 0) ? ClaimVerdict.Reversed
            : signs.All(sign => sign == 0) ? ClaimVerdict.Undecided
            : ClaimVerdict.Mixed;
        return new HebbianClaim(verdict, threshold, [.. contrasts.Select(contrast => contrast!)]);
    }

    private static ControlContrast? Contrast(
        IReadOnlyList<MeasuredRun> runs,
        SynapseVariant control,
        int index,
        Func<IReadOnlyList<MeasuredRunLayer>, double?> quantity)
    {
        double?[] differences = [.. runs.Select(run => quantity(run.Networks[0]) - quantity(run.Networks[index]))];
        if (differences.Any(difference => difference is null))
            return null;
        Estimate mean = SampleMoments.Mean([.. differences.Select(difference => difference!.Value)]);
        return new ControlContrast(
            control, mean.Mean, mean.StandardError, mean.StandardError > 0 ? mean.Mean / mean.StandardError : null);
    }

    private static double? MeanLogarithm(IEnumerable<double?> values)
    {
        double?[] all = [.. values];
        return all.All(value => value > 0) ? all.Average(value => Math.Log(value!.Value)) : null;
    }
}
