using CorrSyn.Model;

namespace CorrSyn.Simulation.Networks;

/// <summary>Counts the floating point operations of a simulation from a formula: the same on every machine, so that what is
/// decided by it is the same too.</summary>
public static class OperationCount
{
    // Of the counter-based generator and the transform to a normal number, in units of a multiply or add.
    private const double RandomNumber = 30;

    // Of phi, its bias, and the moments of one activity.
    private const double Activity = 40;

    /// <summary>The operations of one network.</summary>
    /// <param name="spec">The network.</param>
    /// <param name="samples">M, inputs; at least 1.</param>
    /// <returns>Per layer: 2 M N_in N_out for the product, M N min(M, N) for the estimate, 30 a random number, 40 an activity,
    /// 8 n^3/3 for orthogonal weights (n the larger width). Inputs of more than one block draw weights again.</returns>
    /// <exception cref="ArgumentOutOfRangeException">Fewer inputs than one.</exception>
    public static double OfNetwork(NetworkSpec spec, int samples) => OfNetwork(NetworkEnsemble.Of(spec), samples);

    /// <summary>The operations of one network of any kind.</summary>
    /// <param name="networks">The networks; inputs that are given take no operations.</param>
    /// <param name="samples">M, inputs; at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">Fewer inputs than one.</exception>
    public static double OfNetwork(NetworkEnsemble networks, int samples)
    {
        ArgumentNullException.ThrowIfNull(networks);
        ArgumentOutOfRangeException.ThrowIfLessThan(samples, 1);
        NetworkPlan plan = networks.Plan;
        double blockCount = Estimation.SampleBlock.Of(samples, plan.Widest).Count;
        double patterns = plan.Inputs.CoordinateCount;
        double total = patterns > 0
            ? Layer(patterns, plan.Widths[0], samples, blockCount) + RandomNumber * samples * patterns
            : 0;
        for (int layer = 1; layer < plan.Widths.Count; layer++)
        {
            double larger = Math.Max(plan.Widths[layer - 1], plan.Widths[layer]);
            bool isOrthogonal = plan.Layers[layer - 1].IsOrthogonal;
            total += Layer(plan.Widths[layer - 1], plan.Widths[layer], samples, isOrthogonal ? 1 : blockCount)
                + (isOrthogonal ? 8 * larger * larger * larger / 3 : 0);
        }

        return total;
    }

    private static double Layer(double inputs, double outputs, double samples, double draws) =>
        2 * samples * inputs * outputs
        + samples * outputs * Math.Min(samples, outputs)
        + draws * RandomNumber * inputs * outputs
        + Activity * samples * outputs;
}
