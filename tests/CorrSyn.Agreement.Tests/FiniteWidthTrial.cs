using CorrSyn.Model;
using CorrSyn.Simulation.Estimation;
using CorrSyn.Simulation.Networks;

namespace CorrSyn.Agreement.Tests;

/// <summary>Simulations at one width, to be held against predictions for that width.</summary>
internal static class FiniteWidthTrial
{
    public static SimulationResult Simulate(NetworkSpec spec, int samples, int instances) =>
        MonteCarlo.Run(
            spec,
            new SimulationSettings(samples, instances, 41, Environment.ProcessorCount, CovarianceEstimator.Corrected)).Value;

    public static ControlledEstimate Mean(SimulationResult simulated, int layer, LayerQuantity quantity) =>
        ControlVariates.PlainAverage(simulated.Spec, simulated.Networks, layer, quantity)!.Value;

    /// <summary>The standard error, and the size of the next order if it is as large beside the last one as all corrections
    /// are beside the limit.</summary>
    public static double Error(ControlledEstimate mean, FiniteWidthValue value)
    {
        double corrections = Math.Abs(value.HalfOrder) + Math.Abs(value.FirstOrder!.Value);
        return Error(mean, corrections * corrections / value.Limit);
    }

    /// <summary>The standard error, and what else is left open.</summary>
    public static double Error(ControlledEstimate mean, double leftOut) =>
        Math.Sqrt(mean.StandardError * mean.StandardError + leftOut * leftOut);

    /// <summary>The standard deviation over networks with all inputs there are, and its error, from two numbers of inputs for
    /// the same networks.</summary>
    /// <remarks>An estimate from M inputs has a variance over inputs of order 1/M, which adds to that over networks:
    /// (4 Var_4M - Var_M)/3 is without it. The error is that of the mean of (4 d_4M^2 - d_M^2)/3 over networks, d the
    /// deviations from the mean.</remarks>
    public static (double Value, double Error) Deviation(
        SimulationResult few, SimulationResult many, int layer, LayerQuantity quantity)
    {
        if (many.Settings.Samples != 4 * few.Settings.Samples)
            throw new ArgumentException("Four times as many inputs are needed.", nameof(many));
        double[] small = SquaredDeviations(few, layer, quantity);
        double[] large = SquaredDeviations(many, layer, quantity);
        double[] squares = [.. small.Zip(large, (a, b) => (4 * b - a) / 3)];
        int count = squares.Length;
        double variance = squares.Sum() / (count - 1);
        double scatter = Math.Sqrt(squares.Sum(square => Math.Pow(square - variance, 2)) / (count - 1));
        double deviation = Math.Sqrt(Math.Max(0, variance));
        return (deviation, scatter / Math.Sqrt(count) / (2 * deviation));
    }

    private static double[] SquaredDeviations(SimulationResult simulated, int layer, LayerQuantity quantity)
    {
        double[] values = [.. simulated.Networks.Select(network => network[layer].ValueOf(quantity)!.Value)];
        double mean = values.Average();
        return [.. values.Select(value => (value - mean) * (value - mean))];
    }
}
