using CorrSyn.Model;
using CorrSyn.Simulation.Estimation;
using CorrSyn.Simulation.Networks;

namespace CorrSyn.Comparison;

/// <summary>Compares the theory at infinite width with simulations at several widths: the place where the two meet.</summary>
public static class AgreementTest
{
    /// <summary>Extrapolates every quantity of every layer and compares it with the theory.</summary>
    /// <param name="theory">The theory's layers, the input first.</param>
    /// <param name="simulations">At least two different widths, at least two networks each, of one model.</param>
    /// <param name="limits">When rows count as different or as out of reach.</param>
    /// <remarks>
    /// Means over networks are taken with control variates and extrapolated in powers of N^-1/2, or of 1/N where no
    /// correlation is shared by all synapses or the network is linear. The level is divided among the rows by Sidak's
    /// formula; the rows are dependent, so the true false-alarm rate is below it.
    /// </remarks>
    /// <exception cref="ArgumentException">Too few widths or networks, or layers that do not match.</exception>
    public static AgreementReport Compare(
        IReadOnlyList<MeanFieldLayer> theory,
        IReadOnlyList<SimulationResult> simulations,
        AgreementLimits limits)
    {
        ArgumentNullException.ThrowIfNull(theory);
        ArgumentNullException.ThrowIfNull(simulations);
        ArgumentNullException.ThrowIfNull(limits);
        if (simulations.Any(simulation => simulation.Spec.Depth + 1 != theory.Count))
            throw new ArgumentException("Theory and simulations must have the same layers.", nameof(simulations));
        return Compare(
            theory,
            [.. simulations.Select(simulation => simulation.Spec.Width)],
            (index, layer, quantity) =>
                ControlVariates.Average(simulations[index].Spec, simulations[index].Networks, layer, quantity),
            PowerOf(simulations[0].Spec),
            simulations.Min(simulation => simulation.FirstUnresolvedLayer),
            limits);
    }

    /// <summary>As the other overload, for structured networks.</summary>
    /// <param name="theory">The theory's layers, the input first.</param>
    /// <param name="simulations">At least two different widths, at least two networks each, of one premise.</param>
    /// <param name="power">The powers of the width in which finite-size corrections vanish. With rho = r N^-gamma and
    /// sigma = s N^-delta they are powers of N^-1/2 where gamma or delta is 1/2, and of 1/N where no exponent is.</param>
    /// <param name="limits">When rows count as different or as out of reach.</param>
    /// <remarks>The width is N_0, and the widths of all layers must grow in proportion to it.</remarks>
    /// <exception cref="ArgumentException">Too few widths or networks, layers that do not match, or ratios of widths that
    /// differ.</exception>
    public static AgreementReport Compare(
        IReadOnlyList<MeanFieldLayer> theory,
        IReadOnlyList<StructuredResult> simulations,
        WidthPower power,
        AgreementLimits limits)
    {
        ArgumentNullException.ThrowIfNull(theory);
        ArgumentNullException.ThrowIfNull(simulations);
        ArgumentNullException.ThrowIfNull(limits);
        if (simulations.Any(simulation => simulation.Network.Depth + 1 != theory.Count))
            throw new ArgumentException("Theory and simulations must have the same layers.", nameof(simulations));
        if (simulations.Any(simulation => !HasSameRatios(simulation.Network, simulations[0].Network)))
            throw new ArgumentException("The widths of all layers must grow in proportion.", nameof(simulations));
        return Compare(
            theory,
            [.. simulations.Select(simulation => simulation.Network.Widths[0])],
            (index, layer, quantity) => simulations[index].Average(layer, quantity),
            power,
            simulations.Min(simulation => simulation.FirstUnresolvedLayer),
            limits);
    }

    /// <summary>The powers of the width in which finite-size corrections of a model vanish.</summary>
    /// <param name="spec">The model.</param>
    public static WidthPower PowerOf(NetworkSpec spec)
    {
        ArgumentNullException.ThrowIfNull(spec);
        bool hasSharedPart = spec.Layers.Any(layer => SynapseEnsembleModule.correlation(layer.Synapses) > 0);
        bool isLinear = spec.Layers.All(layer => layer.Activation.IsLinear);
        return hasSharedPart && !isLinear ? WidthPower.InverseSquareRoot : WidthPower.Inverse;
    }

    private static bool HasSameRatios(StructuredNetwork network, StructuredNetwork other) =>
        network.Widths.Zip(other.Widths).All(pair =>
            (long)pair.First * other.Widths[0] == (long)pair.Second * network.Widths[0]);

    private static AgreementReport Compare(
        IReadOnlyList<MeanFieldLayer> theory,
        int[] widths,
        Func<int, int, LayerQuantity, ControlledEstimate?> average,
        WidthPower power,
        int? firstUnresolved,
        AgreementLimits limits)
    {
        var rows = new List<AgreementRow>();
        int freedom = int.MaxValue;
        bool isComplete = true;
        foreach (MeanFieldLayer layer in theory)
        {
            foreach (LayerQuantity quantity in Enum.GetValues<LayerQuantity>())
            {
                ControlledEstimate?[] means =
                    [.. widths.Select((_, index) => average(index, layer.Layer, quantity))];
                isComplete &= means.All(mean => mean.HasValue);
                if (!means.All(mean => mean.HasValue))
                    continue;
                freedom = Math.Min(freedom, means.Min(mean => mean!.Value.DegreesOfFreedom));
                LimitEstimate limit = WidthExtrapolation.Extrapolate(
                    [.. widths.Zip(means, (width, mean) =>
                        new WidthPoint(width, mean!.Value.Mean, mean.Value.StandardError))],
                    power);
                rows.Add(Compare(layer.Layer, quantity, ValueOf(layer, quantity), limit));
            }
        }

        return Judge(rows, freedom, isComplete, firstUnresolved, limits);
    }

    private static AgreementRow Compare(int layer, LayerQuantity quantity, double theory, LimitEstimate limit)
    {
        // An error of exactly zero is that of numbers known to rounding.
        double error = Math.Max(limit.StandardError, 1e-12 * Math.Max(Math.Abs(theory), Math.Abs(limit.Value)));
        double z = error > 0 ? (limit.Value - theory) / error : 0;
        return new AgreementRow(layer, quantity, theory, limit.Value, error, z, limit.Correction);
    }

    private static AgreementReport Judge(
        List<AgreementRow> rows, int freedom, bool isComplete, int? firstUnresolved, AgreementLimits limits)
    {
        double rowLevel = -double.ExpM1(double.LogP1(-limits.FamilywiseLevel) / rows.Count);
        double threshold = StudentQuantile.Upper(rowLevel / 2, freedom);
        AgreementRow[] outOfReach = [.. rows.Where(row => row.Layer >= firstUnresolved || !IsInReach(row, limits))];
        AgreementRow[] inReach = [.. rows.Except(outOfReach)];
        AgreementRow worst = (inReach.Length > 0 ? inReach : [.. rows]).MaxBy(row => Math.Abs(row.Z))!;
        bool differs = inReach.Any(row => Math.Abs(row.Z) > threshold);
        AgreementVerdict verdict =
            differs ? AgreementVerdict.Disagrees
            : outOfReach.Length > 0 || !isComplete ? AgreementVerdict.OutOfReach
            : AgreementVerdict.Agrees;
        return new AgreementReport(verdict, limits.FamilywiseLevel, threshold, worst, rows, outOfReach, firstUnresolved);
    }

    // Q may vanish, and then has no relative error; where it does not, K1 tells as much.
    private static bool IsInReach(AgreementRow row, AgreementLimits limits) =>
        row.Quantity == LayerQuantity.Q
        || (row.Correction <= limits.LargestCorrection
            && row.StandardError
                <= limits.LargestRelativeError * Math.Max(Math.Abs(row.Theory), Math.Abs(row.Simulated)));

    private static double ValueOf(MeanFieldLayer layer, LayerQuantity quantity) =>
        quantity switch
        {
            LayerQuantity.K1 => layer.K1,
            LayerQuantity.K2 => layer.K2,
            LayerQuantity.Q => layer.Q,
            LayerQuantity.NSigma => layer.NSigma,
            LayerQuantity.Dimension => layer.Dimension,
            _ => throw new ArgumentOutOfRangeException(nameof(quantity), quantity, "No such quantity."),
        };
}
