using System.Diagnostics;

namespace CorrSyn.Browser.Tests;

/// <summary>The built program in a process of its own.</summary>
internal static class BuiltProgram
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    public static Process Start(IEnumerable<string> arguments, string? folder = null)
    {
        var info = new ProcessStartInfo("dotnet", [Repository.Program, .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder ?? "",
        };
        return Process.Start(info)!;
    }

    /// <summary>Runs it to its end.</summary>
    public static async Task<(int Code, string Output, string Error)> Run(IEnumerable<string> arguments, string? folder = null)
    {
        using Process process = Start(arguments, folder);
        process.StandardInput.Close();
        Task<string> output = process.StandardOutput.ReadToEndAsync(), error = process.StandardError.ReadToEndAsync();
        using var patience = new CancellationTokenSource(Limit);
        await process.WaitForExitAsync(patience.Token);
        return (process.ExitCode, await output, await error);
    }

    /// <summary>The words of a command line that the program wrote: only formulas hold blanks, and they are quoted.</summary>
    public static IReadOnlyList<string> Words(string commandLine) =>
        [.. System.Text.RegularExpressions.Regex.Matches(commandLine, "\"([^\"]*)\"|\\S+").Select(word => word.Groups[1].Success ? word.Groups[1].Value : word.Value)];
}
