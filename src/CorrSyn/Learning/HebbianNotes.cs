using CorrSyn.Model;
using CorrSyn.Simulation.Learning;

namespace CorrSyn.Learning;

/// <summary>What stands out in learned networks, in sentences.</summary>
internal static class HebbianNotes
{
    // Fewer directions than this are one direction and what the others leave.
    private const double FewDimensions = 2;

    private const double NearlyOrthogonal = -0.5;

    public static IReadOnlyList<string> Of(HebbianSettings settings, IReadOnlyList<HebbianNetworkReport> networks)
    {
        string rule = HebbianRuleName.Of(settings.Learning.Rule);
        IReadOnlyList<HebbianLayerReport> learned = networks[0].Layers;
        var notes = new List<string>();
        HebbianLayerReport? collapsed =
            learned.FirstOrDefault(layer => layer.Dimension?.Mean * settings.Width < FewDimensions);
        if (collapsed is not null)
            notes.Add($"runaway: from layer {collapsed.Layer} on nearly all activity lies along one direction (D below {FewDimensions}): neurons that learn by {rule} for that long become copies of one another");
        if (learned.All(layer => layer.NSigmaRatio?.Mean > 1))
            notes.Add($"with {rule} N Sigma does not decay, it grows from layer to layer: learned rows prefer directions of large variance, which have more gain (--match variance takes that part away)");
        double correlation = learned.Average(layer => layer.EffectiveCorrelationSquared.Mean);
        if (correlation < NearlyOrthogonal)
            notes.Add($"{rule} makes rows nearly orthogonal (mean r_eff^2 {correlation.ToString("0.00", System.Globalization.CultureInfo.InvariantCulture)}; -1 is exactly orthogonal): it learns against the correlations that the claims are about");
        if (!ActivationModule.isOdd(settings.Activation))
            notes.Add("the theory leaves out what an activation that is not odd does with correlated synapses: it holds for r_eff^2 = 0 only");
        return notes;
    }
}
