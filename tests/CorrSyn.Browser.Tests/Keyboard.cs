namespace CorrSyn.Browser.Tests;

/// <summary>What the Tab key reaches.</summary>
internal static class Keyboard
{
    // Radio buttons would be reached once for a group; there are none.
    private const string Controls =
        """
        [...document.querySelectorAll("a[href], button, input, select, summary, textarea, [tabindex='0']")]
            .filter(control => !control.disabled && control.checkVisibility({ visibilityProperty: true }) && control.type !== "hidden")
        """;

    /// <summary>Every visible control is reached, each shows that it has the focus, and nothing is reached that is hidden from screen readers.</summary>
    public static async Task AssertReachesAll(IPage page)
    {
        int count = await page.EvaluateAsync<int>($"(() => {{ const all = {Controls}; all.forEach((control, number) => control.dataset.number = number); return all.length; }})()");
        Assert.True(count > 0, "the page has no controls");
        await page.EvaluateAsync("document.activeElement.blur()");
        var reached = new HashSet<int>();
        for (int presses = 0; presses < count + 5; presses++)
        {
            await page.Keyboard.PressAsync("Tab");
            string[] at = await page.EvaluateAsync<string[]>(
                """
                (() => {
                  const it = document.activeElement;
                  const style = getComputedStyle(it);
                  return [it.dataset.number ?? "", String(it.closest("[aria-hidden=true]") !== null), String(style.outlineStyle !== "none"), it.outerHTML.slice(0, 100)];
                })()
                """);
            if (at[0].Length == 0)
                continue;
            reached.Add(int.Parse(at[0], System.Globalization.CultureInfo.InvariantCulture));
            Assert.True(at[1] == "false", $"hidden from screen readers, yet reached: {at[3]}");
            Assert.True(at[2] == "true", $"does not show that it has the focus: {at[3]}");
        }

        int[] missed = [.. Enumerable.Range(0, count).Except(reached)];
        string missedNames = missed.Length == 0 ? "" : await page.EvaluateAsync<string>($"document.querySelector('[data-number=\"{missed[0]}\"]').outerHTML.slice(0, 150)");
        Assert.True(missed.Length == 0, $"{missed.Length} of {count} controls are not reached, such as {missedNames}");
    }
}
