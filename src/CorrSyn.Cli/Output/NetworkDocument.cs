using CorrSyn.Cli.Commands;
using CorrSyn.Model;
using CorrSyn.Trained;

namespace CorrSyn.Cli.Output;

/// <summary>What `corrsyn network --json` prints.</summary>
internal sealed record NetworkDocument(
    string Schema,
    string Version,
    IReadOnlyList<string> Files,
    string Layout,
    string Activation,
    string OutputActivation,
    string? Inputs,
    bool IsChain,
    NetworkInputPart Input,
    IReadOnlyList<AnalysedLayerPart> Layers,
    IReadOnlyList<SkippedPart> Skipped,
    IReadOnlyList<string> Notes)
{
    public static string Render(NetworkCommand command, NetworkFile file, NetworkReport report) =>
        DocumentContext.Render(new NetworkDocument(
            DocumentParts.Schema("network"),
            ProgramVersion.Text,
            command.Files,
            command.Options.Layout == WeightLayout.OutIn ? "out-in" : "in-out",
            ActivationModule.name(command.Settings.Activation),
            ActivationModule.name(command.Settings.OutputActivation ?? command.Settings.Activation),
            command.Inputs,
            file.IsChain,
            new NetworkInputPart(Predicted(report.InputDimensions), report.InputDimensions.Measured),
            [.. report.Layers.Select(ToPart)],
            [.. file.Skipped.Select(skipped => new SkippedPart(skipped.Name, skipped.Shape, skipped.Reason))],
            report.Notes));

    private static AnalysedLayerPart ToPart(AnalysedLayer layer) =>
        new(
            layer.Layer.Name,
            layer.Layer.Shape,
            layer.Layer.PostsynapticCount,
            layer.Layer.PresynapticCount,
            layer.Layer.IsConvolution,
            layer.Layer.BiasName,
            layer.Gain,
            layer.BiasVariance,
            layer.Correlation.Mean.Value,
            layer.Correlation.Mean.NullStandardDeviation,
            layer.Correlation.Squared.Value,
            layer.Correlation.Squared.NullStandardDeviation,
            NetworkText.ZOf(layer),
            new SpectrumPart(layer.Spectrum.BulkEdge, layer.Spectrum.Threshold, layer.Spectrum.Outliers, layer.Spectrum.IsCut),
            Predicted(layer.Dimensions),
            layer.Dimensions.Measured);

    private static PredictedDimensionPart Predicted(LayerDimensions dimensions) =>
        new(dimensions.ScalarMap, dimensions.SingleNetwork);
}

internal sealed record NetworkInputPart(PredictedDimensionPart PredictedDimension, double? MeasuredDimension);

internal sealed record PredictedDimensionPart(double? ScalarMap, double? SingleNetwork);

internal sealed record AnalysedLayerPart(
    string Name,
    IReadOnlyList<long> Shape,
    int PostsynapticCount,
    int PresynapticCount,
    bool IsConvolution,
    string? BiasName,
    double Gain,
    double BiasVariance,
    double MeanCorrelation,
    double MeanNullStandardDeviation,
    double EffectiveCorrelationSquared,
    double NullStandardDeviation,
    double Z,
    SpectrumPart Spectrum,
    PredictedDimensionPart PredictedDimension,
    double? MeasuredDimension);

internal sealed record SpectrumPart(double BulkEdge, double Threshold, IReadOnlyList<double> Outliers, bool IsCut);

internal sealed record SkippedPart(string Name, IReadOnlyList<long>? Shape, string Reason);
