namespace CorrSyn.Browser.Tests;

/// <summary>Pages that are opened from disk: the report of verify and pages of figures.</summary>
[Collection(BrowserGroup.Name)]
public sealed class FilePageTests(Chromium chromium, MadePages pages)
{
    private const int LargestPage = 3_000_000;

    public static TheoryData<string> Names => ["report", "figure", "heat-map"];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Page_FromDisk_DrawsEveryChartAndAsksForNothing(string name)
    {
        await using WatchedPage opened = await chromium.Open(AddressOf(name));
        Repository.Say($"{name}: {opened.LoadTime:F0} ms to load, {new FileInfo(PathOf(name)).Length / 1e6:F2} MB");

        ILocator charts = opened.Page.Locator("figure.chart");
        Assert.NotEqual(0, await charts.CountAsync());
        foreach (ILocator chart in await charts.AllAsync())
            await AssertDrawn(chart);
        await opened.AssertClean();
        opened.AssertOneRequest();
        Assert.InRange(new FileInfo(PathOf(name)).Length, 1, LargestPage);
        await opened.Keep($"{name}-light");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Chart_UnderThePointer_ShowsNumbers(string name)
    {
        await using WatchedPage opened = await chromium.Open(AddressOf(name));

        foreach (ILocator chart in await opened.Page.Locator("figure.chart").AllAsync())
        {
            await chart.ScrollIntoViewIfNeededAsync();
            ILocator points = chart.Locator(".interactive .scatterlayer .points path");
            ILocator target = await points.CountAsync() > 0 ? points.First : chart.Locator(".interactive .nsewdrag").First;
            LocatorBoundingBoxResult box = (await target.BoundingBoxAsync())!;
            await opened.Page.Mouse.MoveAsync(box.X + box.Width / 2 - 3, box.Y + box.Height / 2);
            await opened.Page.Mouse.MoveAsync(box.X + box.Width / 2, box.Y + box.Height / 2);

            ILocator label = chart.Locator(".hoverlayer .hovertext").First;
            await label.WaitForAsync();
            Assert.Matches(@"\d", await label.TextContentAsync() ?? "");
        }

        await opened.AssertClean();
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task CopyButton_OfEveryChart_GivesTheNumbersThatAreDrawn(string name)
    {
        await using WatchedPage opened = await chromium.Open(AddressOf(name));

        foreach (ILocator chart in await opened.Page.Locator("figure.chart").AllAsync())
        {
            await chart.Locator("summary").ClickAsync();
            await chart.Locator("button[data-copies]").ClickAsync();
            await Assertions.Expect(chart.Locator("button[data-copies]")).ToHaveTextAsync("copied");
            string csv = (await opened.Page.EvaluateAsync<string>("navigator.clipboard.readText()")).ReplaceLineEndings("\n");
            string[] rows = csv.TrimEnd('\n').Split('\n');
            int drawn = await chart.EvaluateAsync<int>(
                """
                figure => {
                  const data = JSON.parse(figure.querySelector("script").textContent);
                  return data.series.reduce((sum, series) => sum + series.x.length, 0) + (data.heat ? data.heat.x.length * data.heat.y.length : 0);
                }
                """);

            Assert.Equal("series,x,y,standardError", rows[0]);
            // What is not above 0 has no place on a logarithmic axis, but one in the table.
            Assert.InRange(drawn, 1, rows.Length - 1);
            Assert.All(rows[1..], row => Assert.Matches("^\"[^\"]+\",[-+0-9.E]+,[-+0-9.E]+,[-+0-9.E]*$", row));
            Assert.Equal(csv, (await chart.Locator("pre").TextContentAsync())!.ReplaceLineEndings("\n"));
        }

        await opened.AssertClean();
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Page_ByKeyboard_ReachesEveryControl(string name)
    {
        await using WatchedPage opened = await chromium.Open(AddressOf(name));
        await Keyboard.AssertReachesAll(opened.Page);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Page_OnAPhone_DoesNotScrollSideways(string name)
    {
        await using WatchedPage opened = await chromium.Open(AddressOf(name), width: 390, height: 844);
        await opened.Keep($"{name}-phone");
        await opened.AssertFits();
        await opened.Page.EvaluateAsync("document.querySelectorAll('details').forEach(each => each.open = true)");
        await opened.AssertFits();
        await opened.AssertClean();
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Page_InTheDark_IsDarkAndReadable(string name)
    {
        await using WatchedPage opened = await chromium.Open(AddressOf(name), colours: ColorScheme.Dark);
        await opened.Keep($"{name}-dark");
        await Contrast.AssertReadable(opened.Page, isDark: true);
        await opened.AssertClean();
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Page_Printed_IsLightAndShowsStaticPictures(string name)
    {
        // A printer takes colours from the page, whatever the screen.
        await using WatchedPage opened = await chromium.Open(AddressOf(name), width: 794, height: 1123, ColorScheme.Dark, Media.Print);
        await opened.Keep($"{name}-print");
        foreach (ILocator chart in await opened.Page.Locator("figure.chart").AllAsync())
        {
            await Assertions.Expect(chart.Locator(".static")).ToBeVisibleAsync();
            await Assertions.Expect(chart.Locator(".interactive")).ToBeHiddenAsync();
        }

        await Contrast.AssertReadable(opened.Page, isDark: false);
        await opened.AssertFits();
        await opened.AssertClean();
        await opened.Page.PdfAsync(new PagePdfOptions { Path = Path.Combine(Repository.Results, $"{name}.pdf"), Format = "A4" });
    }

    private Uri AddressOf(string name) => WatchedPage.AddressOf(PathOf(name));

    private string PathOf(string name) => name switch
    {
        "report" => pages.Report,
        "figure" => pages.Figure,
        "heat-map" => pages.HeatMap,
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, "No such page."),
    };

    private static async Task AssertDrawn(ILocator chart)
    {
        await Assertions.Expect(chart.Locator(".interactive")).ToBeVisibleAsync();
        await Assertions.Expect(chart.Locator(".static")).ToBeHiddenAsync();
        string[] drawn = await chart.EvaluateAsync<string[]>(
            "figure => [...figure.querySelectorAll('.interactive .scatterlayer path, .interactive .heatmaplayer image')].map(each => each.getAttribute('d') ?? each.getAttribute('href') ?? each.getAttribute('xlink:href'))");
        Assert.NotEmpty(drawn);
        Assert.All(drawn, path => Assert.DoesNotContain("NaN", path, StringComparison.Ordinal));
        int series = await chart.EvaluateAsync<int>("figure => JSON.parse(figure.querySelector('script').textContent).series.filter(series => series.x.length > 0).length");
        Assert.Equal(series, await chart.Locator(".interactive .scatterlayer .trace").CountAsync());
    }
}
