using System.Text;
using static System.Globalization.CultureInfo;

namespace CorrSyn.Cli.Output;

/// <summary>A derivation as a page of text.</summary>
internal static class DerivationPage
{
    private const int LineLength = 92;

    /// <summary>The whole argument.</summary>
    public static string Render(DerivationReport report)
    {
        var page = new StringBuilder();
        page.Append(InvariantCulture, $"Layer map for {report.Weights} synapses, derived by exact expansion in the width N\n\n");
        for (int number = 0; number < report.Steps.Count; number++)
        {
            DerivationStep step = report.Steps[number];
            page.Append(InvariantCulture, $"{number + 1}. {step.Title}\n\n");
            AddParagraph(page, step.Statement, "   ");
            AddEquations(page, step);
            AddParagraph(page, Check(step.Check), "   ");
        }

        page.Append("Conclusion\n\n");
        if (report.Regimes.Count > 0)
            page.Append(Regimes(report)).Append('\n');
        AddParagraph(page, Conclusion(report), "   ");
        int passed = report.Steps.Count(step => step.Check.Passed);
        page.Append(InvariantCulture, $"   {passed} of {report.Steps.Count} checks passed; averages over weights had {report.TermCount} terms.\n");
        return page.ToString();
    }

    /// <summary>What the derivation says about the scaling, in a sentence.</summary>
    public static string Conclusion(DerivationReport report)
    {
        if (report.Edges.Count > 0)
        {
            string pairs = string.Join(
                " or ", report.ExponentPairs.Select(pair => $"(gamma, delta) = ({pair.Gamma}, {pair.Delta})"));
            string lines = string.Join(", ", report.Edges.Select(edge => edge.Line));
            return $"Correlations on both sides count together at {pairs}; the border of self-consistency is {lines}.";
        }

        return report.Exponent is { } exponent && report.CovarianceExponent is { } covariance
            ? $"The only self-consistent scaling is {Correlation(report, exponent)}: the covariance of two synapses is of order N^-({covariance})."
            : $"{report.Weights} synapses have no correlation parameter: there is no exponent to find, and the map holds as it is.";
    }

    /// <summary>rho or sigma with its exponent.</summary>
    public static string Correlation(DerivationReport report, string exponent)
    {
        string number = IsPresynaptic(report) ? "s" : "r";
        return $"{Symbol(report)} = {(exponent == "1/2" ? $"{number}/sqrt(N)" : $"{number} N^-({exponent})")}";
    }

    /// <summary>The name of the unknown exponent, where there is one.</summary>
    public static string Unknown(DerivationReport report) => IsPresynaptic(report) ? "delta" : "gamma";

    /// <summary>The correlation with that exponent unknown.</summary>
    public static string UnknownScaling(DerivationReport report) =>
        $"{Symbol(report)} = {(IsPresynaptic(report) ? "s" : "r")} N^-{Unknown(report)}";

    /// <summary>A check and its outcome.</summary>
    public static string Check(DerivationCheck check) =>
        $"[{(check.Passed ? "passed" : "FAILED")}] {check.Kind}: {check.Detail}.";

    /// <summary>A range of the exponent in words.</summary>
    public static string Range(ScalingRegime regime, string unknown) =>
        (regime.From, regime.To) switch
        {
            (null, null) => $"every {unknown}",
            (null, { } high) => $"{unknown} < {high}",
            ({ } low, null) => $"{unknown} > {low}",
            ({ } low, { } high) => low == high ? $"{unknown} = {low}" : $"{low} < {unknown} < {high}",
        };

    private static string Symbol(DerivationReport report) => IsPresynaptic(report) ? "sigma" : "rho";

    private static bool IsPresynaptic(DerivationReport report) => report.ExponentPairs is [{ Gamma: null }, ..];

    private static string Regimes(DerivationReport report)
    {
        string table = TextTable.Render(
            [$"<{UnknownScaling(report)}", "<the correlation"],
            report.Regimes.Select(regime => (string[])[Range(regime, Unknown(report)), Meaning(report, regime.Verdict)]));
        return string.Concat(table.TrimEnd('\n').Split('\n').Select(line => $"   {line}\n"));
    }

    /// <summary>What becomes of the correlation.</summary>
    public static string Meaning(DerivationReport report, ScalingVerdict verdict) =>
        verdict switch
        {
            ScalingVerdict.Diverges =>
                IsPresynaptic(report) ? "makes the variance of the field or N Sigma diverge" : "makes N Sigma diverge",
            ScalingVerdict.SelfConsistent => "stays, and everything is finite: self-consistent",
            ScalingVerdict.Irrelevant => "drops out: independent synapses",
            _ => throw new ArgumentOutOfRangeException(nameof(verdict), verdict, "No such verdict."),
        };

    private static void AddEquations(StringBuilder page, DerivationStep step)
    {
        if (step.Equations.Count == 0)
            return;
        int column = step.Equations.Max(equation => equation.Id.Length) + 2;
        foreach (DerivedEquation equation in step.Equations)
        {
            string rows = equation.TextRows.Replace("\n", "\n" + new string(' ', column + 11), StringComparison.Ordinal);
            page.Append(InvariantCulture, $"     {$"({equation.Id})".PadRight(column)}  {rows}\n");
        }

        page.Append('\n');
    }

    private static void AddParagraph(StringBuilder page, string text, string indent)
    {
        string line = indent.TrimEnd();
        foreach (string word in text.Split(' '))
        {
            if (line.Length > indent.Length && line.Length + 1 + word.Length > LineLength)
            {
                page.Append(line).Append('\n');
                line = "";
            }

            line = line.Length == 0 ? indent + word : $"{line} {word}";
        }

        page.Append(line).Append("\n\n");
    }
}
