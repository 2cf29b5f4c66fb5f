using System.Text.Json;
using System.Xml.Linq;

namespace CorrSyn.Cli.Tests.Commands;

public sealed class FigureCommandTests
{
    private static readonly string[] Small = "--width 30 --depth 2 --samples 20 --instances 6".Split(' ');

    [Fact]
    public void Run_SeveralFigures_WritesDataPicturesAndPages()
    {
        using var folder = new TemporaryFolder();
        string path = folder["figures"];

        CommandRun run = CommandRun.Of(["figure", "dimension", "decorrelation", "--out", path, .. Small]);

        Assert.Equal(0, run.Code);
        Assert.Equal(
            [
                "decorrelation-ratio.csv", "decorrelation-ratio.svg", "decorrelation.csv", "decorrelation.html", "decorrelation.json",
                "decorrelation.svg", "dimension.csv", "dimension.html", "dimension.json", "dimension.svg", "index.html",
            ],
            Directory.GetFiles(path).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Contains("dimension: ", run.Output, StringComparison.Ordinal);
        Assert.Contains("decorrelation: ", run.Output, StringComparison.Ordinal);
        Assert.All(Directory.GetFiles(path, "*.svg"), file =>
            Assert.DoesNotContain("NaN", XElement.Load(file).ToString(), StringComparison.Ordinal));
    }

    [Fact]
    public void Run_Dimension_HoldsTheTheoryAndTheSimulationOfEveryEnsemble()
    {
        using var folder = new TemporaryFolder();
        string path = folder["figures"];

        Assert.Equal(0, CommandRun.Of(["figure", "dimension", "--out", path, .. Small]).Code);

        using JsonDocument document = JsonDocument.Parse(File.ReadAllText(Path.Combine(path, "dimension.json")));
        Assert.Equal("corrsyn/figure/1", document.RootElement.GetProperty("schema").GetString());
        JsonElement[] series = [.. document.RootElement.GetProperty("charts")[0].GetProperty("series").EnumerateArray()];
        Assert.Equal(10, series.Length);
        JsonElement theory = series.Single(each => each.GetProperty("name").GetString() == "gaussian, r = 1, theory");
        Assert.Equal(
            MeanField.Evaluate(NetworkModel.Create(depth: 2)).Value.Layers.Select(layer => layer.Dimension),
            theory.GetProperty("points").EnumerateArray().Select(point => point.GetProperty("y").GetDouble()));
        JsonElement simulated = series.Single(each => each.GetProperty("name").GetString() == "gaussian, r = 1, simulation");
        Assert.All(simulated.GetProperty("points").EnumerateArray(), point => Assert.True(point.GetProperty("standardError").GetDouble() > 0));
        // A handful of networks of 30 neurons: orthogonal ones still keep far more dimensions.
        Assert.True(document.RootElement.GetProperty("supported").GetBoolean());
    }

    [Fact]
    public void Run_TwoNetworks_DecideNothing()
    {
        using var folder = new TemporaryFolder();
        string path = folder["figures"];

        Assert.Equal(0, CommandRun.Of("figure", "one-layer", "--out", path, "--width", "10", "--samples", "6", "--instances", "2").Code);

        using JsonDocument document = JsonDocument.Parse(File.ReadAllText(Path.Combine(path, "one-layer.json")));
        Assert.NotEqual(JsonValueKind.True, document.RootElement.GetProperty("supported").ValueKind);
    }

    [Fact]
    public void Run_PhaseDiagram_HasColoursAndTheCriticalLine()
    {
        using var folder = new TemporaryFolder();
        string path = folder["figures"];

        Assert.Equal(0, CommandRun.Of("figure", "phase-diagram", "--out", path).Code);

        string svg = File.ReadAllText(Path.Combine(path, "phase-diagram.svg"));
        Assert.True(XElement.Parse(svg).Descendants().Count(element => element.Name.LocalName == "rect") > 500);
        Assert.Contains("\"critical gain\"", File.ReadAllText(Path.Combine(path, "phase-diagram.csv")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("figure", "no figure is named")]
    [InlineData("figure dimensoin", "did you mean dimension")]
    [InlineData("figure all --weights binary", "--weights")]
    [InlineData("figure finite-size --gain -1", "--gain")]
    public void Run_BadUsage_IsOneLine(string line, string expected)
    {
        CommandRun run = CommandRun.Typed(line);

        Assert.Equal(2, run.Code);
        Assert.Contains(expected, Assert.Single(run.ErrorLines), StringComparison.Ordinal);
    }

    [Fact]
    public void Run_NoTheory_ExitsWithThree()
    {
        using var folder = new TemporaryFolder();

        CommandRun run = CommandRun.Of("figure", "dimension", "--activation", "exp(x)", "--gain", "50", "--out", folder["figures"]);

        Assert.Equal(3, run.Code);
        Assert.False(Directory.Exists(folder["figures"]));
    }
}
