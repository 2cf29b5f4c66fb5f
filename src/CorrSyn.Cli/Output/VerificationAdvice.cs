using CorrSyn.Comparison;

namespace CorrSyn.Cli.Output;

/// <summary>The verdict in words and, where it is not yes, the likely cause and what to try next.</summary>
internal static class VerificationAdvice
{
    private const int WorstCount = 5;

    // Beyond this finite-size term at the smallest width, higher orders of the extrapolation are suspect.
    private const double LargeCorrection = 0.3;

    // One row out of many that is hardly above the threshold may be chance.
    private const double HardlyAbove = 1.3;

    /// <summary>The verdict in one word.</summary>
    public static string Word(AgreementVerdict verdict) => DocumentParts.Verdict(verdict).ToUpperInvariant();

    /// <summary>What the verdict rests on, in one sentence.</summary>
    public static string Evidence(AgreementReport agreement)
    {
        string level = NumberText.Full(agreement.FamilywiseLevel);
        string worst = $"largest |z| = {NumberText.Significant(Math.Abs(agreement.Worst.Z), 3)} ({Name(agreement.Worst)})";
        string bound = $"threshold {NumberText.Significant(agreement.Threshold, 3)} for {agreement.Rows.Count} rows at family-wise level {level}";
        return agreement.Verdict switch
        {
            AgreementVerdict.Agrees => $"theory and simulation do not differ; {worst}, {bound}.",
            AgreementVerdict.Disagrees => $"theory and simulation differ; {worst}, {bound}.",
            AgreementVerdict.OutOfReach =>
                $"finite-size corrections or errors are too large at these widths in {agreement.OutOfReach.Count} of {agreement.Rows.Count} rows; {worst}, {bound}.",
            var other => throw new InvalidOperationException($"The verdict {other} has no text."),
        };
    }

    /// <summary>What follows the evidence: the rows behind a verdict that is not yes, the likely cause, the next
    /// command.</summary>
    public static IEnumerable<string> Lines(ModelDescription model, VerificationReport report)
    {
        if (!report.Derivation.Passed)
            yield return "A check of the derivation FAILED: see `corrsyn derive`.";
        if (report.Agreement.Passed)
            yield break;
        foreach (AgreementRow row in Blamed(report.Agreement))
            yield return $"  {Name(row)}: theory {NumberText.Significant(row.Theory)}, simulated {NumberText.WithError(row.Simulated, row.StandardError)}, "
                + $"z {NumberText.Deviation(row.Z)}, finite-size term at N = {report.Settings.Widths.Min()}: {NumberText.Significant(100 * row.Correction, 2)} %";
        (string cause, string next) = Diagnose(model, report);
        yield return $"Likely cause: {cause}.";
        yield return $"Try: {next}";
    }

    /// <summary>The command that gives the same numbers again.</summary>
    public static string Command(ModelDescription model, VerificationSettings settings) =>
        $"corrsyn verify{ModelText.Arguments(model)} --widths {string.Join(',', settings.Widths)} "
        + $"--samples {NumberText.Whole(settings.Samples)} --instances {NumberText.Whole(settings.Instances)} "
        + $"--seed {NumberText.Whole(settings.Seed)}";

    /// <summary>The likely cause of a verdict that is not yes, and a command to try.</summary>
    public static (string Cause, string Next) Diagnose(ModelDescription model, VerificationReport report)
    {
        AgreementReport agreement = report.Agreement;
        VerificationSettings settings = report.Settings;
        string wider = Command(model, settings with { Widths = [.. settings.Widths.Select(Doubled)] });
        if (agreement.Verdict == AgreementVerdict.OutOfReach)
        {
            if (agreement.FirstUnresolvedLayer is { } layer)
            {
                return (
                    $"rounding: from layer {NumberText.Whole(layer)} on, simulated activity varies over the inputs by less than floating point rounds it",
                    Command(model with { Depth = Math.Max(1, layer - 1) }, settings));
            }

            bool isNoise = agreement.OutOfReach.All(row => row.Correction < LargeCorrection);
            return isNoise
                ? ("too few networks for the error to be small", Command(model, settings with { Instances = Times(settings.Instances, 4) }))
                : ("finite size: at these widths corrections are no longer small (large r, deep layers: D of order 1)", wider);
        }

        List<AgreementRow> failing = Failing(agreement);
        if (failing.Count > 0 && failing.All(row => row.Correction > LargeCorrection))
            return ("finite size: every failing row has large corrections, so higher orders in the width matter", wider);
        if (failing is [var single] && Math.Abs(single.Z) < HardlyAbove * agreement.Threshold)
            return ("chance is possible: one row, hardly above the threshold", Command(model, settings with { Seed = settings.Seed == long.MaxValue ? 0 : settings.Seed + 1 }));
        return ("the layer map (its closure) does not describe these networks: the failing rows have small finite-size corrections. If larger widths fail too, it is not finite size", wider);
    }

    /// <summary>A row by name.</summary>
    public static string Name(AgreementRow row) =>
        $"{VerificationText.Symbol(row.Quantity)} at layer {NumberText.Whole(row.Layer)}";

    private static List<AgreementRow> Failing(AgreementReport agreement) =>
        [.. agreement.Rows.Where(row => Math.Abs(row.Z) > agreement.Threshold && !agreement.OutOfReach.Contains(row))];

    private static IEnumerable<AgreementRow> Blamed(AgreementReport agreement) =>
        agreement.Verdict == AgreementVerdict.Disagrees
            ? Failing(agreement).OrderByDescending(row => Math.Abs(row.Z)).Take(WorstCount)
            : agreement.OutOfReach.OrderByDescending(row => row.Correction).Take(WorstCount);

    private static int Doubled(int width) => Times(width, 2);

    private static int Times(int count, int factor) => (int)Math.Min((long)count * factor, 1_000_000);
}
