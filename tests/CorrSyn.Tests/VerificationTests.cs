using System.Diagnostics;
using System.Globalization;
using CorrSyn.Comparison;
using CorrSyn.Model;
using CorrSyn.Simulation.Estimation;
using Xunit;

namespace CorrSyn.Tests;

[Collection(nameof(VerifiedDefault))]
public class VerificationTests(VerifiedDefault verified)
{
    private static readonly VerificationSettings Small = new([50, 100], Samples: 100, Instances: 60, Seed: 1, Threads: 2);

    // The family-wise level of a comparison is 1e-3, and so is the false-alarm rate of each test that expects agreement.
    [Fact]
    public void Run_DefaultModel_Agrees()
    {
        AgreementReport agreement = verified.Report.Agreement;
        Assert.Equal(AgreementVerdict.Agrees, agreement.Verdict);
        Assert.True(agreement.Passed);
        Assert.Equal(1e-3, agreement.FamilywiseLevel);
        Assert.Empty(agreement.OutOfReach);
        Assert.True(Math.Abs(agreement.Worst.Z) <= agreement.Threshold);
    }

    [Fact]
    public void Run_OrthogonalWeightsAtTwoWidths_Agrees()
    {
        VerificationReport report = Verification.Run(NetworkModel.Create("orthogonal"), Small).Value;
        Assert.Equal(AgreementVerdict.Agrees, report.Agreement.Verdict);
        Assert.Equal(WidthPower.Inverse, report.Power);
    }

    [Fact]
    public void Run_Report_HasARowForEachLayerAndQuantityAndASimulationForEachWidth()
    {
        VerificationReport report = verified.Report;
        Assert.Equal(
            from layer in Enumerable.Range(0, 7) from quantity in Enum.GetValues<LayerQuantity>() select (layer, quantity),
            report.Agreement.Rows.Select(row => (row.Layer, row.Quantity)));
        Assert.Equal([50, 100, 200], report.Simulations.Select(simulation => simulation.Spec.Width));
        Assert.Equal(WidthPower.InverseSquareRoot, report.Power);
        Assert.Equal("1/2", report.Derivation.Exponent);
        Assert.True(report.Theory.Validity.Holds);
        Assert.All(report.Agreement.Rows, row =>
        {
            Assert.Equal((row.Simulated - row.Theory) / row.StandardError, row.Z, 1e-9);
            Assert.True(double.IsFinite(row.Z) && row.StandardError > 0);
        });
        Assert.Same(
            report.Agreement.Rows.MaxBy(row => Math.Abs(row.Z)), report.Agreement.Worst);
    }

    [Fact]
    public void Run_StronglyCorrelatedDeepSmallNetworks_IsOutOfReach()
    {
        NetworkSpec spec = NetworkModel.Create(correlation: 3, gain: 1.5, biasVariance: 0.3);
        AgreementReport agreement = Verification.Run(spec, Small).Value.Agreement;
        Assert.Equal(AgreementVerdict.OutOfReach, agreement.Verdict);
        Assert.False(agreement.Passed);
        Assert.Contains(agreement.OutOfReach, row => row.Layer == 6 && row.Quantity == LayerQuantity.NSigma);
        Assert.DoesNotContain(agreement.OutOfReach, row => row.Layer == 0);
    }

    [Fact]
    public void Run_NoTheoryToCompare_SaysWhyBeforeSimulating()
    {
        var progress = new Recorder<VerificationProgress>();
        SolveResult<VerificationReport> result =
            Verification.Run(NetworkModel.Create(activation: "linear", gain: 3, depth: 1000), Small, progress);
        Assert.Equal(SolveFailureKind.Diverged, result.Failure!.Kind);
        Assert.Empty(progress.Reports);
    }

    [Theory]
    [InlineData("gaussian", 12)]
    [InlineData("orthogonal", 0)]
    public void Run_Progress_NeverFallsAndEndsAtOne(string weights, int scalingPoints)
    {
        var progress = new Recorder<VerificationProgress>();
        VerificationSettings settings = Small with { Instances = 4, Widths = [20, 40, 80] };
        Verification.Run(NetworkModel.Create(weights, depth: 1), settings, progress);
        Assert.Equal(12 + scalingPoints, progress.Reports.Count);
        Assert.Equal(
            from width in settings.Widths from finished in Enumerable.Range(1, 4) select (width, finished, 4),
            progress.Reports.Take(12).Select(report => (report.Width, report.Finished, report.Instances)));
        double[] fractions = [.. progress.Reports.Select(report => report.Fraction)];
        Assert.All(fractions.Zip(fractions.Skip(1)), pair => Assert.True(pair.First < pair.Second));
        Assert.Equal(1, fractions[^1], 1e-12);
    }

    [Fact]
    public void Run_Cancelled_StopsLongBeforeItsEnd()
    {
        // All of it takes an hour, and much longer on a machine so busy that the bound could fail.
        using var source = new CancellationTokenSource();
        var clock = new Stopwatch();
        using CancellationTokenRegistration started = source.Token.Register(clock.Start);
        source.CancelAfter(TimeSpan.FromMilliseconds(200));
        VerificationSettings settings = Small with { Widths = [500, 1000], Samples = 1000, Instances = 1000 };
        Assert.ThrowsAny<OperationCanceledException>(
            () => Verification.Run(NetworkModel.Create(), settings, cancellation: source.Token));
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(20), $"It took {clock.Elapsed.TotalSeconds} s.");
    }

    /// <summary>The setting that is wrong, and settings in which it is.</summary>
    public static TheoryData<string, VerificationSettings> BadSettings => new()
    {
        { "widths", Small with { Widths = [] } },
        { "widths", Small with { Widths = [100] } },
        { "widths", Small with { Widths = [100, 200, 100] } },
        { "widths", Small with { Widths = [1, 100] } },

        // 10^12 numbers: more memory than there is.
        { "widths", Small with { Widths = [100, 1_000_000], Samples = 1_000_000 } },
        { "samples", Small with { Samples = 3 } },
        { "instances", Small with { Instances = 1 } },
        { "instances", Small with { Instances = int.MaxValue } },
        { "seed", Small with { Seed = -1 } },
        { "threads", Small with { Threads = 0 } },
        { "correlation", Small with { Widths = [9, 100] } },
    };

    [Theory]
    [MemberData(nameof(BadSettings))]
    public void Run_BadSetting_IsRefusedByName(string parameter, VerificationSettings settings)
    {
        NetworkSpec spec = NetworkModel.Create(correlation: 3);
        Assert.Equal(parameter, Verification.Refusal(spec, settings)!.Parameter);
        Assert.Equal(
            parameter, Assert.Throws<ArgumentOutOfRangeException>(() => Verification.Run(spec, settings)).ParamName);
        Assert.Null(Verification.Refusal(spec, Small));
    }

    [Fact]
    public void Run_LayersWithinRounding_AreOutOfReachAndNeverDisagree()
    {
        // K1 falls by 0.58 per layer: after some 85 layers activity varies by less than its rounding.
        VerificationReport report = Verification.Run(
            NetworkModel.Create(depth: 150), new VerificationSettings([20, 40], Samples: 20, Instances: 10)).Value;
        Assert.Equal(AgreementVerdict.OutOfReach, report.Agreement.Verdict);
        Assert.InRange(report.Agreement.FirstUnresolvedLayer!.Value, 60, 110);
        Assert.All(
            report.Agreement.Rows.Where(row => row.Layer >= report.Agreement.FirstUnresolvedLayer),
            row => Assert.Contains(row, report.Agreement.OutOfReach));
    }

    [Fact]
    public void InstancesFor_Correlation_GrowsWithTheScatterOfNetworks()
    {
        Assert.Equal(VerificationSettings.DefaultInstances, VerificationSettings.InstancesFor(NetworkModel.Create()));
        Assert.Equal(
            2 * VerificationSettings.DefaultInstances, VerificationSettings.InstancesFor(NetworkModel.Create(correlation: 2)));
        foreach (NetworkSpec spec in new[]
            {
                NetworkModel.Create("orthogonal"), NetworkModel.Create("independent"), NetworkModel.Create(correlation: 0),
            })
            Assert.Equal(VerificationSettings.DefaultInstances / 3, VerificationSettings.InstancesFor(spec));
    }

    [Fact]
    public void EverythingThatMakesText_UnderAnotherCulture_IsTheSame()
    {
        static string[] Texts()
        {
            NetworkSpec spec = NetworkModel.Create(correlation: 0.5, depth: 1);
            NetworkModel.TryCreate(
                ModelDescription.Default with { Gain = -0.5 }, out _, out ParameterError? error);
            NetworkModel.TryWithWidth(NetworkModel.Create(correlation: 4.5), 10, out _, out ParameterError? narrow);
            VerificationReport report = Verification.Run(spec, Small with { Instances = 4 }).Value;
            return
            [
                error!.ToString(),
                narrow!.ToString(),
                MonteCarlo.MemoryShortage(
                    NetworkModel.Create("orthogonal", width: 1_000_000), new(100, 1, 1, 1, CovarianceEstimator.Corrected))!.Allowed,
                MeanField.Evaluate(NetworkModel.Create(activation: "sin(1e9*x)")).Failure!.Message,
                MeanField.Evaluate(NetworkModel.Create(activation: "sin(x)", gain: 50)).Failure!.Message,
                MeanField.Evaluate(NetworkModel.Create(activation: "log(0.5+x)")).Failure!.Message,
                MeanField.Evaluate(NetworkModel.Create(activation: "linear", gain: 1e10, depth: 100)).Failure!.Message,
                .. report.Derivation.Steps.SelectMany(step => step.Equations).Select(equation => equation.Latex + equation.Text),
                .. report.Derivation.Steps.Select(step => step.Statement + step.Check.Detail),
                .. report.Agreement.Rows.Select(row => row.Z.ToString("R", CultureInfo.InvariantCulture)),
            ];
        }

        string[] invariant = Under(CultureInfo.InvariantCulture, Texts);
        var french = CultureInfo.GetCultureInfo("fr-FR");
        Assert.Equal("0,5", 0.5.ToString(french));
        Assert.Equal(invariant, Under(french, Texts));
    }

    private static string[] Under(CultureInfo culture, Func<string[]> texts)
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = culture;
            return texts();
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }
}
