using CorrSyn.Formats;
using CorrSyn.Model;
using CorrSyn.Trained;
using Xunit;
using static CorrSyn.Tests.Trained.WrittenNetwork;

namespace CorrSyn.Tests.Trained;

public sealed class NetworkAnalysisTests : IDisposable
{
    private readonly WrittenNetwork _written = new();

    public void Dispose() => _written.Dispose();

    [Theory]
    [InlineData(30, 50, 0.0)]
    [InlineData(60, 40, 1.5)]
    public void Run_Correlation_IsThatOfTheMatrix(int rows, int columns, double correlation)
    {
        double[] weights = _written.Weights(rows, columns, correlation);

        AnalysedLayer layer = Assert.Single(Analyse(_written.Npz("n.npz", ("w", Matrix(rows, columns, weights)))).Layers);

        (double mean, double squared) = Direct(weights, rows, columns);
        Assert.Equal(mean, layer.Correlation.Mean.Value, 1e-12);
        Assert.Equal(squared, layer.Correlation.Squared.Value, 1e-12);
    }

    // Rounding to 16 bits changes each weight by 2^-11 or 2^-8 of itself at most.
    [Theory]
    [InlineData("F16")]
    [InlineData("BF16")]
    public void Run_HalfPrecision_IsRightToAPercent(string type)
    {
        const int Size = 200;
        double[] weights = _written.Weights(Size, Size, 1);
        byte[] data = [.. weights.SelectMany(weight => type == "F16"
            ? BitConverter.GetBytes((Half)weight)
            : BitConverter.GetBytes((ushort)(BitConverter.SingleToUInt32Bits((float)weight) >> 16)))];
        byte[] header = System.Text.Encoding.ASCII.GetBytes(
            $$$"""{"w":{"dtype":"{{{type}}}","shape":[{{{Size}}},{{{Size}}}],"data_offsets":[0,{{{data.Length}}}]}}""");
        string path = _written.Bytes("n.safetensors", [.. BitConverter.GetBytes((long)header.Length), .. header, .. data]);

        AnalysedLayer layer = Assert.Single(Analyse(path).Layers);

        Assert.Equal(1, layer.Correlation.Squared.Value / Direct(weights, Size, Size).Squared, 1e-2);
    }

    // A vocabulary: the square of its size is more than an array may hold.
    [Fact]
    public void Run_LayerTooWideForItsCovariance_IsSaidAndTheRestIsThere()
    {
        const int Width = 50_000;

        NetworkReport report = Analyse(_written.Npz(
            "n.npz", ("w1", Matrix(3, 3, _written.Weights(3, 3, 0))), ("w2", Matrix(Width, 3, _written.Weights(Width, 3, 0)))));

        Assert.NotNull(report.Layers[0].Dimensions.SingleNetwork);
        Assert.Null(report.Layers[1].Dimensions.SingleNetwork);
        Assert.NotNull(report.Layers[1].Dimensions.ScalarMap);
        Assert.Contains("the theory of this one network ends below layer 2: the covariance of its 50000 neurons is too large to keep; allowed: up to 8192", report.Notes);
    }

    [Fact]
    public void Run_ActivationWithoutAverages_IsANote()
    {
        Assert.True(NetworkModel.TryCreate(ModelDescription.Default with { Activation = "1/x" }, out NetworkSpec? spec, out _));

        NetworkReport report = Analyse(
            _written.Npz("n.npz", ("w", Matrix(3, 3, _written.Weights(3, 3, 0)))), activation: spec.Layers[0].Activation);

        Assert.Contains(report.Notes, note => note.StartsWith("the theory of this one network ends below layer 1: activation: 1/x has no finite value", StringComparison.Ordinal));
    }

    [Fact]
    public void Run_OrthogonalRows_HaveNoCorrelationAtAll()
    {
        double[] identity = [.. Enumerable.Range(0, 400).Select(place => place % 21 == 0 ? 0.9 : 0.0)];

        NetworkReport report = Analyse(_written.Npz("n.npz", ("w", Matrix(20, 20, identity))), activation: Activation.Linear);

        AnalysedLayer layer = Assert.Single(report.Layers);
        Assert.Equal(-1, layer.Correlation.Squared.Value, 1e-12);
        Assert.Equal(1, layer.Dimensions.SingleNetwork!.Value, 1e-12);

        // The map of a linear layer with r^2 = -1 keeps K2 and N Sigma: D/N stays 1.
        Assert.Equal(1, layer.Dimensions.ScalarMap!.Value, 1e-9);
    }

    [Fact]
    public void Run_LayersThatDoNotFit_AreMeasuredOnly()
    {
        NetworkReport report = Analyse(_written.Npz(
            "n.npz", ("a", Matrix(5, 4, _written.Gaussian(20))), ("b", Matrix(3, 4, _written.Gaussian(12)))));

        Assert.Equal(2, report.Layers.Count);
        Assert.All(report.Layers, layer => Assert.Equal(new LayerDimensions(null, null, null), layer.Dimensions));
        Assert.Contains("do not fit", Assert.Single(report.Notes), StringComparison.Ordinal);
    }

    [Fact]
    public void Run_InputsThatDoNotFit_AreRefused()
    {
        string path = _written.Npz("n.npz", ("a", Matrix(5, 4, _written.Gaussian(20))));

        Assert.Contains("allowed: M x 4", Refusal(path, Matrix(10, 5, new double[50])), StringComparison.Ordinal);
        Assert.Contains("at least 4", Refusal(path, Matrix(3, 4, new double[12])), StringComparison.Ordinal);
        Assert.Contains("input 1, neuron 2", Refusal(path, Matrix(4, 4, [.. Enumerable.Range(0, 16).Select(k => k == 6 ? double.NaN : k)])), StringComparison.Ordinal);
    }

    private static string Refusal(string path, NumericArray inputs) =>
        Assert.Throws<ArgumentException>(() => Analyse(path, inputs)).Message;

    private static NetworkReport Analyse(string path, NumericArray? inputs = null, Activation? activation = null)
    {
        using NetworkFile file = NetworkFile.Open([path]);
        return NetworkAnalysis.Run(file, new NetworkAnalysisSettings(activation ?? Activation.Tanh), inputs).Value;
    }

    // sqrt(N) times the mean cosine of two rows, and N times the mean squared one less 1, pair by pair.
    private static (double Mean, double Squared) Direct(double[] weights, int rows, int columns)
    {
        double[][] directions = [.. weights.Chunk(columns).Select(row =>
        {
            double norm = Math.Sqrt(row.Sum(weight => weight * weight));
            return row.Select(weight => weight / norm).ToArray();
        })];
        double sum = 0;
        double squares = 0;
        for (int i = 0; i < rows; i++)
        {
            for (int j = 0; j < i; j++)
            {
                double cosine = directions[i].Zip(directions[j], (a, b) => a * b).Sum();
                sum += cosine;
                squares += cosine * cosine;
            }
        }

        double pairs = 0.5 * rows * (rows - 1);
        return (Math.Sqrt(columns) * sum / pairs, (columns * squares / pairs) - 1);
    }
}
