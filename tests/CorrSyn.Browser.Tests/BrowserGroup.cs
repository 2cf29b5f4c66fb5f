namespace CorrSyn.Browser.Tests;

/// <summary>All tests: they share a browser and the pages that the program made or serves.</summary>
[CollectionDefinition(Name)]
public sealed class BrowserGroup : ICollectionFixture<Chromium>, ICollectionFixture<MadePages>, ICollectionFixture<ExploreProgram>
{
    public const string Name = "browser";
}
