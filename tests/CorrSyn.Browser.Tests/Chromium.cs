namespace CorrSyn.Browser.Tests;

/// <summary>One headless Chromium for all tests, which run one after another.</summary>
public sealed class Chromium : IAsyncLifetime
{
    private const int Patience = 8000;

    private IPlaywright? _playwright;
    private IBrowser? _browser;

    /// <summary>Opens a page in a context of its own.</summary>
    /// <param name="address">Its address.</param>
    /// <param name="width">The width of the window in pixels.</param>
    /// <param name="height">Its height.</param>
    /// <param name="colours">Light or dark.</param>
    /// <param name="media">Screen or print.</param>
    internal async Task<WatchedPage> Open(
        Uri address, int width = 1280, int height = 900, ColorScheme colours = ColorScheme.Light, Media media = Media.Screen)
    {
        IBrowserContext context = await _browser!.NewContextAsync(new BrowserNewContextOptions
        {
            ViewportSize = new ViewportSize { Width = width, Height = height },
            ColorScheme = colours,
            Permissions = ["clipboard-read", "clipboard-write"],
        });
        context.SetDefaultTimeout(Patience);
        IPage page = await context.NewPageAsync();
        await page.EmulateMediaAsync(new PageEmulateMediaOptions { Media = media, ColorScheme = colours });
        return await WatchedPage.Load(page, address);
    }

    public async Task InitializeAsync()
    {
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = Environment.GetEnvironmentVariable("CORRSYN_CHROMIUM")
                ?? throw new InvalidOperationException("CORRSYN_CHROMIUM does not say where Chromium is; run: dotnet fsi build.fsx browser"),
            Headless = true,
            ChromiumSandbox = false,
        });
    }

    public async Task DisposeAsync()
    {
        if (_browser is not null)
            await _browser.DisposeAsync();
        _playwright?.Dispose();
    }
}
