namespace CorrSyn.Browser.Tests;

/// <summary>The documentation as web pages, where `dotnet fsi build.fsx site` has made them.</summary>
[Collection(BrowserGroup.Name)]
public sealed class SiteTests(Chromium chromium)
{
    private const string Method = "MeanField.Evaluate";

    [SiteTheory]
    [InlineData("index", "index.html")]
    [InlineData("derivation", "theory/derivation.html")]
    [InlineData("reference", "reference/corrsyn-meanfield.html")]
    public async Task Page_FromDisk_IsReadableOnEveryScreen(string name, string path)
    {
        await using (WatchedPage opened = await chromium.Open(AddressOf(path)))
        {
            Repository.Say($"site, {name}: {opened.LoadTime:F0} ms to load");
            Assert.NotEqual(0, await opened.Page.Locator("main :is(h1, h2)").CountAsync());
            await opened.Keep($"site-{name}-light");
            await Contrast.AssertReadable(opened.Page, isDark: false);
            await opened.AssertClean();
        }

        await using (WatchedPage dark = await chromium.Open(AddressOf(path), colours: ColorScheme.Dark))
        {
            await dark.Keep($"site-{name}-dark");
            await Contrast.AssertReadable(dark.Page, isDark: true);
            await dark.AssertClean();
        }

        await using WatchedPage phone = await chromium.Open(AddressOf(path), width: 390, height: 844);
        await phone.Keep($"site-{name}-phone");
        await phone.AssertFits();
        await phone.AssertClean();
    }

    [SiteTheory]
    [InlineData("index.html")]
    [InlineData("theory/derivation.html")]
    [InlineData("reference/corrsyn-meanfield.html")]
    public async Task Search_ForAName_LeadsToItsPage(string path)
    {
        await using WatchedPage opened = await chromium.Open(AddressOf(path));
        await opened.Page.Keyboard.PressAsync("/");
        await opened.Page.Keyboard.TypeAsync(Method);
        await opened.Page.Locator("#found a").First.ClickAsync();

        await Assertions.Expect(opened.Page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex("/reference/"));
        await Assertions.Expect(opened.Page.Locator("main")).ToContainTextAsync("Evaluate");
        await opened.AssertClean();
    }

    [SiteFact]
    public async Task Search_ForHostileText_FindsNothingAndRunsNothing()
    {
        await using WatchedPage opened = await chromium.Open(AddressOf("index.html"));
        foreach (string text in HostileText.All)
        {
            await opened.Page.Locator("#search").FillAsync(text);
            await Assertions.Expect(opened.Page.Locator("#found")).ToHaveTextAsync("nothing of that name");
        }

        await opened.AssertClean();
    }

    [SiteFact(needsMathMl: true)]
    public async Task Formulas_OfTheDerivation_AreMathMl()
    {
        await using WatchedPage opened = await chromium.Open(AddressOf("theory/derivation.html"));

        Assert.InRange(await opened.Page.Locator("main math").CountAsync(), 50, int.MaxValue);
        Assert.DoesNotContain("\\frac", await opened.Page.Locator("main").InnerTextAsync(), StringComparison.Ordinal);
        await opened.AssertClean();
    }

    private static Uri AddressOf(string path) => WatchedPage.AddressOf(Path.Combine(Repository.Site, path));
}
