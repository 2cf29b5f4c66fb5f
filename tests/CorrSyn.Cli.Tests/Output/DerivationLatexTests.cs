using System.Text.RegularExpressions;
using CorrSyn.Model;

namespace CorrSyn.Cli.Tests.Output;

public sealed partial class DerivationLatexTests
{
    // What the packages that the document loads define, as far as it is used.
    private static readonly string[] KnownCommands =
    [
        "documentclass", "usepackage", "allowdisplaybreaks", "emergencystretch", "begin", "end", "section", "subsection",
        "emph", "tag", "left", "right", "bigl", "bigr", "biggl", "biggr", "quad", "frac", "sqrt", "sum", "cdot", "dots", "sim", "langle",
        "rangle", "lvert", "rvert", "infty", "pm", "mathbb", "mathcal", "mathrm", "operatorname", "alpha", "beta", "gamma",
        "delta", "epsilon", "eta", "kappa", "lambda", "mu", "nu", "xi", "pi", "rho", "sigma", "tau", "phi", "chi", "psi",
        "omega", "Gamma", "Delta", "Lambda", "Sigma", "Phi", "Psi", "Omega", "tilde", "hat", "bar",
        "textbackslash", "textasciicircum", "textasciitilde", "textless", "textgreater",
    ];

    /// <summary>The options of every premise: each ensemble, and each premise that the theory pages name.</summary>
    public static TheoryData<string> Premises() =>
        new(SynapseEnsembleModule.names.Select(weights => $"--weights {weights}")
            .Concat(Placeholder().Matches(TheoryPages()).Select(match => match.Groups["options"].Value.Trim()))
            .Distinct());

    [Fact]
    public void Premises_OfTheTheoryPage_AreFound()
    {
        Assert.Contains("", Premises());
        Assert.Contains("--weights binary", Premises());
        Assert.Contains("--postsynaptic blocks:4", Premises());
    }

    [Theory]
    [MemberData(nameof(Premises))]
    public void Render_EveryPremise_IsAWholeDocumentOfKnownCommands(string premise)
    {
        string document = Document(premise);

        Assert.StartsWith("\\documentclass{article}\n", document, StringComparison.Ordinal);
        Assert.EndsWith("\n\\end{document}\n", document, StringComparison.Ordinal);
        Assert.All(document, c => Assert.True(char.IsAscii(c), $"U+{(int)c:X4}"));
        Assert.Empty(Command().Matches(document).Select(match => match.Groups["name"].Value).Distinct().Except(KnownCommands));
        Assert.Matches(@"\\tag\{M[FA]-6\}", document);
        AssertNested(document);

        // A real LaTeX says more, where there is one.
        if (LatexCompiler.IsThere)
            AssertCompiles(document);
    }

    [Theory]
    [MemberData(nameof(Premises))]
    public void Render_EveryEquation_IsBalanced(string premise)
    {
        string document = Document(premise);

        Assert.All(Display().Matches(document), display =>
        {
            Assert.All(
                display.Groups["rows"].Value.Split("\\\\\n"),
                row => Assert.Equal(Count(row, "\\left"), Count(row, "\\right")));
            Assert.Equal(Count(display.Value, "\\bigl"), Count(display.Value, "\\bigr"));
            Assert.Equal(Count(display.Value, "\\biggl"), Count(display.Value, "\\biggr"));
        });
        Assert.Equal(Count(document, "\\begin{align*}"), Display().Count(document));
        Assert.All(document.Split('\n'), line => Assert.Equal(0, line.Count(c => c == '$') % 2));
    }

    [Theory]
    [InlineData("u ~ N(0, F)", "$u \\sim \\mathcal{N}(0$, $F$)")]
    [InlineData("for N = 2 and 3", "for $N = 2$ and 3")]
    [InlineData("E Delta_ij^2 and u_i = sum_k w_ik", "$\\mathbb{E} \\, \\Delta_{ij}^{2}$ and $u_{i} = \\sum_{k} \\, w_{ik}$")]
    [InlineData("100% of m.C.m & more", "100\\% of $m \\cdot C \\cdot m$ \\& more")]
    public void Prose_FormulasInASentence_AreInMathMode(string text, string expected) =>
        Assert.Equal(expected, CorrSyn.Cli.Output.LatexProse.Render(text));

    private static string Document(string premise) =>
        CommandRun.Typed($"derive {premise} --format latex").Output;

    private static int Count(string text, string command) => Regex.Count(text, Regex.Escape(command) + "(?![A-Za-z])");

    private static void AssertCompiles(string document)
    {
        using var folder = new TemporaryFolder();
        folder.Write("derivation.tex", document);
        (int code, string log) = LatexCompiler.Compile(folder.Location, "derivation.tex");
        Assert.True(code == 0, log);
        Assert.DoesNotContain("Overfull", log, StringComparison.Ordinal);
        Assert.DoesNotContain("Missing character", log, StringComparison.Ordinal);
        Assert.True(new FileInfo(folder["derivation.pdf"]).Length > 0);
    }

    // Braces and environments close in the order in which they open.
    private static void AssertNested(string document)
    {
        var open = new Stack<string>();
        foreach (Match match in Delimiter().Matches(document))
        {
            string environment = match.Groups["environment"].Value;
            if (match.Value.StartsWith("\\begin", StringComparison.Ordinal))
                open.Push(environment);
            else if (match.Value == "{")
                open.Push("{");
            else
                Assert.Equal(match.Value == "}" ? "{" : environment, open.Count > 0 ? open.Pop() : "nothing");
        }

        Assert.Empty(open);
    }

    private static string TheoryPages()
    {
        for (var directory = new DirectoryInfo(AppContext.BaseDirectory); ; directory = directory.Parent!)
        {
            if (File.Exists(Path.Combine(directory.FullName, "CorrSyn.sln")))
                return string.Concat(
                    Directory.EnumerateFiles(Path.Combine(directory.FullName, "docs", "theory"), "*.source.md")
                        .Order(StringComparer.Ordinal)
                        .Select(File.ReadAllText));
        }
    }

    [GeneratedRegex(@"^\{\{ *[A-Z]+-\d+(?<options>[^{}|]*)(\|[^{}]*)?\}\}\r?$", RegexOptions.Multiline)]
    private static partial Regex Placeholder();

    [GeneratedRegex(@"\\(?<name>[A-Za-z]+)")]
    private static partial Regex Command();

    [GeneratedRegex(@"\\(begin|end)\{(?<environment>[a-z*]+)\}|(?<!\\)[{}]")]
    private static partial Regex Delimiter();

    [GeneratedRegex(@"\\begin\{align\*\}\n(?<rows>.*?)\n\\end\{align\*\}", RegexOptions.Singleline)]
    private static partial Regex Display();
}
