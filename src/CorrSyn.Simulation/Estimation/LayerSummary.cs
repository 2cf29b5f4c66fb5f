using CorrSyn.Simulation.Kernels;

namespace CorrSyn.Simulation.Estimation;

/// <summary>One layer, averaged over networks. The quantities are those of <see cref="LayerStatistics"/>.</summary>
/// <param name="Layer">0 (the input) to L.</param>
/// <param name="K1">mean_i C_ii.</param>
/// <param name="K2">mean_i C_ii^2.</param>
/// <param name="Q">mean_i m_i^2.</param>
/// <param name="NSigma">N Sigma.</param>
/// <param name="Dimension">D/N, averaged after the division; null if any network lacks it.</param>
/// <param name="SquaredTrace">(tr C)^2.</param>
/// <param name="TraceOfSquare">tr C^2.</param>
public sealed record LayerSummary(
    int Layer,
    Estimate K1,
    Estimate K2,
    Estimate Q,
    Estimate NSigma,
    Estimate? Dimension,
    Estimate SquaredTrace,
    Estimate TraceOfSquare)
{
    /// <summary>The averages over networks of one layer.</summary>
    /// <param name="networks">That layer in each network; at least one.</param>
    /// <exception cref="ArgumentException">There is no network, or the layers differ.</exception>
    public static LayerSummary Average(IReadOnlyList<LayerStatistics> networks)
    {
        ArgumentNullException.ThrowIfNull(networks);
        if (networks.Count == 0 || networks.Any(network => network.Layer != networks[0].Layer))
            throw new ArgumentException("The same layer of at least one network is needed.", nameof(networks));
        return new LayerSummary(
            networks[0].Layer,
            Mean(networks, network => network.K1),
            Mean(networks, network => network.K2),
            Mean(networks, network => network.Q),
            Mean(networks, network => network.NSigma),
            MeanIfAll(networks, network => network.Dimension),
            Mean(networks, network => network.SquaredTrace),
            Mean(networks, network => network.TraceOfSquare));
    }

    /// <summary>The averages of the differences between paired networks, first less second, at one layer.</summary>
    /// <param name="first">That layer in each network; at least one.</param>
    /// <param name="second">The same layer in the networks that share their random numbers with the first.</param>
    /// <exception cref="ArgumentException">The networks do not pair, or the layers differ.</exception>
    public static LayerSummary Difference(IReadOnlyList<LayerStatistics> first, IReadOnlyList<LayerStatistics> second)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        if (first.Count != second.Count || first.Zip(second).Any(pair => pair.First.Layer != pair.Second.Layer))
            throw new ArgumentException("The networks must be in pairs, at the same layer.", nameof(second));
        return Average([.. first.Zip(second, (a, b) => new LayerStatistics(
            a.Layer,
            K1: a.K1 - b.K1,
            K2: a.K2 - b.K2,
            Q: a.Q - b.Q,
            NSigma: a.NSigma - b.NSigma,
            Dimension: a.Dimension - b.Dimension,
            SquaredTrace: a.SquaredTrace - b.SquaredTrace,
            TraceOfSquare: a.TraceOfSquare - b.TraceOfSquare,
            SquaredSampleMean: a.SquaredSampleMean - b.SquaredSampleMean,
            PreActivation: null))]);
    }

    // From there on the numbers mean nothing.
    internal static int? FirstUnresolved(
        IReadOnlyList<IReadOnlyList<LayerStatistics>> networks, NumberPrecision precision) =>
        networks
            .SelectMany(network => network.Where(layer => !layer.IsResolvedIn(precision)))
            .Min(layer => (int?)layer.Layer);

    private static Estimate Mean(IReadOnlyList<LayerStatistics> networks, Func<LayerStatistics, double> quantity) =>
        SampleMoments.Mean(networks.Select(quantity).ToArray());

    private static Estimate? MeanIfAll(
        IReadOnlyList<LayerStatistics> networks, Func<LayerStatistics, double?> quantity) =>
        networks.All(network => quantity(network).HasValue)
            ? Mean(networks, network => quantity(network)!.Value)
            : null;
}
