using System.Text.Json;
using CorrSyn.Cli.Report;

namespace CorrSyn.Cli.Explore;

/// <summary>The page of `corrsyn explore`; its script does the rest.</summary>
internal static class ExplorePage
{
    /// <summary>Inputs to each network where the page does not say otherwise.</summary>
    public const int Samples = 400;

    /// <summary>Networks where the page does not say otherwise.</summary>
    public const int Networks = 64;

    private static readonly (string Name, string Words)[] Ensembles =
    [
        ("gaussian", "gaussian"), ("binary", "binary"), ("independent", "independent, r = 0"), ("orthogonal", "orthogonal"),
    ];

    /// <summary>The page.</summary>
    /// <param name="model">What it shows first.</param>
    public static string Render(ModelDescription model) =>
        new HtmlPage(
            "CorrSyn: explore",
            $"""
            <h1>Correlated synapses, layer by layer</h1>
            <p class="sub">Lines: the theory in the limit of infinite width. Points: simulated networks, with one standard error. A weight has variance g/N; two weights from one neuron have the correlation r/&#8730;N.</p>
            <noscript><p class="problem">This page needs JavaScript; corrsyn theory and corrsyn simulate print the same numbers.</p></noscript>
            <div class="explore">
            <div class="controls" role="group" aria-label="model">
            {Model(model)}
            {Sampling(model)}
            </div>
            <div class="results">
            <p class="status" id="status" role="status"></p>
            <div class="pictures" id="pictures">
            {Picture("dimension", "Dimensionality D/N")}
            {Picture("correlations", "Neural correlations N \u03a3")}
            </div>
            <div class="words">
            <p class="note" id="numbers-note">Numbers of the pictures; values of 0 or below have no place on the logarithmic axis.</p>
            <div class="wide"><table id="numbers" aria-describedby="numbers-note"></table></div>
            <h2>The same elsewhere</h2>
            <pre class="command" id="theory-command" tabindex="0"></pre>
            <pre class="command" id="sample-command" tabindex="0" hidden></pre>
            <div class="buttons"><button type="button" id="copy-command">copy as command line</button> <button type="button" id="copy-json">copy as JSON</button> <span class="note" id="copied" role="status"></span></div>
            <p class="note">The JSON is a model for --config.</p>
            </div>
            </div>
            </div>
            """)
        {
            Style = ExploreStyle.Sheet,
            Scripts = $"""
                <script type="application/json" id="model">{JsonSerializer.Serialize(model, ExploreContext.Default.ModelDescription)}</script>
                <script src="/charts.js"></script>
                <script src="/explore.js"></script>
                """,
        }.Render();

    private static string Model(ModelDescription model) =>
        $"""
        <fieldset><legend>synapses</legend>
        {Choice("weights", "weights", Ensembles.Select(each => (each.Name, each.Words)), model.Weights)}
        {Number("correlation", "r", "correlation", model.Correlation ?? 0, 0.05, 0, 5)}
        {Number("gain", "g", "gain", model.Gain, 0.05, 0.05, 5)}
        </fieldset>
        <fieldset><legend>neurons</legend>
        {Activations(model.Activation)}
        {Number("biasVariance", "\u03c3_b", "bias variance", model.BiasVariance, 0.01, 0, 2)}
        {Number("depth", "L", "depth", model.Depth, 1, 1, 50)}
        </fieldset>
        <fieldset><legend>inputs</legend>
        {Number("inputRatio", "\u03b1", "ratio P/N", model.InputRatio, 0.05, 0.05, 10)}
        {Number("inputStd", "\u03c3", "std deviation", model.InputStd, 0.02, 0.02, 4)}
        </fieldset>
        """;

    private static string Sampling(ModelDescription model) =>
        $"""
        <fieldset><legend>simulation</legend>
        {Number("width", "N", "width", model.Width, 10, 20, 1000)}
        {Number("instances", "I", "networks", Networks, 1)}
        {Number("samples", "M", "inputs to each", Samples, 10)}
        {Number("seed", "", "seed", 1, 1)}
        <div class="buttons"><button type="button" class="main" id="sample">sample</button> <button type="button" id="stop" disabled>stop</button> <span class="note" id="progress" role="status"></span></div>
        </fieldset>
        """;

    private static string Number(
        string key, string symbol, string words, double value, double step, double low = 0, double? high = null) =>
        new ExploreControl(key, symbol, words, value, step, low, high).Render();

    private static string Choice(string key, string words, IEnumerable<(string Name, string Words)> options, string chosen) =>
        $"""
        <div class="control">
        <label for="{key}">{words}</label>
        <select id="{key}" class="wider" aria-describedby="{key}-problem" autocomplete="off">{string.Concat(options.Select(option =>
            $"<option value=\"{HtmlText.Escape(option.Name)}\"{(option.Name == chosen ? " selected" : "")}>{HtmlText.Escape(option.Words)}</option>"))}</select>
        {ExploreControl.Problem(key)}
        </div>
        """;

    // An empty choice stands for the box with the formula.
    private static string Activations(string chosen)
    {
        bool isNamed = NetworkModel.Activations.Any(activation => activation.Name == chosen);
        IEnumerable<(string, string)> options =
        [
            .. NetworkModel.Activations.Select(activation => (activation.Name, activation.Name)), ("", "a formula in x"),
        ];
        return $"""
            {Choice("activation", "activation", options, isNamed ? chosen : "")}
            <div class="control" id="formula-row"{(isNamed ? " hidden" : "")}>
            <label for="formula">formula</label>
            <input type="text" id="formula" class="wider" value="{HtmlText.Escape(isNamed ? "x/(1+abs(x))" : chosen)}" maxlength="400" spellcheck="false" autocomplete="off" aria-describedby="formula-problem">
            {ExploreControl.Problem("formula")}
            </div>
            """;
    }

    private static string Picture(string id, string title) =>
        $"""<section><h2>{title}</h2><div id="{id}" class="interactive" aria-hidden="true"></div></section>""";
}
