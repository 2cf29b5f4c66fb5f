using System.Diagnostics;
using System.Globalization;
using CorrSyn.Formats;

namespace CorrSyn.Cli.Tests.Commands;

/// <summary>What `corrsyn network` holds at a time: some matrices of the size of the largest layer, however many layers there are.</summary>
/// <remarks>The runtime is given a limit of its heap, so that bytes in use are counted and not pages: within it the collector takes away
/// what is garbage before it gives up.</remarks>
public sealed class NetworkMemoryTests : IDisposable
{
    private const int Width = 2048;
    private const int Layers = 3;

    // Everything that is not of the size of a layer.
    private const long Program = 8_000_000;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    // docs/guide/network.md says six.
    [Fact]
    public void Network_WithinSixMatrices_IsAnalysed()
    {
        (int code, string output, string error) = Run(6);

        Assert.True(code == 0, $"{code}: {error}");
        Assert.Equal(Layers, output.Split('\n').Count(line => line.StartsWith("layer", StringComparison.Ordinal) && line.Contains("2048 x 2048", StringComparison.Ordinal)));
    }

    [Fact]
    public void Network_WithinThreeMatrices_IsOneLineAndExitCode2()
    {
        (int code, string output, string error) = Run(3);

        Assert.Equal(2, code);
        Assert.Empty(output);
        Assert.Contains("out of memory", Assert.Single(error.TrimEnd().Split('\n')), StringComparison.Ordinal);
    }

    private (int Code, string Output, string Error) Run(int matrices)
    {
        string path = _folder["network.npz"];
        NumericArray weights = NumericArray.Create(
            [Width, Width], [.. Enumerable.Range(0, Width * Width).Select(k => Math.Sin((double)k * k) * Math.Sqrt(2.0 / Width))]);
        using (FileStream stream = File.Create(path))
            ArrayWriter.WriteNpz(stream, Enumerable.Range(1, Layers).ToDictionary(layer => $"layer{layer}", _ => weights));
        var info = new ProcessStartInfo("dotnet", [typeof(Cli.Program).Assembly.Location, "network", path, "--threads", "2"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        long limit = matrices * sizeof(double) * (long)Width * Width + Program;
        info.Environment["DOTNET_GCHeapHardLimit"] = limit.ToString("x", CultureInfo.InvariantCulture);
        using Process process = Process.Start(info)!;
        return BuiltProgram.End(process);
    }
}
