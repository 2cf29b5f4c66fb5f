using CorrSyn.Simulation.Estimation;

namespace CorrSyn.Simulation.Networks;

/// <summary>Decides between more networks and more inputs.</summary>
/// <remarks>
/// Derived here. The variance of D/N over networks is V + v/M to leading order: V that of the networks, v/M that of their inputs,
/// which the halves of the inputs tell apart. An error e takes (V + v/M)/e^2 networks, each of which costs a known number of
/// operations c(M). Of M, 2M, 4M, ... the one is taken whose way to the target costs least: at M itself the networks that are
/// missing, at another M all of them, since they are measured anew. What is left of the bias of D/N after its first order is
/// taken out is about 4 b^2/D, with b the first order, and goes as 1/M^2; it must stay below half the error.
/// </remarks>
internal static class PrecisionPlan
{
    // Scatter estimated from few networks is often too small: what it asks for is approached in steps, and a little more is
    // asked for, so that the steps do not end in a row of small ones.
    private const double LargestGrowth = 4;
    private const double Margin = 1.05;

    // Measured: up to 5 times the square of the relative bias remains.
    private const double SecondOrder = 4;
    private const double BiasShare = 0.5;

    /// <summary>The next step.</summary>
    /// <param name="simulation">What was measured; at least 2 networks.</param>
    /// <param name="target">The error to reach.</param>
    /// <param name="operations">Operations so far.</param>
    /// <param name="cost">The operations of one network with M inputs.</param>
    public static PrecisionStep Next(
        SimulationResult simulation, PrecisionTarget target, double operations, Func<int, double> cost)
    {
        (int samples, int instances) = (simulation.Settings.Samples, simulation.Settings.Instances);
        LayerScatter[] layers =
            [.. Enumerable.Range(0, simulation.Layers.Count).Select(layer => LayerScatter.Of(simulation, layer))];
        int worst = Array.FindIndex(layers, layer => layer.Variance == layers.Max(other => other.Variance));
        double error = Math.Sqrt(layers[worst].Variance / instances);
        double bias = layers.Max(layer => layer.RemainingBias);
        var step = new PrecisionStep(
            samples, instances, operations, worst, double.IsFinite(error) ? error : null,
            double.IsFinite(bias) ? bias : 0, PrecisionDecision.OutOfReach, samples, instances, operations);
        if (error <= target.StandardError && bias <= BiasShare * target.StandardError)
            return step with { Decision = PrecisionDecision.Reached };

        PrecisionStep? best = null;
        PrecisionStep? cheapest = null;
        for (long next = samples; next <= Math.Max(samples, target.MaxSamples); next *= 2)
        {
            double factor = (double)next / samples;
            if (layers.Max(layer => layer.BiasAt(factor)) > BiasShare * target.StandardError)
                continue;
            double variance = layers.Max(layer => layer.VarianceAt(factor));
            double needed = Math.Max(
                Math.Ceiling(Margin * variance / (target.StandardError * target.StandardError)),
                Math.Min(PrecisionTarget.PilotInstances, target.MaxInstances));
            bool isSame = next == samples;
            double measured = isSame ? Math.Max(needed, instances + 1) - instances : needed;
            PrecisionStep candidate = step with
            {
                Decision = isSame ? PrecisionDecision.MoreNetworks : PrecisionDecision.MoreInputs,
                NextSamples = (int)next,
                NextInstances = Math.Max(needed, isSame ? instances + 1 : 0),
                NextOperations = operations + measured * cost((int)next),
            };
            if (cheapest is null || candidate.NextOperations < cheapest.NextOperations)
                cheapest = candidate;
            bool isAllowed = candidate.NextOperations <= target.MaxOperations
                && candidate.NextInstances <= target.MaxInstances;
            if (isAllowed && (best is null || candidate.NextOperations < best.NextOperations))
                best = candidate;
        }

        return best is null
            ? (cheapest ?? step) with { Decision = PrecisionDecision.OutOfReach }
            : best with { NextInstances = Math.Min(best.NextInstances, Math.Floor(LargestGrowth * instances)) };
    }

    /// <summary>How D/N scatters at one layer.</summary>
    /// <param name="Variance">Over networks.</param>
    /// <param name="InputVariance">The part of it that inputs cause.</param>
    /// <param name="RemainingBias">An estimate of its bias after the first order is taken out.</param>
    private readonly record struct LayerScatter(double Variance, double InputVariance, double RemainingBias)
    {
        public static LayerScatter Of(SimulationResult simulation, int layer)
        {
            LayerStatistics[] rows = [.. simulation.Networks.Select(network => network[layer])];

            // Undefined in some network: the inputs are too few to tell. Twice as many may do.
            if (!rows.All(row => row is { Dimension: not null, DimensionInputVariance: not null }))
                return new LayerScatter(double.PositiveInfinity, double.PositiveInfinity, double.PositiveInfinity);
            double[] values = [.. rows.Select(row => row.Dimension!.Value)];
            double variance = SampleMoments.Variance(values);
            double fromInputs = rows.Average(row => row.DimensionInputVariance!.Value);
            double mean = values.Average();
            int width = simulation.Ensemble.Widths[layer];
            double bias = rows.Average(row => row.SquaredTrace / row.TraceOfSquare / width) - mean;
            return new LayerScatter(
                variance, Math.Min(variance, fromInputs), mean > 0 ? SecondOrder * bias * bias / mean : 0);
        }

        public double VarianceAt(double factor) =>
            double.IsFinite(Variance) ? Variance - InputVariance * (1 - 1 / factor)
            : factor == 2 ? 0
            : double.PositiveInfinity;

        public double BiasAt(double factor) =>
            double.IsFinite(RemainingBias) ? RemainingBias / (factor * factor)
            : factor == 2 ? 0
            : double.PositiveInfinity;
    }
}
