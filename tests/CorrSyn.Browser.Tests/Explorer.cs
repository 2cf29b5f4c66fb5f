using System.Globalization;

namespace CorrSyn.Browser.Tests;

/// <summary>The page of `corrsyn explore`, opened.</summary>
internal sealed class Explorer : IAsyncDisposable
{
    private Explorer(WatchedPage opened) => Opened = opened;

    public WatchedPage Opened { get; }

    public IPage Page => Opened.Page;

    /// <summary>Opens the address that the program printed.</summary>
    /// <param name="chromium">The browser.</param>
    /// <param name="program">The program.</param>
    /// <param name="addition">What to add to the address.</param>
    /// <param name="width">The width of the window.</param>
    /// <param name="colours">Light or dark.</param>
    public static async Task<Explorer> Open(
        Chromium chromium, ExploreProgram program, string addition = "", int width = 1280, ColorScheme colours = ColorScheme.Light)
    {
        var explorer = new Explorer(await chromium.Open(new Uri(program.Address + addition), width, colours: colours));
        await explorer.Answered();
        return explorer;
    }

    /// <summary>Waits until the theory of the model is shown.</summary>
    public Task Answered() => Opened.Until(
        "document.getElementById('status').textContent.includes('map') && !document.getElementById('pictures').classList.contains('stale') && document.querySelector('#correlations .scatterlayer .js-line') !== null");

    /// <summary>Does something, and waits until the command line is another one and the curves of both pictures are.</summary>
    public async Task Changes(Func<Task> act)
    {
        string command = await Command();
        string[] curves = await Curves();
        await act();
        await Opened.Until(
            """
            ([command, ...curves]) => document.getElementById("theory-command").textContent !== command
              && [...document.querySelectorAll("#pictures .scatterlayer .js-line")].every((line, number) => line.getAttribute("d") !== curves[number])
            """,
            (string[])[command, .. curves]);
        await Answered();
    }

    /// <summary>The paths of the curves of the theory.</summary>
    public Task<string[]> Curves() =>
        Page.EvaluateAsync<string[]>("[...document.querySelectorAll('#pictures .scatterlayer .js-line')].map(line => line.getAttribute('d'))");

    public async Task<string> Command() => await Page.Locator("#theory-command").TextContentAsync() ?? "";

    /// <summary>The number in a row and column of the table, without its error.</summary>
    public async Task<double> Number(int layer, string column)
    {
        string[] heads = [.. await Page.Locator("#numbers thead th").AllTextContentsAsync()];
        int place = Array.IndexOf(heads, column);
        Assert.True(place > 0, $"no column {column} in {string.Join(", ", heads)}");
        string text = (await Page.Locator($"#numbers tbody tr:nth-child({layer + 1}) > :nth-child({place + 1})").TextContentAsync())!;
        return double.Parse(text.Split(' ')[0], CultureInfo.InvariantCulture);
    }

    public Task Set(string key, double value) => Page.Locator($"#{key}").FillAsync(value.ToString(CultureInfo.InvariantCulture));

    public Task<string> Clipboard() => Page.EvaluateAsync<string>("navigator.clipboard.readText()");

    public ValueTask DisposeAsync() => Opened.DisposeAsync();
}
