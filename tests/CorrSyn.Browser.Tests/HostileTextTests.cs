using System.Text.Json;

namespace CorrSyn.Browser.Tests;

/// <summary>Text with markup where users can put text: nothing of it runs, and it is shown as text.</summary>
/// <remarks>Names of layers and files come to no page; the folder of a page may have any name, and every page of MadePages is in a hostile
/// one. Formulas come to all pages, but only those that can be read. Everything else in a model is a number or a known word.</remarks>
[Collection(BrowserGroup.Name)]
public sealed class HostileTextTests(Chromium chromium, ExploreProgram program)
{
    [Fact]
    public async Task Formula_InThePage_IsRefusedAndShownAsText()
    {
        await using Explorer explorer = await Explorer.Open(chromium, program);
        await explorer.Page.Locator("#activation").SelectOptionAsync("");

        foreach (string text in HostileText.All)
        {
            await explorer.Page.Locator("#formula").FillAsync(text);
            ILocator problem = explorer.Page.Locator("#formula-problem");
            await Assertions.Expect(problem).ToContainTextAsync("allowed:");
            Assert.Equal(0, await problem.Locator("*").CountAsync());
            Assert.Equal(text, await explorer.Page.Locator("#formula").InputValueAsync());
            Assert.DoesNotContain(await problem.TextContentAsync() ?? "", character => character is '\u202e' or '\u200f');
            await explorer.Page.Locator("#formula").FillAsync("x");
            await Assertions.Expect(problem).ToBeHiddenAsync();
        }

        await explorer.Opened.AssertClean();
    }

    [Fact]
    public async Task Address_WithMore_IsNotShownAndDoesNotRun()
    {
        string query = string.Concat(HostileText.All.Select(text => $"&activation={Uri.EscapeDataString(text)}&{Uri.EscapeDataString(text)}=1"));
        foreach (string addition in new[] { query, $"#{string.Concat(HostileText.All)}" })
        {
            await using Explorer explorer = await Explorer.Open(chromium, program, addition);
            Assert.DoesNotContain("hostile", await explorer.Page.ContentAsync(), StringComparison.Ordinal);
            await explorer.Opened.AssertClean();
        }
    }

    [Fact]
    public async Task Chart_OfHostileNames_ShowsThemAsText()
    {
        await using Explorer explorer = await Explorer.Open(chromium, program);

        foreach (string text in HostileText.All)
        {
            string[] shown = await explorer.Page.EvaluateAsync<string[]>(
                """
                async text => {
                  const place = document.createElement("div");
                  document.querySelector("main").prepend(place);
                  const axis = { label: text, isLogarithmic: false, isWhole: false, ticks: [0, 1], tickLabels: ["0", "1"], range: null };
                  const series = (kind, colour) => ({ name: text, kind, colour, isDashed: false, x: [0, 1], y: [0, 1], error: [0, 0], at: [text, text] });
                  await corrsynCharts.draw(place, { title: text, height: 300, hasLegend: true, x: axis, y: axis, series: [series("line", "w0"), series("both", "w1")],
                    heat: { x: [0, 1], y: [0, 1], z: [[0, 1], [1, 0]], label: text } });
                  const point = place.querySelector(".points path").getBoundingClientRect();
                  for (const dx of [-2, 0]) {
                    place.querySelector(".nsewdrag").dispatchEvent(new MouseEvent("mousemove", { bubbles: true, clientX: point.x + point.width / 2 + dx, clientY: point.y + point.height / 2 }));
                  }
                  await new Promise(done => setTimeout(done, 150));
                  const foreign = place.querySelectorAll("a, img, script, b, br, iframe").length;
                  const names = [...place.querySelectorAll(".legendtext, .xtitle, .ytitle, .hovertext")].map(each => each.textContent);
                  place.remove();
                  return [String(foreign), ...names];
                }
                """,
                text);
            Assert.Equal("0", shown[0]);
            Assert.True(shown.Length > 4, $"the chart shows {string.Join(" | ", shown[1..])}");
            // Entities that are text already stay as they are typed.
            Assert.All(shown[1..], name => Assert.Contains(text, name, StringComparison.Ordinal));
        }

        await explorer.Opened.AssertClean();
    }

    [Fact]
    public async Task Model_WithHostileValues_MakesNoPage()
    {
        string folder = Directory.CreateTempSubdirectory("corrsyn-browser-").FullName;
        string[] quoted = [.. HostileText.All.Select(text => JsonSerializer.Serialize(text))];
        string[] documents =
        [
            .. quoted.Select(text => $"{{\"activation\":{text}}}"),
            .. new[] { "weights", "inputLaw", "postsynaptic", "presynaptic" }.Select(key => $"{{\"{key}\":{quoted[0]}}}"),
            $"{{{quoted[0]}:1}}",
        ];
        foreach (string document in documents)
        {
            await File.WriteAllTextAsync(Path.Combine(folder, "model.json"), document);
            (int code, _, string error) = await BuiltProgram.Run(["verify", "--config", "model.json", "--out", "report"], folder);
            Assert.Equal(2, code);
            Assert.Single(error.TrimEnd('\n').Split('\n'));
            Assert.False(Directory.Exists(Path.Combine(folder, "report")));
        }

        Directory.Delete(folder, recursive: true);
    }
}
