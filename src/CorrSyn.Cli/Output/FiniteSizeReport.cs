using CorrSyn.Model;

namespace CorrSyn.Cli.Output;

/// <summary>What networks of finite width do, as a document and as text.</summary>
internal static class FiniteSizeReport
{
    /// <summary>The predictions for the width of a network.</summary>
    /// <param name="spec">The network.</param>
    /// <param name="tolerance">The relative error of averages.</param>
    /// <param name="failure">What is not derived there; null with a document.</param>
    /// <returns>The document, or null.</returns>
    public static FiniteSizeDocument? TryEvaluate(NetworkSpec spec, double tolerance, out SolveFailure? failure)
    {
        SolveResult<IReadOnlyList<FiniteWidthLayer>> result = FiniteWidthPrediction.Evaluate(spec, tolerance);
        failure = result.Failure;
        if (!result.TryGetValue(out IReadOnlyList<FiniteWidthLayer>? layers))
            return null;
        IReadOnlyList<LinearNetworkLayer>? exact = null;
        if (spec.Activation.IsLinear)
        {
            SolveResult<LinearNetworkSolution> linear = LinearNetwork.Evaluate(spec);
            failure = linear.Failure;
            if (!linear.TryGetValue(out LinearNetworkSolution? solution))
                return null;
            exact = solution.Layers;
        }

        return new FiniteSizeDocument(
            spec.Width,
            layers.All(layer => layer.IsTrusted),
            Warning(spec.Width, layers),
            [.. layers.Select(layer => new FiniteSizeLayerPart(
                layer.Layer,
                layer.IsTrusted,
                layer.NSigma,
                layer.NSigmaParts,
                layer.Dimension,
                layer.DimensionParts,
                layer.DimensionDeviation,
                exact is null ? null : Exact(exact[layer.Layer])))]);
    }

    /// <summary>The tables of a document; nothing without one.</summary>
    public static string Text(FiniteSizeDocument? document)
    {
        if (document is null)
            return "";
        string values = TextTable.Render(
            ["layer", "N Sigma", "+N^-1/2", "+1/N", "=", "D/N", "+N^-1/2", "+1/N", "=", "std D/N"],
            document.Layers.Select(layer => (string[])
                [NumberText.Whole(layer.Layer), .. Cells(layer.NSigma), .. Cells(layer.Dimension), NumberText.Significant(layer.DimensionStandardDeviation, 3)]));
        string parts = TextTable.Render(
            ["layer", "N Sigma: Delta_ii", "with Delta_ij^2", "D/N: Delta_ii", "with Delta_ij^2", "Jensen"],
            document.Layers.Select(layer => (string[])
                [
                    NumberText.Whole(layer.Layer),
                    Part(layer.NSigmaParts.VarianceFluctuation),
                    Part(layer.NSigmaParts.CovarianceCorrelation),
                    Part(layer.DimensionParts.VarianceFluctuation),
                    Part(layer.DimensionParts.CovarianceCorrelation),
                    Part(layer.DimensionParts.Jensen),
                ]));
        return $"\nAverages over networks of width {document.Width}, by orders in N:\n\n{values}"
            + $"\nParts of the corrections: the fluctuation of Delta_ii over neurons, its correlation with Delta_ij^2, Jensen's inequality\n(* up to N^-1/2 only):\n\n{parts}"
            + ExactText(document);
    }

    private static string ExactText(FiniteSizeDocument document) =>
        document.Layers[0].Exact is null
            ? ""
            : "\nExact at this width, for linear networks:\n\n" + TextTable.Render(
                ["layer", "E K1", "E tr C^2/N", "E (tr C)^2/(N E tr C^2)"],
                document.Layers.Select(layer => (string[])
                    [
                        NumberText.Whole(layer.Layer),
                        NumberText.Significant(layer.Exact!.K1),
                        NumberText.Significant(layer.Exact.SquaredCovariance),
                        NumberText.Significant(layer.Exact.DimensionOfAverages),
                    ]));

    private static string[] Cells(FiniteWidthValue value) =>
        [
            NumberText.Significant(value.Limit),
            NumberText.Significant(value.HalfOrder, 3),
            NumberText.Significant(value.FirstOrder ?? 0, 3),
            NumberText.Significant(value.Value),
        ];

    private static string Part(FiniteWidthValue part) =>
        NumberText.Significant(part.Value, 3) + (part.FirstOrder is null ? "*" : "");

    private static ExactLayerPart Exact(LinearNetworkLayer layer) =>
        new(layer.Trace / layer.Width, layer.TraceOfSquare / layer.Width, layer.Dimension);

    private static string? Warning(int width, IReadOnlyList<FiniteWidthLayer> layers)
    {
        FiniteWidthLayer? first = layers.FirstOrDefault(layer => !layer.IsTrusted);
        if (first is null)
            return null;
        double inverse = 1 / (width * first.Dimension.Limit);
        double share = Math.Max(Share(first.NSigma), Share(first.Dimension));
        return $"at width {width} the corrections are too large to trust from layer {first.Layer} on: 1/D is {NumberText.Significant(inverse, 2)} (at most {NumberText.Significant(FiniteWidthPrediction.LargestInverseDimension, 1)}) and they reach {NumberText.Significant(100 * share, 2)}% of the limit (at most {NumberText.Significant(100 * FiniteWidthPrediction.LargestCorrection, 2)}%)";
    }

    private static double Share(FiniteWidthValue value) =>
        (Math.Abs(value.HalfOrder) + Math.Abs(value.FirstOrder ?? 0)) / value.Limit;
}
