namespace CorrSyn.Browser.Tests;

/// <summary>Whether text can be read on what is behind it.</summary>
internal static class Contrast
{
    /// <summary>WCAG 2, level AA, for text of any size.</summary>
    private const double Least = 4.5;

    /// <summary>All text in view of a reader has enough contrast, and the page is dark or light as it should be.</summary>
    /// <remarks>The ratio is (lighter + 0.05) / (darker + 0.05) of relative luminances. Translucent text is not looked at: a control that is
    /// disabled may be faint. Text of SVG takes its colour from fill.</remarks>
    public static async Task AssertReadable(IPage page, bool isDark)
    {
        string[] poor = await page.EvaluateAsync<string[]>(
            """
            least => {
              const parts = colour => (colour.match(/[\d.]+/g) ?? []).map(Number);
              const linear = part => (part /= 255) <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
              const luminance = ([r, g, b]) => 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b);
              const behind = element => {
                for (let at = element; at; at = at.parentElement) {
                  const colour = parts(getComputedStyle(at).backgroundColor);
                  if (colour.length === 3 || colour[3] > 0) {
                    return colour;
                  }
                }
                return [255, 255, 255];
              };
              const poor = new Set();
              const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
              while (walker.nextNode()) {
                const element = walker.currentNode.parentElement;
                if (!walker.currentNode.textContent.trim() || !element.checkVisibility({ visibilityProperty: true, opacityProperty: true })
                    || element.closest("script, style, noscript, option, :disabled, .disabled")) {
                  continue;
                }
                const style = getComputedStyle(element);
                const front = parts(element instanceof SVGElement ? style.fill : style.color);
                if (front.length > 3 && front[3] < 1) {
                  continue;
                }
                const [a, b] = [luminance(front), luminance(behind(element))];
                const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
                if (ratio < least) {
                  poor.add(`${ratio.toFixed(2)}: ${element.tagName}.${element.getAttribute("class") ?? ""} "${walker.currentNode.textContent.trim().slice(0, 40)}"`);
                }
              }
              return [...poor];
            }
            """,
            Least);
        Assert.Empty(poor);
        double paper = await page.EvaluateAsync<double>("getComputedStyle(document.body).backgroundColor.match(/[\\d.]+/g).slice(0, 3).map(Number).reduce((a, b) => a + b) / 765");
        Assert.Equal(isDark, paper < 0.5);
    }
}
