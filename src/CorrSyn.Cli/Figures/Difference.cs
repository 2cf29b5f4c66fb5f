using CorrSyn.Simulation.Estimation;
using CorrSyn.Simulation.Networks;
using MathNet.Numerics.Distributions;

namespace CorrSyn.Cli.Figures;

/// <summary>Differences of simulated averages.</summary>
internal static class Difference
{
    /// <summary>First less second in units of its error; both from independent networks.</summary>
    public static double Z(Estimate first, Estimate second) =>
        (first.Mean - second.Mean) / Math.Sqrt(Square(first.StandardError) + Square(second.StandardError));

    /// <summary>The z that the largest of several independent ones exceeds with this probability.</summary>
    public static double Threshold(double level, int count) => -Normal.InvCDF(0, 1, 1 - Math.Pow(1 - level, 1.0 / count));

    /// <summary>What the smallest of several differences that a claim wants above 0 says of it: null where neither it nor its
    /// contrary is beyond chance.</summary>
    public static bool? Verdict(double smallest, double threshold) =>
        smallest > threshold ? true : smallest < -threshold ? false : null;

    /// <summary>How much larger N Sigma of a layer over that of the layer below is in one model than in another, as a logarithm in units
    /// of its error: the jackknife over pairs of networks with common random numbers.</summary>
    public static double OfDecay(PairedComparison pair, int layer)
    {
        double[] Values(SimulationResult simulation, int at) => [.. simulation.Networks.Select(network => network[at].NSigma)];
        (double Sign, double[] Values)[] parts =
        [
            (1, Values(pair.Simulation, layer)), (-1, Values(pair.Simulation, layer - 1)),
            (-1, Values(pair.Other, layer)), (1, Values(pair.Other, layer - 1)),
        ];
        int count = parts[0].Values.Length;
        double[] sums = [.. parts.Select(part => part.Values.Sum())];
        double[] without =
        [
            .. Enumerable.Range(0, count).Select(network => parts.Select((part, index) =>
                part.Sign * Math.Log((sums[index] - part.Values[network]) / (count - 1))).Sum()),
        ];
        double mean = without.Average();
        double error = Math.Sqrt((count - 1.0) / count * without.Sum(value => (value - mean) * (value - mean)));
        return parts.Select((part, index) => part.Sign * Math.Log(sums[index] / count)).Sum() / error;
    }

    /// <summary>The relative error of a quotient, errors added as if independent.</summary>
    public static double Relative(Estimate upper, Estimate lower) =>
        Math.Sqrt(Square(upper.StandardError / upper.Mean) + Square(lower.StandardError / lower.Mean));

    private static double Square(double? value) => (value ?? 0) * (value ?? 0);
}
