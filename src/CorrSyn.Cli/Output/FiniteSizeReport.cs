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
        SolveResult<FiniteWidthSolution> result = FiniteWidthPrediction.Evaluate(spec, tolerance);
        failure = result.Failure;
        if (!result.TryGetValue(out FiniteWidthSolution? predicted))
            return null;
        IReadOnlyList<FiniteWidthLayer> layers = predicted.Layers;
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
            new FiniteSizeMethods(Method(predicted.MeanMethod), Method(predicted.DeviationMethod)),
            layers.All(layer => layer.IsTrusted),
            Warning(spec.Width, layers),
            new FiniteSizeCriterion(FiniteWidthPrediction.LargestInverseDimension, FiniteWidthPrediction.LargestCorrection),
            [.. layers.Select(layer => new FiniteSizeLayerPart(
                layer.Layer,
                layer.IsTrusted,
                layer.InverseDimension,
                layer.LargestShare,
                layer.K1,
                layer.NSigma,
                layer.NSigmaParts,
                layer.Dimension,
                layer.DimensionParts,
                new FiniteSizeDeviation(
                    layer.Deviation.K1, layer.Deviation.NSigma, layer.Deviation.Dimension, layer.Deviation.IsTrusted),
                exact is null ? null : Exact(exact[layer.Layer])))]);
    }

    /// <summary>The tables of a document; nothing without one.</summary>
    public static string Text(FiniteSizeDocument? document)
    {
        if (document is null)
            return "";
        string limits = $"1/D at most {NumberText.Significant(document.Criterion.LargestInverseDimension, 1)}, corrections at most {NumberText.Significant(100 * document.Criterion.LargestCorrection, 2)}% of the limit";
        return $"\nNetworks of width N = {document.Width}:\n\n"
            + $"mean: the average over networks, the limit plus all terms of order {(document.Layers[^1].K1.FirstOrder is null ? "N^-1/2; those of order 1/N are not known" : "N^-1/2 and 1/N")} ({document.Methods.Mean})\n"
            + $"std: the standard deviation of single networks around it ({document.Methods.StandardDeviation})\n"
            + $"trusted: {limits}; \"mean only\" where terms of higher order change std D/N by more.\n\n"
            + Values("N Sigma", document, layer => layer.NSigma, layer => layer.StandardDeviation.NSigma)
            + "\n"
            + Values("D/N", document, layer => layer.Dimension, layer => layer.StandardDeviation.Dimension)
            + "\n"
            + Values("K1", document, layer => layer.K1, layer => layer.StandardDeviation.K1)
            + PartsText(document)
            + ExactText(document);
    }

    private static string Method(FiniteWidthMethod method) => method switch
    {
        FiniteWidthMethod.Derived => "derived",
        FiniteWidthMethod.DerivedToHalfOrder => "derived to N^-1/2",
        FiniteWidthMethod.DeltaMethod => "delta method",
        _ => throw new InvalidOperationException($"The method {method} has no name."),
    };

    private static string Values(
        string name,
        FiniteSizeDocument document,
        Func<FiniteSizeLayerPart, FiniteWidthValue> value,
        Func<FiniteSizeLayerPart, double> deviation) =>
        TextTable.Render(
            ["layer", $"{name}: limit", "N^-1/2 term", "1/N term", $"mean {name}", $"std {name}", "trusted"],
            document.Layers.Select(layer => (string[])
                [
                    NumberText.Whole(layer.Layer),
                    .. Cells(value(layer)),
                    NumberText.Significant(deviation(layer), 3),
                    (layer.Trusted, layer.StandardDeviation.Trusted) switch
                    {
                        (true, true) => "yes",
                        (true, false) => "mean only",
                        (false, _) => "no",
                    },
                ]));

    private static string PartsText(FiniteSizeDocument document) =>
        "\nOf the corrections at this width: what Delta_ii makes by fluctuating over neurons, by that together with Delta_ij^2, and Jensen's inequality for D/N\n"
        + "(- not known apart from the rest; * only up to N^-1/2):\n\n"
        + TextTable.Render(
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
            value.FirstOrder is { } first ? NumberText.Significant(first, 3) : "-",
            NumberText.Significant(value.Value),
        ];

    private static string Part(FiniteWidthValue part) => part switch
    {
        { FirstOrder: null, HalfOrder: 0 } => "-",
        { FirstOrder: null } => NumberText.Significant(part.Value, 3) + "*",
        _ => NumberText.Significant(part.Value, 3),
    };

    private static ExactLayerPart Exact(LinearNetworkLayer layer) =>
        new(layer.Trace / layer.Width, layer.TraceOfSquare / layer.Width, layer.Dimension);

    private static string? Warning(int width, IReadOnlyList<FiniteWidthLayer> layers)
    {
        FiniteWidthLayer? first = layers.FirstOrDefault(layer => !layer.IsTrusted);
        if (first is null)
            return null;
        double inverse = first.InverseDimension;
        string[] causes =
        [
            .. inverse > FiniteWidthPrediction.LargestInverseDimension
                ? (string[])[$"1/D is {NumberText.Significant(inverse, 2)} (at most {NumberText.Significant(FiniteWidthPrediction.LargestInverseDimension, 1)})"]
                : [],
            .. first.LargestShare > FiniteWidthPrediction.LargestCorrection
                ? (string[])[$"the corrections reach {NumberText.Significant(100 * first.LargestShare, 2)}% of the limit (at most {NumberText.Significant(100 * FiniteWidthPrediction.LargestCorrection, 2)}%)"]
                : [],
        ];
        return $"at width {width} the predictions are not to be trusted from layer {first.Layer} on: {string.Join(" and ", causes)}";
    }
}
