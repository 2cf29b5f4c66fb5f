using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace CorrSyn.Browser.Tests;

/// <summary>The page of `corrsyn explore` with the program behind it.</summary>
[Collection(BrowserGroup.Name)]
public sealed partial class ExploreTests(Chromium chromium, ExploreProgram program)
{
    // The page shows four digits.
    private const double Rounding = 0.5e-3;

    [Fact]
    public async Task Page_Opened_DrawsTheTheory()
    {
        await using Explorer explorer = await Explorer.Open(chromium, program);
        Repository.Say($"explorer: {explorer.Opened.LoadTime:F0} ms to load");

        string[] curves = await explorer.Curves();
        Assert.Equal(2, curves.Length);
        Assert.All(curves, curve => Assert.Matches("^M[-0-9.,ML]+$", curve));
        Assert.NotEqual(0, await explorer.Page.Locator("#numbers tbody tr").CountAsync());
        await Contrast.AssertReadable(explorer.Page, isDark: false);
        await explorer.Opened.Keep("explore-light");
        await explorer.Opened.AssertClean();
    }

    [Theory]
    [InlineData("correlation")]
    [InlineData("gain")]
    [InlineData("biasVariance")]
    [InlineData("depth")]
    [InlineData("inputRatio")]
    [InlineData("inputStd")]
    public async Task Slider_Moved_MovesBothCurves(string key)
    {
        await using Explorer explorer = await Explorer.Open(chromium, program);
        await explorer.Changes(() => explorer.Set("depth", 5));

        await explorer.Changes(async () =>
        {
            await explorer.Page.Locator($"#{key}-slider").FocusAsync();
            for (int presses = 0; presses < 3; presses++)
                await explorer.Page.Keyboard.PressAsync("ArrowRight");
        });

        string value = await explorer.Page.Locator($"#{key}").InputValueAsync();
        Assert.Equal(value, await explorer.Page.Locator($"#{key}-slider").InputValueAsync());
        Assert.Contains($" {value}", await explorer.Command(), StringComparison.Ordinal);
        await explorer.Opened.AssertClean();
    }

    [Fact]
    public async Task Choices_OfActivationAndWeights_MoveBothCurves()
    {
        await using Explorer explorer = await Explorer.Open(chromium, program);

        await explorer.Changes(() => explorer.Page.Locator("#activation").SelectOptionAsync("relu"));
        await explorer.Changes(() => explorer.Page.Locator("#activation").SelectOptionAsync(""));
        Assert.True(await explorer.Page.Locator("#formula").IsVisibleAsync());
        await explorer.Changes(() => explorer.Page.Locator("#formula").FillAsync("tanh(x) + x/4"));
        await explorer.Changes(() => explorer.Page.Locator("#weights").SelectOptionAsync("independent"));
        Assert.True(await explorer.Page.Locator("#correlation").IsDisabledAsync());
        await explorer.Opened.AssertClean();
    }

    [Fact]
    public async Task Sample_StreamsPoints_UntilAllNetworksAreIn()
    {
        await using Explorer explorer = await Explorer.Open(chromium, program);
        await explorer.Set("width", 60);
        await explorer.Set("samples", 60);
        await explorer.Set("instances", 100);
        await explorer.Answered();
        await explorer.Page.EvaluateAsync(
            "window.said = []; new MutationObserver(() => window.said.push(document.getElementById('progress').textContent)).observe(document.getElementById('progress'), { childList: true })");

        await explorer.Page.Locator("#sample").ClickAsync();
        await Assertions.Expect(explorer.Page.Locator("#progress")).ToHaveTextAsync("100 networks");

        string[] said = await explorer.Page.EvaluateAsync<string[]>("window.said");
        // Not every batch: those of one frame are drawn once.
        Assert.Contains(said, text => text.EndsWith(" of 100 networks", StringComparison.Ordinal));
        int layers = await explorer.Page.Locator("#numbers tbody tr").CountAsync();
        foreach (string picture in new[] { "#dimension", "#correlations" })
        {
            int points = await explorer.Page.Locator($"{picture} .points path").CountAsync();
            Assert.InRange(points, layers - 1, layers);
            Assert.Equal(points, await explorer.Page.Locator($"{picture} .errorbar .yerror").CountAsync());
        }

        Assert.True(await explorer.Page.Locator("#stop").IsDisabledAsync());
        await explorer.Opened.Keep("explore-sampled");

        string command = (await explorer.Page.Locator("#sample-command").TextContentAsync())!;
        JsonElement printed = await Printed(command);
        foreach (JsonElement layer in printed.GetProperty("layers").EnumerateArray())
        {
            double expected = layer.GetProperty("dimension").GetProperty("mean").GetDouble();
            Assert.Equal(expected, await explorer.Number(layer.GetProperty("layer").GetInt32(), "D/N, simulated"), Rounding * expected);
        }

        await explorer.Opened.AssertClean();
    }

    [Fact]
    public async Task Stop_WhileSampling_KeepsWhatIsThereAndFreesTheProgram()
    {
        await using Explorer explorer = await Explorer.Open(chromium, program);
        await explorer.Set("width", 60);
        await explorer.Set("samples", 60);
        await explorer.Set("instances", 100_000);
        await explorer.Answered();

        await explorer.Page.Locator("#sample").ClickAsync();
        await explorer.Opened.Until("/^[1-9]\\d* of 100000 networks$/.test(document.getElementById('progress').textContent)");
        await explorer.Page.Locator("#stop").ClickAsync();

        await Assertions.Expect(explorer.Page.Locator("#progress")).ToHaveTextAsync(StoppedAfter());
        Assert.True(await explorer.Page.Locator("#sample").IsEnabledAsync());
        string kept = (await explorer.Page.Locator("#progress").TextContentAsync())!;
        await explorer.Page.WaitForTimeoutAsync(400);
        Assert.Equal(kept, await explorer.Page.Locator("#progress").TextContentAsync());
        Assert.NotEqual(0, await explorer.Page.Locator("#dimension .points path").CountAsync());

        // The program samples for one page at a time: it would refuse if the first went on.
        await explorer.Set("instances", 2);
        await explorer.Page.Locator("#sample").ClickAsync();
        await Assertions.Expect(explorer.Page.Locator("#progress")).ToHaveTextAsync("2 networks");
        await explorer.Opened.AssertClean();
    }

    [Fact]
    public async Task CommandLine_Copied_PrintsTheNumbersOfThePage()
    {
        await using Explorer explorer = await Explorer.Open(chromium, program);
        await explorer.Changes(() => explorer.Set("depth", 4));
        await explorer.Changes(() => explorer.Set("gain", 1.7));
        await explorer.Changes(() => explorer.Page.Locator("#activation").SelectOptionAsync(""));
        await explorer.Changes(() => explorer.Page.Locator("#formula").FillAsync("x/(2 + abs(x))"));

        await explorer.Page.Locator("#copy-command").ClickAsync();
        await Assertions.Expect(explorer.Page.Locator("#copied")).ToHaveTextAsync("copied");
        string command = await explorer.Clipboard();

        Assert.Equal(await explorer.Command(), command);
        await AssertShown(explorer, await Printed(command));
        await explorer.Opened.AssertClean();
    }

    [Fact]
    public async Task Json_Copied_IsAModelForConfig()
    {
        await using Explorer explorer = await Explorer.Open(chromium, program);
        await explorer.Changes(() => explorer.Set("depth", 4));
        await explorer.Changes(() => explorer.Page.Locator("#activation").SelectOptionAsync("relu"));
        await explorer.Changes(() => explorer.Set("gain", 1.7));

        await explorer.Page.Locator("#copy-json").ClickAsync();
        await Assertions.Expect(explorer.Page.Locator("#copied")).ToHaveTextAsync("copied");
        string file = Path.Combine(Directory.CreateTempSubdirectory("corrsyn-browser-").FullName, "model.json");
        await File.WriteAllTextAsync(file, await explorer.Clipboard());

        await AssertShown(explorer, await Printed($"corrsyn theory --config \"{file}\""));
        Directory.Delete(Path.GetDirectoryName(file)!, recursive: true);
        await explorer.Opened.AssertClean();
    }

    [Fact]
    public async Task Theory_OfFiftyLayers_IsTimed()
    {
        await using Explorer explorer = await Explorer.Open(chromium, program);
        foreach (string activation in new[] { "tanh", "relu" })
        {
            double[] times = await explorer.Page.EvaluateAsync<double[]>(
                """
                async activation => {
                  const token = new URLSearchParams(location.search).get("token");
                  const times = [];
                  for (let i = 0; i < 21; i++) {
                    const body = JSON.stringify({ depth: 50, activation, gain: 1.5 + i / 100 });
                    const before = performance.now();
                    const answer = await (await fetch("/theory", { method: "POST", headers: { "Content-Type": "application/json", "X-CorrSyn-Token": token }, body })).json();
                    if (answer.layers.length !== 51) {
                      throw new Error(JSON.stringify(answer.error));
                    }
                    times.push(performance.now() - before);
                  }
                  return times.sort((a, b) => a - b);
                }
                """,
                activation);
            Repository.Say(string.Create(CultureInfo.InvariantCulture, $"explorer: theory of 50 layers of {activation}: {times[10]:F1} ms (median of 21), {times[20]:F1} ms at most"));
        }

        await explorer.Opened.AssertClean();
    }

    [Fact]
    public async Task Page_ByKeyboard_ReachesEveryControl()
    {
        await using Explorer explorer = await Explorer.Open(chromium, program);
        await Keyboard.AssertReachesAll(explorer.Page);
    }

    [Fact]
    public async Task Page_OnAPhone_DoesNotScrollSideways()
    {
        await using Explorer explorer = await Explorer.Open(chromium, program, width: 390);
        await explorer.Set("instances", 4);
        await explorer.Page.Locator("#sample").ClickAsync();
        await Assertions.Expect(explorer.Page.Locator("#progress")).ToHaveTextAsync("4 networks");
        await explorer.Opened.Keep("explore-phone");
        await explorer.Opened.AssertFits();
        await explorer.Opened.AssertClean();
    }

    [Fact]
    public async Task Page_InTheDark_IsDarkAndReadable()
    {
        await using Explorer explorer = await Explorer.Open(chromium, program, colours: ColorScheme.Dark);
        await explorer.Opened.Keep("explore-dark");
        await Contrast.AssertReadable(explorer.Page, isDark: true);
        await explorer.Opened.AssertClean();
    }

    [GeneratedRegex("^stopped after \\d+ networks?$")]
    private static partial Regex StoppedAfter();

    private static async Task<JsonElement> Printed(string command)
    {
        Assert.StartsWith("corrsyn ", command, StringComparison.Ordinal);
        (int code, string output, string error) = await BuiltProgram.Run([.. BuiltProgram.Words(command).Skip(1), "--json"]);
        Assert.True(code == 0, $"{command}: {error}");
        return JsonDocument.Parse(output).RootElement;
    }

    private static async Task AssertShown(Explorer explorer, JsonElement printed)
    {
        JsonElement[] layers = [.. printed.GetProperty("layers").EnumerateArray()];
        Assert.Equal(layers.Length, await explorer.Page.Locator("#numbers tbody tr").CountAsync());
        for (int layer = 0; layer < layers.Length; layer++)
        {
            foreach ((string key, string column) in new[] { ("dimension", "D/N"), ("nSigma", "N \u03a3") })
            {
                double expected = layers[layer].GetProperty(key).GetDouble();
                Assert.Equal(expected, await explorer.Number(layer, column), Rounding * Math.Abs(expected));
            }
        }
    }
}
