using CorrSyn.Comparison;
using CorrSyn.Simulation.Estimation;
using CorrSyn.Simulation.Networks;

namespace CorrSyn.Cli.Output;

/// <summary>From results to documents.</summary>
internal static class DocumentParts
{
    public static string Schema(string command) => $"corrsyn/{command}/1";

    public static string Verdict(ScalingVerdict verdict) =>
        verdict switch
        {
            ScalingVerdict.Diverges => "diverges",
            ScalingVerdict.SelfConsistent => "self-consistent",
            ScalingVerdict.Irrelevant => "irrelevant",
            _ => throw new ArgumentOutOfRangeException(nameof(verdict), verdict, "No such verdict."),
        };

    public static string Verdict(AgreementVerdict verdict) =>
        verdict switch
        {
            AgreementVerdict.Agrees => "agrees",
            AgreementVerdict.Disagrees => "disagrees",
            AgreementVerdict.OutOfReach => "out of reach",
            _ => throw new ArgumentOutOfRangeException(nameof(verdict), verdict, "No such verdict."),
        };

    public static string Quantity(LayerQuantity quantity) =>
        quantity switch
        {
            LayerQuantity.K1 => "k1",
            LayerQuantity.K2 => "k2",
            LayerQuantity.Q => "q",
            LayerQuantity.NSigma => "nSigma",
            LayerQuantity.Dimension => "dimension",
            _ => throw new ArgumentOutOfRangeException(nameof(quantity), quantity, "No such quantity."),
        };

    public static string Power(WidthPower power) =>
        power switch
        {
            WidthPower.InverseSquareRoot => "N^-1/2",
            WidthPower.Inverse => "1/N",
            _ => throw new ArgumentOutOfRangeException(nameof(power), power, "No such power."),
        };

    public static string Estimator(CovarianceEstimator estimator) =>
        estimator switch
        {
            CovarianceEstimator.Corrected => "corrected",
            CovarianceEstimator.Plain => "plain",
            _ => throw new ArgumentOutOfRangeException(nameof(estimator), estimator, "No such estimator."),
        };

    public static string Decision(PrecisionDecision decision) =>
        decision switch
        {
            PrecisionDecision.Reached => "reached",
            PrecisionDecision.MoreNetworks => "more networks",
            PrecisionDecision.MoreInputs => "more inputs",
            PrecisionDecision.OutOfReach => "out of reach",
            _ => throw new ArgumentOutOfRangeException(nameof(decision), decision, "No such decision."),
        };

    public static DerivationPart Derivation(DerivationReport report) =>
        new(
            new ScalingPart(
                report.Exponent, report.CovarianceExponent, report.Exponents, report.ExponentPairs, report.Edges),
            [.. report.Regimes.Select(regime => new RegimePart(regime.From, regime.To, Verdict(regime.Verdict)))],
            [.. report.Steps.SelectMany(step => step.Equations).Select(
                equation => new EquationPart(equation.Id, equation.Name, equation.Latex, equation.Text))],
            [.. report.Steps.Select(Step)]);

    public static IReadOnlyList<TheoryLayerPart> Layers(MeanFieldSolution solution) => Layers(solution.Layers);

    public static IReadOnlyList<TheoryLayerPart> Layers(IReadOnlyList<MeanFieldLayer> layers) =>
        [.. layers.Select(layer => new TheoryLayerPart(
            layer.Layer,
            layer.K1,
            layer.LogK1,
            layer.K2,
            layer.Q,
            layer.NSigma,
            layer.Dimension,
            layer.RelativeError,
            Collective(layer.CollectiveCovariance),
            Collective(layer.CollectiveProjection)))];

    public static IReadOnlyList<SimulatedLayerPart> Layers(SimulationResult result) => Layers(result.Layers);

    public static IReadOnlyList<SimulatedLayerPart> Layers(IReadOnlyList<LayerSummary> layers) =>
        [.. layers.Select(layer => new SimulatedLayerPart(
            layer.Layer,
            Estimate(layer.K1),
            Estimate(layer.K2),
            Estimate(layer.Q),
            Estimate(layer.NSigma),
            layer.Dimension is { } dimension ? Estimate(dimension) : null))];

    public static IReadOnlyList<NetworkLayerPart> Networks(SimulationResult result) =>
        [.. result.Networks.SelectMany((network, number) => network.Select(layer => new NetworkLayerPart(
            number, layer.Layer, layer.K1, layer.K2, layer.Q, layer.NSigma, layer.Dimension)))];

    public static AgreementPart Agreement(AgreementReport report, WidthPower power) =>
        new(
            report.Passed,
            Verdict(report.Verdict),
            report.FamilywiseLevel,
            report.Threshold,
            new ExtrapolationPart(Power(power)),
            new WorstPart(report.Worst.Layer, Quantity(report.Worst.Quantity), report.Worst.Z),
            [.. report.Rows.Select(row => new RowPart(
                row.Layer,
                Quantity(row.Quantity),
                row.Theory,
                row.Simulated,
                row.StandardError,
                row.Z,
                row.Correction,
                !report.OutOfReach.Contains(row)))]);

    public static PrecisionPart Precision(PrecisionResult result, PrecisionTarget target) =>
        new(
            target.StandardError,
            target.MaxOperations,
            result.Steps[^1].Operations,
            [.. result.Steps.Select(step => new PrecisionStepPart(
                step.Samples, step.Instances, step.Operations, step.StandardError, step.Layer, Decision(step.Decision)))]);

    private static StepPart Step(DerivationStep step) =>
        new(
            step.Title,
            step.Statement,
            string.Join(" \\\\ ", step.Equations.Select(equation => equation.Latex)),
            new CheckPart(step.Check.Kind, step.Check.Passed, step.Check.Detail));

    private static CollectivePart? Collective(CollectiveMatrix? matrix) =>
        matrix is null ? null : new CollectivePart(matrix.OverlapOverlap, matrix.OverlapSquare, matrix.SquareSquare);

    private static EstimatePart Estimate(Estimate estimate) => new(estimate.Mean, estimate.StandardError);
}
