using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using CorrSyn.Cli.Report;
using CorrSyn.Model;

namespace CorrSyn.Cli.Tests.Report;

public sealed partial class ReportPageTests
{
    private static readonly Lazy<string> Page = new(() =>
    {
        VerificationReport report = Verification
            .Run(
                NetworkModel.Create(correlation: 0.5, depth: 3, width: 20),
                new VerificationSettings([20, 40, 60], Samples: 12, Instances: 20))
            .Value;
        return ReportPage.Render(ModelDescription.Default with { Correlation = 0.5, Depth = 3 }, report);
    });

    [Fact]
    public void Render_Page_NeedsNothingElse()
    {
        // The script that draws the charts names addresses in its texts; the browser tests see that it asks for none.
        string page = Page.Value[..Page.Value.LastIndexOf("<script>", StringComparison.Ordinal)];

        Assert.DoesNotContain("://", page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("@import", page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("url(", page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(" src=", page, StringComparison.OrdinalIgnoreCase);
        Assert.InRange(Page.Value.Length, 0, 3_000_000);
    }

    [Fact]
    public void Render_Pictures_AreWellFormedAndHoldEveryPoint()
    {
        XElement[] plots = [.. Picture().Matches(Page.Value).Select(match => XElement.Parse(match.Groups[1].Value))];

        Assert.Equal(7, plots.Length);
        Assert.All(plots[..2], plot => Assert.Equal(4 * 4, plot.Descendants("path").Count(path => (string?)path.Attribute("class") == "mark")));
        Assert.All(plots, plot => Assert.DoesNotContain("NaN", plot.ToString(), StringComparison.Ordinal));
    }

    [Fact]
    public void Render_Page_StatesVerdictEquationsAndCommand()
    {
        Assert.Contains("<strong>", Page.Value, StringComparison.Ordinal);
        Assert.Contains("(MF-6)", Page.Value, StringComparison.Ordinal);
        Assert.Contains(
            "corrsyn verify --correlation 0.5 --depth 3 --widths 20,40,60 --samples 12 --instances 20 --seed 1",
            Page.Value,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("rho = r N^(-1/2)", "<i>\u03c1</i> = <i>r</i> <i>N</i><sup>\u22121/2</sup>")]
    [InlineData("N^(-gamma)", "<i>N</i><sup>\u2212<i>\u03b3</i></sup>")]
    [InlineData("N^-(3/2)", "<i>N</i><sup>\u22123/2</sup>")]
    [InlineData("phi^(n)", "<i>\u03c6</i><sup>(<i>n</i>)</sup>")]
    [InlineData("<v^2>", "\u27e8<i>v</i><sup>2</sup>\u27e9")]
    [InlineData("K1'", "<i>K</i><sub>1</sub>\u2032")]
    [InlineData("E[Delta_ii]", "<i>E</i>[<i>\u0394</i><sub><i>ii</i></sub>]")]
    public void Formula_PlainText_IsSetAsMathematics(string text, string expected) =>
        Assert.Equal($"<span class=\"math\">{expected}</span>", HtmlText.Formula(text));

    [Fact]
    public void Prose_Markup_IsEscaped()
    {
        string html = HtmlText.Prose("the <script>alert(1)</script> & \"more\"");

        Assert.DoesNotContain("<script", html, StringComparison.Ordinal);
        Assert.Contains("&amp;", html, StringComparison.Ordinal);
    }

    [Fact]
    public void Render_Charts_HaveTheirDataAndTheirNumbers()
    {
        string[] data = [.. Data().Matches(Page.Value).Select(match => match.Groups[1].Value)];

        Assert.Equal(7, data.Length);
        Assert.All(data, json =>
        {
            using JsonDocument chart = JsonDocument.Parse(json);
            Assert.All(chart.RootElement.GetProperty("series").EnumerateArray(), series =>
                Assert.Equal(series.GetProperty("x").GetArrayLength(), series.GetProperty("at").GetArrayLength()));
        });
        Assert.Equal(7, Page.Value.Split("series,x,y,standardError\n").Length - 1);
    }

    [GeneratedRegex("<div class=\"static\">(<svg.*?</svg>)", RegexOptions.Singleline)]
    private static partial Regex Picture();

    [Fact]
    public void Prose_Comparison_IsNoBracket()
    {
        string prose = HtmlText.Prose("gamma < 1/2: <v^2> diverges");

        Assert.Contains("&lt;", prose, StringComparison.Ordinal);
        Assert.Contains("\u27e8<i>v</i><sup>2</sup>\u27e9", prose, StringComparison.Ordinal);
        Assert.Equal(1, prose.Count(character => character == '\u27e8'));
    }

    [Fact]
    public void Render_Spectra_HaveTheirPictureAndTheirShares()
    {
        NetworkSpec spec = NetworkModel.Create(correlation: 2, depth: 3, width: 30);
        VerificationReport report = Verification
            .Run(spec, new VerificationSettings([20, 30, 40], Samples: 12, Instances: 20)).Value;
        IReadOnlyList<CovarianceSpectrum> spectra = CovarianceSpectrum.OfFirstNetwork(spec, 1, 1).Value;
        string page = ReportPage.Render(ModelDescription.Default with { Correlation = 2, Depth = 3 }, report, spectra);

        Assert.Contains("Which directions are left", page, StringComparison.Ordinal);
        Assert.Contains("layer 3, eigenvalue 30", page, StringComparison.Ordinal);
        Assert.DoesNotContain("Which directions are left", Page.Value, StringComparison.Ordinal);
    }

    [GeneratedRegex("<script type=\"application/json\">(.*?)</script>", RegexOptions.Singleline)]
    private static partial Regex Data();
}
