using BenchmarkDotNet.Running;

namespace CorrSyn.Kernels;

/// <summary>Times kernels: bench/kernels.</summary>
internal static class Program
{
    /// <summary>Runs one command line of BenchmarkDotNet.</summary>
    /// <param name="arguments">What the user gave.</param>
    /// <returns>0, or 2 where nothing could be run.</returns>
    /// <remarks>In this process: a project that is generated beside ours would have no packages.</remarks>
    public static int Main(string[] arguments)
    {
        string[] all = arguments.Contains("--inProcess") ? arguments : ["--inProcess", .. arguments];
        bool isRun = BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(all).Any()
            || arguments.Any(argument => argument is "--list" or "--help" or "--version" or "--info");
        return isRun ? 0 : 2;
    }
}
