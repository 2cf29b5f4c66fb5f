namespace CorrSyn.Agreement.Tests;

/// <summary>Models whose derived maps the networks of another model must not agree with.</summary>
internal static class WrongPremises
{
    // c is off by 20 %.
    private const double WidthFactor = 1.2;

    /// <summary>r^2 and s doubled and halved, c off at the first layer, the other choice of exponents, other structures,
    /// other values: whatever the model has.</summary>
    /// <param name="model">The model that is right.</param>
    public static IEnumerable<PremiseModel> Of(PremiseModel model) =>
        [.. OtherNumbers(model), .. OtherWidths(model), .. OtherPoints(model), .. OtherWeights(model)];

    private static IEnumerable<PremiseModel> OtherNumbers(PremiseModel model)
    {
        if (model.R > 0)
        {
            yield return model with { R = model.R * Math.Sqrt(2) };
            yield return model with { R = model.R / Math.Sqrt(2) };
        }

        if (model.S > 0)
        {
            yield return model with { S = model.S * 2 };
            yield return model with { S = model.S / 2 };
        }
    }

    private static IEnumerable<PremiseModel> OtherWidths(PremiseModel model)
    {
        IEnumerable<double> above = model.WidthRatios.Skip(1);
        return model.HasVaryingWidths
            ?
            [
                model with { WidthRatios = [model.WidthRatios[0] * WidthFactor, .. above] },
                model with { WidthRatios = [model.WidthRatios[0] / WidthFactor, .. above] },
            ]
            : [];
    }

    private static IEnumerable<PremiseModel> OtherPoints(PremiseModel model) =>
        Enumerable.Range(0, model.PointCount)
            .Where(point => point != model.Point)
            .Select(point => model with { Point = point });

    private static IEnumerable<PremiseModel> OtherWeights(PremiseModel model)
    {
        if (model.Values == "haar")
            yield return model with { Values = "gaussian" };
        if (model.R > 0 || model.S > 0)
        {
            // The map does not depend on the law of a weight, but there is not one for every law.
            yield return model with
            {
                Values = "gaussian",
                Postsynaptic = Other(model.Postsynaptic),
                Presynaptic = Other(model.Presynaptic),
            };
        }
    }

    // Low-rank:1 is not uniform, but has the same map for odd phi: signs of neurons do not matter there.
    private static string Other(string structure) =>
        structure switch
        {
            "identity" => "identity",
            "uniform" => "blocks:4",
            "low-rank:1" => "blocks:4",
            _ => "uniform",
        };
}
