using CorrSyn.Learning;
using CorrSyn.Simulation.Estimation;
using CorrSyn.Simulation.Learning;
using MathNet.Numerics.Distributions;
using Xunit;
using Xunit.Abstractions;

namespace CorrSyn.Agreement.Tests;

/// <summary>Learned rows, rotated so that they keep their correlations and lose their alignment, against the layer map at their r_eff^2.</summary>
/// <remarks>
/// The map holds for N to infinity; r_eff^2, biases and the input are those of the run, and D/N differs from the map by 1/N and higher orders. So
/// the logarithm of measured over predicted D/N is taken at N and at 2 N, and twice the second less the first has no term of order 1/N.
/// Runs of both widths are independent. Its mean over pairs of runs is tested by Student's t at a family-wise level of 1e-4 over the layers.
/// </remarks>
public class RotatedControlTests(ITestOutputHelper output)
{
    private const int Runs = 40;
    private const int Depth = 3;
    private const int Width = 80;

    private static readonly double Threshold = -StudentT.InvCDF(0, 1, Runs - 1, 1e-4 / Depth / 2);

    private static readonly Lazy<Logarithms[][]> AtWidth = new(() => Measure(Width));
    private static readonly Lazy<Logarithms[][]> AtTwiceTheWidth = new(() => Measure(2 * Width));

    [Fact]
    public void Rotated_AtTheirCorrelation_AreWhatTheMapSays() =>
        Assert.All(Deviations(run => run.Rotated), z => Assert.True(Math.Abs(z) < Threshold, $"{z}"));

    [Fact]
    public void Rotated_WithoutTheirCorrelation_AreNot() =>
        Assert.All(Deviations(run => run.RotatedAsIndependent), z => Assert.True(z < -Threshold, $"{z}"));

    // What the map leaves out of learned rows is their alignment: D/N is far below it.
    [Fact]
    public void Learned_AtTheirCorrelation_AreNot() =>
        Assert.All(Deviations(run => run.Learned), z => Assert.True(z < -Threshold, $"{z}"));

    private double[] Deviations(Func<Logarithms, double> quantity) =>
        [.. Enumerable.Range(0, Depth).Select(layer =>
        {
            Estimate mean = SampleMoments.Mean([.. AtWidth.Value.Zip(
                AtTwiceTheWidth.Value, (narrow, wide) => 2 * quantity(wide[layer]) - quantity(narrow[layer]))]);
            output.WriteLine(FormattableString.Invariant(
                $"layer {layer + 1}: measured/map at N to infinity {Math.Exp(mean.Mean):F4}({mean.StandardError:F4}); at N = {Width} {Math.Exp(AtWidth.Value.Average(run => quantity(run[layer]))):F4}"));
            return mean.Mean / mean.StandardError!.Value;
        })];

    private static Logarithms[][] Measure(int width) =>
        [.. Enumerable.Range(1, Runs).Select(seed =>
        {
            HebbianReport report = HebbianLearning.Run(
                HebbianDefaults.Settings with { Width = width, Depth = Depth, Instances = 1, Seed = seed },
                predictsEachNetwork: false).Value;
            return Enumerable.Range(0, Depth).Select(layer => new Logarithms(
                Logarithm(report, layer, SynapseVariant.Learned, SynapseVariant.Learned),
                Logarithm(report, layer, SynapseVariant.Rotated, SynapseVariant.Rotated),
                Logarithm(report, layer, SynapseVariant.Rotated, SynapseVariant.Shuffled))).ToArray();
        })];

    // ln of measured over predicted D/N. All networks of a run have the same gain, biases and input; shuffled rows have no correlations.
    private static double Logarithm(HebbianReport report, int layer, SynapseVariant measured, SynapseVariant predicted) =>
        Math.Log(report.Networks[(int)measured].Layers[layer].Dimension!.Value.Mean
            / report.Networks[(int)predicted].Layers[layer].Theory!.Dimension.Mean);

    private sealed record Logarithms(double Learned, double Rotated, double RotatedAsIndependent);
}
