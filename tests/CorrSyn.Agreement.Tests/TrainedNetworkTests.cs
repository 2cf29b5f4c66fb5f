using CorrSyn.Formats;
using CorrSyn.Model;
using CorrSyn.Trained;
using Xunit;
using Xunit.Abstractions;

namespace CorrSyn.Agreement.Tests;

/// <summary>Networks from files: D/N predicted by the theory of the one network, and measured with its inputs.</summary>
public sealed class TrainedNetworkTests(ITestOutputHelper output) : IDisposable
{
    private const int Width = 500;
    private const int Depth = 4;
    private const int Inputs = 40_000;

    private readonly string _folder = Directory.CreateTempSubdirectory("corrsyn-").FullName;
    private readonly Random _random = new(20261122);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    // What the inputs at hand vary along the shared direction differs from what they do on average by sqrt(2/40000) =
    // 0.7 %. N Sigma holds its square, and is 0.3 of K2 + N Sigma at r = 1: an error of 0.42 % of D/N, the same inputs for all layers.
    // 2 % is 4.7 of them, a false alarm of 3e-6. What remains is the Gaussian approximation of the theory, of order 1/N.
    [Theory]
    [InlineData(0.0)]
    [InlineData(1.0)]
    public void SingleNetwork_RandomTanh_IsWithinTwoPercent(double correlation)
    {
        double[][] weights = [.. Enumerable.Range(0, Depth).Select(_ => Weights(correlation))];
        NumericArray inputs = NumericArray.Create([Inputs, Width], DrawnInputs());

        NetworkReport report = Analyse(weights, inputs);
        NetworkReport wrong = Analyse([.. weights.Select(Shuffled)], inputs);

        foreach ((AnalysedLayer layer, AnalysedLayer other) in report.Layers.Zip(wrong.Layers))
        {
            double off = (layer.Dimensions.SingleNetwork!.Value / layer.Dimensions.Measured!.Value) - 1;
            double offOfWrong = (other.Dimensions.SingleNetwork!.Value / layer.Dimensions.Measured!.Value) - 1;
            output.WriteLine(FormattableString.Invariant(
                $"r = {correlation}, {layer.Layer.Name}: measured {layer.Dimensions.Measured:F4}, single {100 * off:F2} %, map {100 * ((layer.Dimensions.ScalarMap!.Value / layer.Dimensions.Measured!.Value) - 1):F2} %, shuffled rows {100 * offOfWrong:F2} %"));
            Assert.InRange(off, -0.02, 0.02);

            // The same numbers in another order within each row have no correlations.
            if (correlation > 0)
                Assert.True(offOfWrong > 0.1);
        }
    }

    private NetworkReport Analyse(double[][] weights, NumericArray inputs)
    {
        string path = Path.Combine(_folder, "network.npz");
        using (FileStream stream = File.Create(path))
            ArrayWriter.WriteNpz(stream, weights.Select((values, k) => ($"{k + 1}", NumericArray.Create([Width, Width], values))).ToDictionary());
        using NetworkFile file = NetworkFile.Open([path]);
        return NetworkAnalysis.Run(file, new NetworkAnalysisSettings(Activation.Tanh), inputs).Value;
    }

    private double[] Weights(double correlation)
    {
        double rho = correlation / Math.Sqrt(Width);
        double[] shared = Normals(Width);
        double scale = Math.Sqrt(0.8 / Width);
        return [.. Normals(Width * Width).Select(
            (own, place) => scale * ((Math.Sqrt(rho) * shared[place % Width]) + (Math.Sqrt(1 - rho) * own)))];
    }

    private double[] Shuffled(double[] weights)
    {
        double[] shuffled = [.. weights];
        for (int row = 0; row < Width; row++)
            _random.Shuffle(shuffled.AsSpan(row * Width, Width));
        return shuffled;
    }

    // Independent inputs, so that nothing but the weights correlates neurons.
    private double[] DrawnInputs() => Normals(Inputs * Width);

    private double[] Normals(int count) =>
        [.. Enumerable.Range(0, count).Select(_ =>
            Math.Sqrt(-2 * Math.Log(1 - _random.NextDouble())) * Math.Cos(2 * Math.PI * _random.NextDouble()))];
}
