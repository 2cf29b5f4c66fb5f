using System.Diagnostics;

namespace CorrSyn.Cli.Tests.Output;

/// <summary>A test that needs LaTeX: skipped, and counted as such, where there is none.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class LatexTheoryAttribute : TheoryAttribute
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);

    // Without those that fetch packages from the network.
    private static readonly string? Compiler = new[] { "pdflatex", "lualatex", "xelatex" }.FirstOrDefault(IsOnPath);

    public LatexTheoryAttribute()
    {
        if (Compiler is null)
            Skip = "There is no pdflatex, lualatex or xelatex on the PATH.";
    }

    /// <summary>Compiles a document in a folder.</summary>
    /// <returns>The exit code and what the compiler says.</returns>
    public static (int Code, string Log) Compile(string folder, string document)
    {
        string[] arguments = ["-interaction=nonstopmode", "-halt-on-error", "-no-shell-escape", document];
        using Process process = Process.Start(new ProcessStartInfo(Compiler!, arguments)
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
