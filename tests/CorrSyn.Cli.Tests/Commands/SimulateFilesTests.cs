using System.Text.Json;
using CorrSyn.Formats;

namespace CorrSyn.Cli.Tests.Commands;

/// <summary>Inputs from a file, and weights to one.</summary>
public sealed class SimulateFilesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    // r_eff^2 of one layer scatters by about 2 r sqrt(2 + ..)/N around r^2: its own spread over layers is the measure.
    [Theory]
    [InlineData("--correlation 2", 4.0)]
    [InlineData("--weights binary --correlation 2", 4.0)]
    [InlineData("--weights independent", 0.0)]
    [InlineData("--weights orthogonal", -1.0)]
    [InlineData("--postsynaptic blocks:4 --correlation 4", 4.0)]
    [InlineData("--weights sparse:0.3 --correlation 1", 1.0)]
    [InlineData("--weights binary --correlation -0.04", 0.0)]
    public void SaveWeights_ReadByNetwork_HaveTheCorrelationOfTheModel(string weights, double expected)
    {
        CommandRun run = CommandRun.Typed(
            $"simulate {weights} --width 160 --depth 12 --samples 8 --instances 1 --seed 3 --save-weights {_folder["w.npz"]} --json");
        run.Document();
        JsonElement[] layers =
            [.. CommandRun.Typed($"network {_folder["w.npz"]} --json").Document().GetProperty("layers").EnumerateArray()];
        double[] measured = [.. layers.Select(layer => layer.GetProperty("effectiveCorrelationSquared").GetDouble())];

        Assert.Equal(12, measured.Length);
        Assert.Equal(Enumerable.Range(1, 12).Select(layer => $"layer{layer}.weight"), layers.Select(layer => layer.GetProperty("name").GetString()));

        // Five standard errors of the mean of 12 layers; Student's t with 11 degrees of freedom passes that in one of 2500.
        double mean = measured.Average();
        double error = Math.Sqrt(measured.Sum(value => Math.Pow(value - mean, 2)) / 11 / 12);
        Assert.InRange(mean, expected - 5 * error - 1e-9, expected + 5 * error + 1e-9);
        Assert.True(error < 0.1 + 0.05 * Math.Abs(expected), $"{error}");
    }

    [Fact]
    public void SaveWeights_Layers_HaveTheirShapesAndBiases()
    {
        string model = _folder.Write("model.json", "{\"width\": 10, \"biasVariance\": 4, \"layers\": [{\"width\": 7}, {\"width\": 5, \"biasVariance\": 0}]}");
        CommandRun.Typed($"simulate --config {model} --samples 8 --instances 1 --save-weights {_folder["w.npz"]} --json").Document();
        using ArrayFile file = ArrayFile.Open(_folder["w.npz"]);

        Assert.Equal(
            ["layer1.bias 7", "layer1.weight 7 10", "layer2.bias 5", "layer2.weight 5 7"],
            file.Arrays.Select(array => $"{array.Name} {string.Join(' ', array.Shape)}").Order(StringComparer.Ordinal));
        Assert.All(file.Arrays.Single(array => array.Name == "layer2.bias").Read(default).Values, bias => Assert.Equal(0, bias));
        Assert.True(file.Arrays.Single(array => array.Name == "layer1.bias").Read(default).Values.Max(Math.Abs) > 1);
        Assert.Equal(["model.json", "w.npz"], Directory.EnumerateFiles(_folder.Location).Select(Path.GetFileName).Order());
    }

    [Fact]
    public void SaveWeights_PathThatCannotBe_IsOneLineAndExitCode2()
    {
        foreach (string path in new[] { _folder.Location, _folder["missing/w.npz"], " " })
        {
            CommandRun run = CommandRun.Of("simulate", "--width", "8", "--samples", "8", "--save-weights", path);
            Assert.Equal(2, run.Code);
            Assert.Contains("--save-weights", Assert.Single(run.ErrorLines), StringComparison.Ordinal);
        }

        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder.Location));
    }

    [Fact]
    public void Inputs_OfAnyFormat_AreTheSameInputs()
    {
        NumericArray array = Inputs(12, 6);
        JsonElement npy = Simulate(Npy("x.npy", array)).Document();
        using (var writer = new StreamWriter(_folder["x.csv"]))
            ArrayWriter.WriteCsv(writer, array);
        using (FileStream stream = File.Create(_folder["x.npz"]))
            ArrayWriter.WriteNpz(stream, new Dictionary<string, NumericArray> { ["x"] = array });

        Assert.Equal(12, npy.GetProperty("samples").GetInt32());
        Assert.Equal(6, npy.GetProperty("model").GetProperty("width").GetInt32());
        Assert.Equal(12, npy.GetProperty("inputs").GetProperty("count").GetInt32());
        Assert.Equal(0, npy.GetProperty("layers")[0].GetProperty("k1").GetProperty("standardError").GetDouble());
        foreach (string other in new[] { "x.csv", "x.npz" })
        {
            JsonElement read = Simulate(_folder[other]).Document();
            Assert.Equal(npy.GetProperty("layers").GetRawText(), read.GetProperty("layers").GetRawText());
            Assert.Equal(
                npy.GetProperty("inputs").GetProperty("digest").GetString(), read.GetProperty("inputs").GetProperty("digest").GetString());
        }
    }

    [Fact]
    public void Inputs_ThatCannotBe_AreRefusedByName()
    {
        string good = Npy("good.npy", Inputs(12, 6));
        Refused(Npy("few.npy", Inputs(3, 6)), "at least 4");
        Refused(Npy("vector.npy", NumericArray.Create([6], new double[6])), "one row for each input");
        Refused(Npy("nan.npy", NumericArray.Create([4, 2], [1, 2, 3, double.NaN, 5, 6, 7, 8])), "input 1, neuron 1");
        Refused(_folder["missing.npy"], "missing.npy");
        Refused(good, "--width", "--width", "7");
        Refused(good, "--samples", "--samples", "13");
        Refused(good, "--input-std", "--input-std", "1");
        Refused(good, "--input-law", "--input-law", "signs");
        using (FileStream stream = File.Create(_folder["two.npz"]))
            ArrayWriter.WriteNpz(stream, new Dictionary<string, NumericArray> { ["x"] = Inputs(4, 4), ["y"] = Inputs(4, 4) });
        Refused(_folder["two.npz"], "2 arrays");
    }

    [Fact]
    public void Inputs_WithCheckpoint_RefuseNetworksOfOtherInputs()
    {
        string first = Npy("a.npy", Inputs(12, 6)), other = Npy("b.npy", Inputs(12, 6, shift: 1));
        string checkpoint = _folder["run.checkpoint"];
        Assert.Equal(0, Simulate(first, "--checkpoint", checkpoint).Code);
        Assert.Equal(0, Simulate(first, "--checkpoint", checkpoint).Code);
        CommandRun run = Simulate(other, "--checkpoint", checkpoint);
        Assert.Equal(2, run.Code);
        Assert.Contains("another model", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Theory_GivenInputs_StartsFromTheirMeasuredCovarianceOrSaysWhyNot()
    {
        string centred = Npy("centred.npy", Centred(Inputs(400, 60)));
        JsonElement theory = CommandRun.Typed($"theory --inputs {centred} --depth 2 --json").Document();
        JsonElement simulated = CommandRun.Typed($"simulate --inputs {centred} --depth 2 --instances 2 --json").Document();
        Assert.Equal(
            simulated.GetProperty("layers")[0].GetProperty("nSigma").GetProperty("mean").GetDouble(),
            theory.GetProperty("layers")[0].GetProperty("nSigma").GetDouble(),
            1e-12);
        Assert.Contains("measured", theory.GetProperty("validity").GetProperty("reason").GetString(), StringComparison.Ordinal);

        string moved = Npy("moved.npy", Inputs(400, 60));
        Unanswered($"theory --inputs {moved}", "mean 0");
        Unanswered($"theory --inputs {centred} --activation relu", "odd activations");
        Unanswered($"theory --inputs {centred} --postsynaptic blocks:2", "structured");
        Unanswered($"theory --inputs {centred} --finite-size", "--finite-size");
        CommandRun.Typed($"theory --inputs {centred} --activation relu --correlation 0 --json").Document();
    }

    private static void Unanswered(string arguments, string cause)
    {
        CommandRun run = CommandRun.Typed(arguments);
        Assert.Equal(3, run.Code);
        Assert.Contains(cause, Assert.Single(run.ErrorLines), StringComparison.Ordinal);
    }

    private static void Refused(string path, string cause, params string[] options)
    {
        CommandRun run = CommandRun.Of(["simulate", "--inputs", path, "--instances", "2", .. options]);
        Assert.Equal(2, run.Code);
        Assert.Contains(cause, Assert.Single(run.ErrorLines), StringComparison.Ordinal);
    }

    private static CommandRun Simulate(string path, params string[] options) =>
        CommandRun.Of(["simulate", "--inputs", path, "--instances", "3", "--depth", "2", "--json", .. options]);

    private string Npy(string name, NumericArray array)
    {
        using FileStream stream = File.Create(_folder[name]);
        ArrayWriter.WriteNpy(stream, array);
        return _folder[name];
    }

    // Sines of squares scatter evenly; some of it is common to all neurons, and one column in three has a mean.
    private static NumericArray Inputs(int count, int width, double shift = 0) =>
        NumericArray.Create(
            [count, width],
            [.. Enumerable.Range(0, count * width).Select(i => Math.Sin(shift + 0.7 * i * (double)i)
                + 0.5 * Math.Sin(1.3 * (i / width) * (double)(i / width)) + (i % width % 3 == 0 ? 0.5 : 0))]);

    private static NumericArray Centred(NumericArray inputs)
    {
        (int count, int width) = ((int)inputs.Shape[0], (int)inputs.Shape[1]);
        double[] values = [.. inputs.Values];
        for (int neuron = 0; neuron < width; neuron++)
        {
            double mean = Enumerable.Range(0, count).Average(sample => inputs.Values[sample * width + neuron]);
            for (int sample = 0; sample < count; sample++)
                values[sample * width + neuron] -= mean;
        }

        return NumericArray.Create(inputs.Shape, values);
    }
}
