using System.Diagnostics;
using System.Text.Json;

namespace CorrSyn.Cli.Tests.Commands;

/// <summary>The kernels that other machines use: vectors of the processor are switched off in a process of its own.</summary>
public sealed class SimulateWithoutVectorsTests
{
    private static readonly string[] Arguments =
        ["simulate", "--width", "30", "--samples", "40", "--instances", "2", "--depth", "2", "--estimator", "plain", "--json"];

    // Sums of at most 60 numbers are rounded differently where multiply-adds are not fused or sums are added in another order: by
    // at most some 60 2^-53 of their size, which two layers and squares multiply by less than 100.
    private const double Tolerance = 60 * 1.1e-16 * 100;

    [Theory]
    [InlineData("DOTNET_EnableAVX512")]
    [InlineData("DOTNET_EnableAVX2")]
    [InlineData("DOTNET_EnableHWIntrinsic")]
    public void Simulate_VectorsSwitchedOff_GivesTheSameNumbersToRounding(string variable)
    {
        JsonElement expected = JsonDocument.Parse(Run(null)).RootElement.GetProperty("layers");
        JsonElement actual = JsonDocument.Parse(Run(variable)).RootElement.GetProperty("layers");

        Assert.Equal(3, actual.GetArrayLength());
        for (int layer = 0; layer < 3; layer++)
        {
            foreach (string quantity in new[] { "k1", "k2", "q", "nSigma", "dimension" })
            {
                double mean = expected[layer].GetProperty(quantity).GetProperty("mean").GetDouble();
                double other = actual[layer].GetProperty(quantity).GetProperty("mean").GetDouble();
                Assert.Equal(mean, other, Tolerance * Math.Abs(mean));
            }
        }
    }

    private static string Run(string? switchedOff)
    {
        var info = new ProcessStartInfo("dotnet", [typeof(Program).Assembly.Location, .. Arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        if (switchedOff is not null)
            info.Environment[switchedOff] = "0";
        using Process process = Process.Start(info)!;
        (int code, string output, string error) = BuiltProgram.End(process);
        Assert.Equal(string.Empty, error);
        Assert.Equal(0, code);
        return output;
    }
}
