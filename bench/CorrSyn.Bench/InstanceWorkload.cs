using System.Diagnostics;
using CorrSyn.Model;

namespace CorrSyn.Bench;

/// <summary>The theory of one given network of tanh, with the weights of bench/peers/instance_numpy.py.</summary>
internal static class InstanceWorkload
{
    private const int Width = 200;
    private const int Depth = 3;
    private const double FinestTolerance = 1e-14;

    /// <summary>Weights of variance 0.8/N, biases of variance 0.1, inputs of covariance X X^T/N with 2 N patterns of
    /// variance 1/4; all uniform numbers of a counter-based generator.</summary>
    public static Workload Create()
    {
        WeightLayer[] layers = [.. Enumerable.Range(0, Depth).Select(Layer)];
        double[] covariance = Covariance();
        return new Workload(
            "instance",
            $"the theory of one network of tanh, {Width} wide, {Depth} layers",
            [$"{Width}", $"{Depth}"],
            () => Run(layers, covariance),
            () => Values(Propagate(layers, covariance, new SingleNetworkSettings(FinestTolerance))));
    }

    private static Measurement Run(WeightLayer[] layers, double[] covariance)
    {
        var watch = Stopwatch.StartNew();
        SingleNetworkSolution solution = Propagate(layers, covariance, new SingleNetworkSettings());
        return new Measurement(watch.Elapsed.TotalSeconds, Values(solution));
    }

    private static SingleNetworkSolution Propagate(
        WeightLayer[] layers, double[] covariance, SingleNetworkSettings settings) =>
        SingleNetwork.Propagate(layers, new double[Width], covariance, settings).Value;

    private static Dictionary<string, double> Values(SingleNetworkSolution solution) =>
        solution.Layers.Skip(1).ToDictionary(
            layer => $"givenDimension[{layer.Layer - 1}]", layer => layer.Dimension);

    private static WeightLayer Layer(int index) =>
        WeightLayer.Create(
            Scaled(Math.Sqrt(0.8 / Width), 2 * index + 1, Width * Width),
            Scaled(Math.Sqrt(0.1), 2 * index + 2, Width),
            Activation.Tanh);

    private static double[] Covariance()
    {
        double[] patterns = Scaled(0.5, 0, 2 * Width * Width);
        var covariance = new double[Width * Width];
        for (int i = 0; i < Width; i++)
        {
            for (int j = 0; j < Width; j++)
            {
                double sum = 0;
                for (int k = 0; k < 2 * Width; k++)
                    sum += patterns[2 * Width * i + k] * patterns[2 * Width * j + k];
                covariance[Width * i + j] = sum / Width;
            }
        }

        return covariance;
    }

    // SplitMix64 of stream 2^32 + 1, 2, ...: uniform numbers of that standard deviation.
    private static double[] Scaled(double standardDeviation, int stream, int count)
    {
        var numbers = new double[count];
        for (int i = 0; i < count; i++)
        {
            unchecked
            {
                ulong z = ((ulong)(i + 1) + ((ulong)stream << 32)) * 0x9E3779B97F4A7C15;
                z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
                z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
                z ^= z >> 31;
                numbers[i] = standardDeviation * Math.Sqrt(12) * ((z >> 11) * Math.Pow(2, -53) - 0.5);
            }
        }

        return numbers;
    }
}
