namespace CorrSyn.Browser.Tests;

/// <summary>A test that is reported as skipped where the site has not been made.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SiteFactAttribute : FactAttribute
{
    /// <summary>Why tests of the site cannot run; null if they can.</summary>
    internal static string? Missing { get; } =
        File.Exists(Path.Combine(Repository.Site, "index.html")) ? null : "needs artifacts/site; run: dotnet fsi build.fsx site";

    /// <param name="needsMathMl">Whether formulas must have been rendered, which takes node.</param>
    public SiteFactAttribute(bool needsMathMl = false) =>
        Skip = Missing ?? (needsMathMl && HoldsTeX ? "needs formulas as MathML: node and KaTeX from npm" : null);

    private static bool HoldsTeX =>
        File.ReadAllText(Path.Combine(Repository.Site, "theory", "derivation.html")).Contains("<span class=\"math\">", StringComparison.Ordinal);
}

/// <summary>The same for a test with data.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SiteTheoryAttribute : TheoryAttribute
{
    public SiteTheoryAttribute() => Skip = SiteFactAttribute.Missing;
}
