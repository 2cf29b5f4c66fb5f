using CorrSyn.Cli.Output;
using CorrSyn.Comparison;
using CorrSyn.Simulation.Estimation;

namespace CorrSyn.Cli.Tests.Output;

public sealed class VerificationAdviceTests
{
    private const double Threshold = 4;

    private static readonly Lazy<VerificationReport> Small = new(() => Verification
        .Run(NetworkModel.Create(depth: 1, width: 10), new VerificationSettings([10, 20], Samples: 8, Instances: 3))
        .Value);

    [Fact]
    public void Diagnose_OneRowHardlyAbove_IsPerhapsChance()
    {
        (string cause, string next) = Diagnose(AgreementVerdict.Disagrees, Row(1, 4.5, 0.1), Row(2, 1, 0.1));

        Assert.Contains("chance", cause, StringComparison.Ordinal);
        Assert.EndsWith("--seed 2", next, StringComparison.Ordinal);
    }

    [Fact]
    public void Diagnose_FailingRowsWithLargeCorrections_AreFiniteSize()
    {
        (string cause, string next) = Diagnose(AgreementVerdict.Disagrees, Row(1, 9, 0.5), Row(2, 8, 0.6));

        Assert.StartsWith("finite size", cause, StringComparison.Ordinal);
        Assert.Contains("--widths 20,40", next, StringComparison.Ordinal);
    }

    [Fact]
    public void Diagnose_FailingRowsWithSmallCorrections_BlameTheMap()
    {
        (string cause, _) = Diagnose(AgreementVerdict.Disagrees, Row(1, 9, 0.1), Row(2, 8, 0.1));

        Assert.Contains("closure", cause, StringComparison.Ordinal);
    }

    [Fact]
    public void Diagnose_OutOfReachBecauseOfErrors_AsksForMoreNetworks()
    {
        (_, string next) = Diagnose(AgreementVerdict.OutOfReach, Row(1, 1, 0.1));

        Assert.Contains("--instances 12", next, StringComparison.Ordinal);
    }

    [Fact]
    public void Diagnose_ActivityWithinRounding_AsksForFewerLayers()
    {
        VerificationReport report = Report(AgreementVerdict.OutOfReach, Row(90, 1, 0.1));
        report = report with { Agreement = report.Agreement with { FirstUnresolvedLayer = 85 } };

        (string cause, string next) = VerificationAdvice.Diagnose(ModelDescription.Default, report);

        Assert.StartsWith("rounding: from layer 85 on", cause, StringComparison.Ordinal);
        Assert.Contains("--depth 84", next, StringComparison.Ordinal);
    }

    [Fact]
    public void Lines_Disagreement_ListsOnlyTheRowsThatDiffer()
    {
        VerificationReport report = Report(AgreementVerdict.Disagrees, Row(1, 9, 0.1), Row(2, -2, 0.1));

        string[] lines = [.. VerificationAdvice.Lines(ModelDescription.Default, report)];

        Assert.Contains("N Sigma at layer 1", lines[0], StringComparison.Ordinal);
        Assert.StartsWith("Likely cause: ", lines[1], StringComparison.Ordinal);
        Assert.StartsWith("Try: corrsyn verify", lines[2], StringComparison.Ordinal);
    }

    private static (string Cause, string Next) Diagnose(AgreementVerdict verdict, params AgreementRow[] rows) =>
        VerificationAdvice.Diagnose(ModelDescription.Default, Report(verdict, rows));

    private static VerificationReport Report(AgreementVerdict verdict, params AgreementRow[] rows) =>
        Small.Value with
        {
            Agreement = new AgreementReport(
                verdict, 1e-3, Threshold, rows[0], rows, verdict == AgreementVerdict.OutOfReach ? rows : [], null),
        };

    private static AgreementRow Row(int layer, double z, double correction) =>
        new(layer, LayerQuantity.NSigma, Theory: 1, Simulated: 1 + 0.1 * z, StandardError: 0.1, z, correction);
}
