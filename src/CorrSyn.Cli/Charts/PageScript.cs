using System.Reflection;

namespace CorrSyn.Cli.Charts;

/// <summary>The scripts of pages, which the program holds.</summary>
internal static class PageScript
{
    private static readonly Lazy<string> ChartsText = new(() => Load("charts.js")), ExploreText = new(() => Load("explore.js"));

    /// <summary>Draws charts.</summary>
    public static string Charts => ChartsText.Value;

    /// <summary>What the page of `corrsyn explore` does.</summary>
    public static string Explore => ExploreText.Value;

    private static string Load(string name)
    {
        using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream($"assets/{name}")
            ?? throw new InvalidOperationException($"The program lacks {name}.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
