namespace CorrSyn.Browser.Tests;

/// <summary>An open page, with what went wrong on it and what it asked for.</summary>
internal sealed class WatchedPage : IAsyncDisposable
{
    // In milliseconds.
    private const int Pause = 20, Patience = 8000;

    private readonly List<string> _errors = [], _requests = [];
    private readonly Uri _address;

    private WatchedPage(IPage page, Uri address)
    {
        (Page, _address) = (page, address);
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
                _errors.Add($"console: {message.Text}");
        };
        page.PageError += (_, error) => _errors.Add($"exception: {error}");
        page.RequestFailed += (_, request) =>
        {
            // What a page stops itself, such as the stream of samples, is no failure.
            if (request.Failure != "net::ERR_ABORTED")
                _errors.Add($"request of {request.Url}: {request.Failure}");
        };
        page.Request += (_, request) => _requests.Add(request.Url);
        page.Dialog += (_, dialog) =>
        {
            _errors.Add($"dialog: {dialog.Message}");
            _ = dialog.DismissAsync();
        };
    }

    public IPage Page { get; }

    /// <summary>From the first byte to the end of all scripts, in milliseconds.</summary>
    public double LoadTime { get; private set; }

    /// <summary>The address of a file of any name: what is special in addresses is escaped.</summary>
    public static Uri AddressOf(string path) =>
        new($"file://{string.Join('/', path.Replace('\\', '/').Split('/').Select(Uri.EscapeDataString))}");

    public static async Task<WatchedPage> Load(IPage page, Uri address)
    {
        var watched = new WatchedPage(page, address);
        await page.GotoAsync(address.AbsoluteUri);
        watched.LoadTime = await page.EvaluateAsync<double>("performance.getEntriesByType('navigation')[0].loadEventEnd");
        return watched;
    }

    /// <summary>Nothing went wrong, nothing hostile ran, and nothing was asked of others.</summary>
    public async Task AssertClean()
    {
        // What a page asks for late would be seen here.
        await Page.WaitForTimeoutAsync(100);
        Assert.Empty(_errors);
        Assert.False(await Page.EvaluateAsync<bool>(HostileText.HasRun), "hostile text has run");
        Assert.All(_requests, request => Assert.True(IsOwn(new Uri(request)), $"the page asked for {request}"));
    }

    /// <summary>A page of a file may ask for nothing but itself.</summary>
    public void AssertOneRequest() =>
        Assert.Equal(
            [Uri.UnescapeDataString(_address.AbsoluteUri)],
            _requests.Where(request => !request.StartsWith("data:", StringComparison.Ordinal)).Select(Uri.UnescapeDataString));

    /// <summary>The page is not wider than the window.</summary>
    public async Task AssertFits()
    {
        int[] widths = await Page.EvaluateAsync<int[]>("[document.documentElement.scrollWidth, document.documentElement.clientWidth]");
        string[] culprits = await Page.EvaluateAsync<string[]>(
            "[...document.querySelectorAll('body *')].filter(each => each.getBoundingClientRect().right > innerWidth + 1 && !each.closest('.wide, pre, svg')).map(each => each.outerHTML.slice(0, 80)).slice(0, 5)");
        Assert.True(widths[0] <= widths[1], $"the page is {widths[0]} pixels wide in a window of {widths[1]}: {string.Join(" | ", culprits)}");
    }

    /// <summary>Waits until an expression or function is true.</summary>
    /// <remarks>WaitForFunctionAsync evaluates text within the page, which the policy of the page forbids.</remarks>
    public async Task Until(string expression, object? argument = null)
    {
        for (int waited = 0; !await Page.EvaluateAsync<bool>(expression, argument); waited += Pause)
        {
            Assert.True(waited < Patience, $"never true: {expression}\nstatus: {await Page.Locator("#status").TextContentAsync()}; {string.Join("; ", _errors)}");
            await Page.WaitForTimeoutAsync(Pause);
        }
    }

    /// <summary>A picture of the whole page in artifacts/browser.</summary>
    public Task Keep(string name) =>
        Page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(Repository.Results, $"{name}.png"), FullPage = true });

    public async ValueTask DisposeAsync() => await Page.Context.DisposeAsync();

    // The same server; or files of the same site.
    private bool IsOwn(Uri request) => request.Scheme switch
    {
        "data" or "blob" => true,
        "file" => _address.IsFile,
        _ => request.GetLeftPart(UriPartial.Authority) == _address.GetLeftPart(UriPartial.Authority),
    };
}
