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
    public static double OfNetwork(NetworkSpec spec, int samples)
    {
        ArgumentNullException.ThrowIfNull(spec);
        ArgumentOutOfRangeException.ThrowIfLessThan(samples, 1);
        int[] widths = [.. spec.Widths];
        double blockCount = Estimation.SampleBlock.Of(samples, widths.Max()).Count;
        double patterns = InputEnsembleModule.patternCount(spec.Width, spec.Inputs);
        double total = Layer(patterns, widths[0], samples, blockCount) + RandomNumber * samples * patterns;
        for (int layer = 1; layer < widths.Length; layer++)
        {
            double larger = Math.Max(widths[layer - 1], widths[layer]);
            bool isOrthogonal = spec.Layers[layer - 1].Synapses.IsOrthogonal;
            total += Layer(widths[layer - 1], widths[layer], samples, isOrthogonal ? 1 : blockCount)
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
