using System.Diagnostics;

namespace CorrSyn.Cli.Tests;

/// <summary>The built program in a process of its own.</summary>
internal static class BuiltProgram
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    public static Process Start(params string[] arguments) => StartIn("dotnet", [Assembly, .. arguments]);

    /// <summary>A line of sh in which "$0" and "$1" start the program.</summary>
    public static Process StartInShell(string line) => StartIn("sh", ["-c", line, "dotnet", Assembly]);

    /// <summary>Waits for the end.</summary>
    public static (int Code, string Output, string Error) End(Process process)
    {
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        string error = process.StandardError.ReadToEnd();
        Assert.True(process.WaitForExit(Limit), "The program does not end.");
        return (process.ExitCode, output.Result, error);
    }

    private static string Assembly => typeof(Program).Assembly.Location;

    private static Process StartIn(string program, IEnumerable<string> arguments) =>
        Process.Start(new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        })!;
}
