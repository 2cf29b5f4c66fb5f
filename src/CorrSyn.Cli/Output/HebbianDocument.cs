using CorrSyn.Cli.Commands;
using CorrSyn.Learning;
using CorrSyn.Model;
using CorrSyn.Simulation.Estimation;
using CorrSyn.Simulation.Learning;
using CorrSyn.Simulation.Learning.Data;

namespace CorrSyn.Cli.Output;

/// <summary>What `corrsyn hebbian --json` prints.</summary>
internal sealed record HebbianDocument(
    string Schema, string Version, HebbianModelPart Model, long Seed, IReadOnlyList<HebbianResultPart> Results)
{
    public static string Render(HebbianCommand command, IReadOnlyList<HebbianOutcome> outcomes) =>
        DocumentContext.Render(new HebbianDocument(
            DocumentParts.Schema("hebbian"),
            ProgramVersion.Text,
            Settings(command, command.Settings[0]),
            command.Settings[0].Seed,
            [.. outcomes.Select(Result)]));

    private static HebbianModelPart Settings(HebbianCommand command, HebbianSettings settings) =>
        new(
            settings.Learning.LearningRate,
            settings.Learning.Steps,
            settings.Learning.BatchSize,
            settings.Learning.IsCentred,
            Data(command, settings.Data),
            settings.Width,
            settings.Depth,
            settings.Gain,
            settings.BiasVariance,
            ActivationModule.name(settings.Activation),
            HebbianWords.Of(settings.Matching),
            settings.Samples,
            settings.HeldOutSamples,
            settings.Instances);

    private static HebbianDataPart Data(HebbianCommand command, DataSettings data) =>
        new(
            HebbianWords.Of(data.Kind),
            command.Inputs.Images,
            command.Inputs.Labels,
            data.Variance,
            data.Kind is DataKind.Gaussian or DataKind.Mixture ? data.Ratio : null,
            data.Kind == DataKind.Mixture ? data.ClassCount : null,
            data.Kind == DataKind.Manifold ? data.LatentCount : null);

    private static HebbianResultPart Result(HebbianOutcome outcome) =>
        outcome.Report is not { } report
            ? new HebbianResultPart(HebbianRuleName.Of(outcome.Rule), null, [], [], [], outcome.Failure!.Message)
            : new HebbianResultPart(
                HebbianRuleName.Of(outcome.Rule),
                new HebbianInputPart(
                    report.Input.Width,
                    Part(report.Input.K1),
                    Part(report.Input.NSigma),
                    Part(report.Input.Dimension),
                    Part(report.Input.Accuracy)),
                [.. report.Networks.Select(network => new HebbianNetworkPart(
                    HebbianWords.Of(network.Variant), [.. network.Layers.Select(Layer)]))],
                [.. Claims(report.Learned), .. Claims(report.Rotated)],
                report.Notes,
                null);

    private static HebbianLayerPart Layer(HebbianLayerReport layer) =>
        new(
            layer.Layer,
            Part(layer.Gain),
            Part(layer.MeanCorrelation),
            Part(layer.EffectiveCorrelationSquared),
            Part(layer.AlignedCorrelationSquared),
            Part(layer.K1),
            Part(layer.NSigma),
            Part(layer.NSigmaRatio),
            Part(layer.Dimension),
            Part(layer.Accuracy),
            layer.Ridges,
            Theory(layer.Theory),
            Theory(layer.SingleNetwork));

    private static HebbianTheoryPart? Theory(HebbianPrediction? theory) =>
        theory is null
            ? null
            : new HebbianTheoryPart(Part(theory.Dimension), Part(theory.NSigma), Part(theory.NSigmaRatio));

    private static HebbianClaimPart[] Claims(HebbianClaims claims) =>
        [
            Claim("lower dimension", claims.Of, claims.LowerDimension),
            Claim("slower decorrelation", claims.Of, claims.SlowerDecorrelation),
        ];

    private static HebbianClaimPart Claim(string name, SynapseVariant variant, HebbianClaim claim) =>
        new(
            name,
            HebbianWords.Of(variant),
            HebbianWords.Of(claim.Verdict),
            HebbianClaim.FamilywiseLevel,
            claim.Threshold,
            [.. claim.Contrasts.Select(contrast => new HebbianContrastPart(
                HebbianWords.Of(contrast.Control), contrast.Effect, contrast.StandardError, contrast.Ratio, contrast.Z, HebbianWords.Of(contrast.Verdict)))]);

    private static EstimatePart Part(Estimate estimate) => new(estimate.Mean, estimate.StandardError);

    private static EstimatePart? Part(Estimate? estimate) => estimate is { } known ? Part(known) : null;
}

internal sealed record HebbianModelPart(
    double LearningRate,
    int Steps,
    int Batch,
    bool Centring,
    HebbianDataPart Data,
    int Width,
    int Depth,
    double Gain,
    double BiasVariance,
    string Activation,
    string Match,
    int Samples,
    int HeldOut,
    int Instances);

internal sealed record HebbianDataPart(
    string Name, string? Images, string? Labels, double InputVariance, double? InputRatio, int? Classes, int? Latent);

internal sealed record HebbianResultPart(
    string Rule,
    HebbianInputPart? Input,
    IReadOnlyList<HebbianNetworkPart> Networks,
    IReadOnlyList<HebbianClaimPart> Claims,
    IReadOnlyList<string> Notes,
    string? Failure);

internal sealed record HebbianInputPart(
    int Width, EstimatePart K1, EstimatePart NSigma, EstimatePart? Dimension, EstimatePart? Accuracy);

internal sealed record HebbianNetworkPart(string Weights, IReadOnlyList<HebbianLayerPart> Layers);

internal sealed record HebbianLayerPart(
    int Layer,
    EstimatePart Gain,
    EstimatePart MeanCorrelation,
    EstimatePart EffectiveCorrelationSquared,
    EstimatePart AlignedCorrelationSquared,
    EstimatePart K1,
    EstimatePart NSigma,
    EstimatePart? NSigmaRatio,
    EstimatePart? MeasuredDimension,
    EstimatePart? Accuracy,
    IReadOnlyList<double> Ridges,
    HebbianTheoryPart? Theory,
    HebbianTheoryPart? SingleNetwork);

internal sealed record HebbianTheoryPart(EstimatePart Dimension, EstimatePart NSigma, EstimatePart? NSigmaRatio);

internal sealed record HebbianClaimPart(
    string Claim, string Weights, string Verdict, double FamilywiseLevel, double? Threshold, IReadOnlyList<HebbianContrastPart> Contrasts);

internal sealed record HebbianContrastPart(string Control, double Effect, double? StandardError, double Ratio, double? Z, string Verdict);
