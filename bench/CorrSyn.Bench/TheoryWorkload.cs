using System.Diagnostics;
using CorrSyn.Model;

namespace CorrSyn.Bench;

/// <summary>The layer map at many points of the parameters.</summary>
internal static class TheoryWorkload
{
    private const int PointCount = 1000;
    private const int Depth = 10;

    /// <summary>r from 0 to 3, g from 0.5 to 2 and sigma_b from 0 to 0.5, each point with its own.</summary>
    public static Workload Create()
    {
        NetworkSpec[] points = [.. Enumerable.Range(0, PointCount).Select(Point)];
        return new Workload(
            "theory",
            $"the layer map of tanh at {PointCount} points, {Depth} layers each",
            [$"{PointCount}", $"{Depth}"],
            () => Run(points),
            () => Values(Last(points[0], MeanField.SmallestTolerance), Last(points[^1], MeanField.SmallestTolerance)));
    }

    private static NetworkSpec Point(int index)
    {
        double share = index / (PointCount - 1.0);
        return NetworkModel.Create(
            correlation: 3 * share, gain: 0.5 + 1.5 * share, biasVariance: 0.5 * share, depth: Depth, width: 100);
    }

    private static Measurement Run(NetworkSpec[] points)
    {
        var watch = Stopwatch.StartNew();
        double[] dimensions = [.. MeanField.EvaluateMany(points).Select(point => point.Value.Layers[^1].Dimension)];
        return new Measurement(watch.Elapsed.TotalSeconds, Values(dimensions[0], dimensions[^1]));
    }

    private static double Last(NetworkSpec point, double tolerance) =>
        MeanField.Evaluate(point, tolerance: tolerance).Value.Layers[^1].Dimension;

    private static Dictionary<string, double> Values(double first, double last) =>
        new() { ["first"] = first, ["last"] = last };
}
