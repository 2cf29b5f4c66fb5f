using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace CorrSyn.Bench;

/// <summary>What a table of times was measured on.</summary>
internal static class Machine
{
    /// <summary>Processor, cores, vectors, operating system and runtime, in one line.</summary>
    public static string Description =>
        $"{Processor}, {Environment.ProcessorCount} cores, {Vectors}, {RuntimeInformation.OSDescription.Split('#')[0].Trim()}, {RuntimeInformation.FrameworkDescription}";

    private static string Vectors =>
        Vector512.IsHardwareAccelerated ? "512-bit vectors"
        : Vector256.IsHardwareAccelerated ? "256-bit vectors"
        : "128-bit vectors";

    // Linux names the processor in a file; elsewhere the architecture has to do.
    private static string Processor
    {
        get
        {
            const string file = "/proc/cpuinfo";
            string? line = File.Exists(file)
                ? File.ReadLines(file).FirstOrDefault(text => text.StartsWith("model name", StringComparison.Ordinal))
                : null;
            return line is null ? $"{RuntimeInformation.ProcessArchitecture}" : line.Split(':', 2)[1].Trim();
        }
    }
}
