using System.Diagnostics;
using Xunit;

namespace CorrSyn.Cli.Tests.Output;

/// <summary>The LaTeX of this machine, if it has one.</summary>
internal static class LatexCompiler
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);

    // Without those that fetch packages from the network.
    private static readonly string? Program = new[] { "pdflatex", "lualatex", "xelatex" }.FirstOrDefault(IsOnPath);

    /// <summary>Whether there is one on the PATH.</summary>
    public static bool IsThere => Program is not null;

    /// <summary>Compiles a document in a folder; there must be a compiler.</summary>
    /// <returns>The exit code and what the compiler says.</returns>
    public static (int Code, string Log) Compile(string folder, string document)
    {
        string[] arguments = ["-interaction=nonstopmode", "-halt-on-error", "-no-shell-escape", document];
        using Process process = Process.Start(new ProcessStartInfo(Program!, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardInput = true,
        })!;
        process.StandardInput.Close();
        Task<string> log = process.StandardOutput.ReadToEndAsync();
        Assert.True(process.WaitForExit(Limit), "LaTeX does not end.");
        return (process.ExitCode, log.Result);
    }

    private static bool IsOnPath(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Any(folder => File.Exists(Path.Combine(folder, program)) || File.Exists(Path.Combine(folder, program + ".exe")));
}
