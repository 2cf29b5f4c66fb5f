using System.Globalization;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;

namespace CorrSyn.Cli.Tests.Commands;

/// <summary>Whatever numbers are typed, there is a document or one line: never NaN, Infinity or a stack trace.</summary>
public sealed class DomainTests
{
    private static readonly string[] Activations =
    [
        .. NetworkModel.Activations.Select(activation => activation.Name),
        "leaky-relu:-0.7", "x/(1+abs(x))", "tanh(x+0.5)", "exp(x)", "x^3", "step(x-1)", "log(x)", "1/x", "0",
    ];

    private static Gen<double> Decades(double low, double high) =>
        Gen.Choose(0, 1_000_000).Select(n => Math.Pow(10, low + (high - low) * n / 1e6));

    private static Gen<string> Number(double low, double high) =>
        Gen.Frequency(
            (4, Decades(low, high)),
            (1, Decades(-300, 300))).Select(x => x.ToString("R", CultureInfo.InvariantCulture));

    private static Gen<string[]> Models =>
        from weights in Gen.Elements("gaussian", "binary", "independent", "orthogonal")
        from correlation in Gen.Elements("0", "0.5", "3", "14")
        from gain in Number(-6, 6)
        from biasVariance in Gen.Frequency((1, Gen.Constant("0")), (2, Number(-6, 1)))
        from activation in Gen.Elements(Activations)
        from inputRatio in Number(-2, 2)
        from inputStd in Number(-2, 2)
        from depth in Gen.Choose(1, 5)
        select (string[])
        [
            "--weights", weights,
            .. weights is "gaussian" or "binary" ? (string[])["--correlation", correlation] : [],
            "--gain", gain,
            "--bias-variance", biasVariance,
            "--activation", activation,
            "--input-ratio", inputRatio,
            "--input-std", inputStd,
            "--depth", depth.ToString(CultureInfo.InvariantCulture),
        ];

    private static int Answers(string command, int count, Action<JsonElement> check)
    {
        int answers = 0;
        foreach (string[] model in Models.Sample(count, new Rnd(20260101), size: 50))
        {
            CommandRun run = CommandRun.Of([command, .. model, "--json"]);
            string typed = $"{command} {string.Join(' ', model)}: {run.Error}";
            Assert.True(run.Code is 0 or 3, typed);
            foreach (string word in new[] { "NaN", "Infinity", "   at " })
            {
                Assert.False(run.Output.Contains(word, StringComparison.Ordinal), typed);
                Assert.False(run.Error.Contains(word, StringComparison.Ordinal), typed);
            }

            if (run.Code == 3)
            {
                Assert.Empty(run.Output);
                string line = Assert.Single(run.ErrorLines);
                // A layer and what it is about; a fixed point has no layer.
                Assert.True(line.Contains("layer", StringComparison.Ordinal) || line.Contains("fixed point", StringComparison.Ordinal), typed);
                Assert.True(
                    new[] { "K1", "K2", "Q ", "N Sigma", "average", "activation", "moment", "covariance", "variance of pre-activations", "g = " }
                        .Any(name => line.Contains(name, StringComparison.Ordinal)),
                    typed);
                continue;
            }

            answers++;
            check(JsonDocument.Parse(run.Output).RootElement);
        }

        return answers;
    }

    [Fact]
    public void Theory_AnyParameters_IsADocumentOrOneLineThatNamesLayerAndQuantity()
    {
        const int count = 80;
        int answers = Answers("theory", count, document => Assert.All(
            document.GetProperty("layers").EnumerateArray(),
            layer =>
            {
                double dimension = layer.GetProperty("dimension").GetDouble();
                Assert.True(dimension is > 0 and <= 1, $"{document}");
                Assert.True(layer.GetProperty("nSigma").GetDouble() >= 0, $"{document}");
            }));
        Assert.InRange(answers, count / 3, count - 1);
    }

    [Fact]
    public void FixedPoints_AnyParameters_IsADocumentOrOneLine()
    {
        const int count = 20;
        int answers = Answers("fixed-points", count, document => Assert.All(
            document.GetProperty("fixedPoints").EnumerateArray(),
            point => Assert.True(point.GetProperty("residual").GetDouble() < 1e-9, $"{point}")));
        Assert.InRange(answers, count / 4, count);
    }
}
