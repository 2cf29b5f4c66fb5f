using System.Text.Json;
using CorrSyn.Formats;

namespace CorrSyn.Cli.Tests.Commands;

public sealed class NetworkCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Json_Network_HasTheNamesOfTheContract()
    {
        JsonElement document = CommandRun.Of("network", Network(), "--inputs", Inputs(), "--json").Document();

        Assert.Equal("corrsyn/network/1", document.GetProperty("schema").GetString());
        JsonElement layer = document.GetProperty("layers")[0];
        foreach (string name in new[] { "name", "shape", "meanCorrelation", "effectiveCorrelationSquared", "nullStandardDeviation", "z", "predictedDimension", "measuredDimension" })
            Assert.True(layer.TryGetProperty(name, out _), name);
        Assert.InRange(layer.GetProperty("predictedDimension").GetProperty("scalarMap").GetDouble(), 0, 1);
        Assert.InRange(layer.GetProperty("predictedDimension").GetProperty("singleNetwork").GetDouble(), 0, 1);
        JsonElement skipped = Assert.Single(document.GetProperty("skipped").EnumerateArray());
        Assert.Equal("scale", skipped.GetProperty("name").GetString());
        Assert.Equal("a vector that is the bias of no layer", skipped.GetProperty("reason").GetString());
    }

    [Fact]
    public void Text_HostileName_IsPrintedHarmlessly()
    {
        string path = Write("n.npz", ("\u001b[31m\u202e<b>", Matrix(3, 3)));

        CommandRun run = CommandRun.Of("network", path);

        Assert.Equal(0, run.Code);
        Assert.Contains("\\u001b[31m\\u202e<b>", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', run.Output);
    }

    [Fact]
    public void Run_BadInput_IsOneLineAndExitCode2()
    {
        string network = Network();
        foreach (string[] arguments in new string[][]
        {
            ["network"],
            ["network", _folder["no such file"]],
            ["network", _folder.Write("a.pt", "\u0080\u0002")],
            ["network", _folder.Write("a.csv", "1,2\n3,x\n")],
            ["network", network, "--inputs", network],
            ["network", network, "--layers", "nothing"],
            ["network", network, "--layout", "sideways"],
            ["network", network, "--activation", "nothing"],
            ["network", network, "--input-std", "0"],
            ["network", network, "--max-array-bytes", "8"],
        })
        {
            CommandRun run = CommandRun.Of(arguments);

            Assert.Equal(2, run.Code);
            Assert.StartsWith("corrsyn: error: ", Assert.Single(run.ErrorLines), StringComparison.Ordinal);
            Assert.Empty(run.Output);
        }
    }

    [Fact]
    public void Run_MisspelledOption_IsNotTakenForAFile()
    {
        CommandRun run = CommandRun.Of("network", Network(), "--layuot", "in-out");

        Assert.Equal(2, run.Code);
        Assert.Contains("unknown option --layuot", Assert.Single(run.ErrorLines), StringComparison.Ordinal);
        Assert.Contains("--layout", run.ErrorLines[0], StringComparison.Ordinal);
    }

    [Fact]
    public void Run_Pickle_SaysHowToConvertIt()
    {
        File.WriteAllBytes(_folder["model.pth"], [0x80, 2, 0]);

        Assert.Contains(
            "python3 -c \"import numpy, torch; ", CommandRun.Of("network", _folder["model.pth"]).ErrorLines[0], StringComparison.Ordinal);
    }

    private string Network() =>
        Write("n.npz", ("1.weight", Matrix(6, 5)), ("1.bias", NumericArray.Create([6], new double[6])), ("2.weight", Matrix(4, 6)), ("scale", NumericArray.Create([3], new double[3])));

    private string Inputs() => Write("x.npz", ("x", Matrix(40, 5)));

    private static NumericArray Matrix(int rows, int columns) =>
        NumericArray.Create([rows, columns], [.. Enumerable.Range(1, rows * columns).Select(k => Math.Cos(k * k))]);

    private string Write(string name, params (string Name, NumericArray Array)[] arrays)
    {
        using FileStream stream = File.Create(_folder[name]);
        ArrayWriter.WriteNpz(stream, arrays.ToDictionary(array => array.Name, array => array.Array));
        return _folder[name];
    }
}
