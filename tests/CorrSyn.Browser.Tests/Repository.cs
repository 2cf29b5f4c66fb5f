using System.Runtime.CompilerServices;

namespace CorrSyn.Browser.Tests;

/// <summary>Places in the repository.</summary>
internal static class Repository
{
    /// <summary>Its root, found from this file: tests/CorrSyn.Browser.Tests.</summary>
    public static string Root { get; } = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(ThisFile())!, "..", ".."));

    /// <summary>The built program.</summary>
    public static string Program { get; } = Path.Combine(Root, "src", "CorrSyn.Cli", "bin", "Release", "net10.0", "CorrSyn.Cli.dll");

    /// <summary>The documentation as web pages, where they have been made.</summary>
    public static string Site { get; } = Path.Combine(Root, "artifacts", "site");

    /// <summary>Pictures and times of the last run.</summary>
    public static string Results { get; } = Directory.CreateDirectory(Path.Combine(Root, "artifacts", "browser")).FullName;

    /// <summary>Writes a line to artifacts/browser/times.txt, which build.fsx prints.</summary>
    public static void Say(string line) => File.AppendAllText(Path.Combine(Results, "times.txt"), $"{line}\n");

    private static string ThisFile([CallerFilePath] string path = "") => path;
}
