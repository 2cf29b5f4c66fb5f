using CorrSyn.Cli.Output;
using CorrSyn.Cli.Report;

namespace CorrSyn.Cli.Explore;

/// <summary>A number of the page: a box, and where it helps a slider. The box takes what the slider does not reach.</summary>
/// <param name="Key">The key of the JSON model, or of the request.</param>
/// <param name="Symbol">As in formulas, with an index after a low line; empty for none.</param>
/// <param name="Words">What it is.</param>
/// <param name="Value">What it is first.</param>
/// <param name="Step">The distance of two places of the slider.</param>
/// <param name="Low">The lowest place.</param>
/// <param name="High">The highest place; null for no slider.</param>
internal sealed record ExploreControl(
    string Key, string Symbol, string Words, double Value, double Step, double Low = 0, double? High = null)
{
    /// <summary>The control as HTML.</summary>
    public string Render()
    {
        string[] parts = Symbol.Split('_');
        string index = parts.Length > 1 ? $"<sub>{HtmlText.Escape(parts[1])}</sub>" : "";
        string symbol = Symbol.Length > 0 ? $"<span class=\"math\"><i>{HtmlText.Escape(parts[0])}</i>{index}</span> " : "";
        string slider = High is { } high
            ? $"""<input type="range" id="{Key}-slider" data-slides="{Key}" aria-label="{HtmlText.Escape(Words)}, slider" min="{NumberText.Full(Low)}" max="{NumberText.Full(high)}" step="{NumberText.Full(Step)}" value="{NumberText.Full(Value)}">"""
            : "<span></span>";
        return $"""
            <div class="control">
            <label for="{Key}">{symbol}{HtmlText.Escape(Words)}</label>
            {slider}
            <input type="number" id="{Key}" name="{Key}" step="{NumberText.Full(Step)}" value="{NumberText.Full(Value)}" aria-describedby="{Key}-problem" autocomplete="off">
            {Problem(Key)}
            </div>
            """;
    }

    /// <summary>Where a refusal of a parameter is said.</summary>
    public static string Problem(string key) => $"""<p class="problem" id="{key}-problem" aria-live="polite" hidden></p>""";
}
