using CorrSyn.Numeric.WidthCorrections;


namespace CorrSyn;

/// <summary>Predictions where the common drive moves order parameters: correlated synapses and a phi that is not odd.</summary>
/// <remarks>Means hold all terms of order N^-1/2. Variances hold the order N^-1/2 of the drive, and what the delta method gives at
/// 1/N and 1/N^2 with the map of four order parameters.</remarks>
internal static class DrivenWidthPrediction
{
    // What rounding makes of a spread that is not there.
    private const double Rounding = 1e-8;

    /// <summary>The layers of networks of the width of the specification.</summary>
    /// <param name="width">N.</param>
    /// <param name="layers">Means and covariances of the drive.</param>
    /// <param name="spread">Standard deviations without its leading order.</param>
    public static IReadOnlyList<FiniteWidthLayer> Evaluate(
        int width, IReadOnlyList<DrivenLayer> layers, IReadOnlyList<FiniteSizeSpread> spread) =>
        [.. layers.Zip(spread, (layer, deviations) => ToLayer(width, layer, deviations))];

    private static FiniteWidthLayer ToLayer(int width, DrivenLayer layer, FiniteSizeSpread spread)
    {
        double x = 1 / Math.Sqrt(width);
        DrivenState limit = layer.Limit, mean = layer.Mean;
        double dimension = limit.K1 * limit.K1 / limit.Square;
        double[,] covariance = layer.Covariance;
        int square = DrivenMap.square, diagonal = DrivenMap.k2;

        // Covariances over networks, relative to K1 and K2 + N Sigma.
        double ofK1 = x * covariance[DrivenMap.k1, DrivenMap.k1] / (limit.K1 * limit.K1);
        double ofSquare = x * covariance[square, square] / (limit.Square * limit.Square);
        double ofBoth = x * covariance[DrivenMap.k1, square] / (limit.K1 * limit.Square);
        double ofNSigma =
            x * (covariance[square, square] - 2 * covariance[square, diagonal] + covariance[diagonal, diagonal]);
        double driven = dimension * Root(4 * ofK1 + ofSquare - 4 * ofBoth);
        double jensen = dimension * (ofK1 + ofSquare - 2 * ofBoth);
        double ofMeans = dimension * x * (2 * mean.K1 / limit.K1 - mean.Square / limit.Square);
        FiniteWidthValue unknown = new(0, 0, null);
        var prediction = new FiniteWidthLayer(
            layer.Layer,
            new FiniteWidthValue(limit.K1, x * mean.K1, null),
            new FiniteWidthValue(limit.Square - limit.K2, x * (mean.Square - mean.K2), null),
            new FiniteWidthParts(unknown, unknown, new FiniteWidthValue(0, 0, 0)),
            new FiniteWidthValue(dimension, ofMeans + jensen, null),
            new FiniteWidthParts(unknown, unknown, new FiniteWidthValue(0, jensen, null)),
            new FiniteWidthDeviation(
                Root(limit.K1 * limit.K1 * ofK1 + spread.K1 * spread.K1),
                Root(ofNSigma + spread.NSigma * spread.NSigma),
                Root(driven * driven + spread.Dimension * spread.Dimension),
                false),
            1 / (width * dimension),
            false);
        FiniteWidthDeviation deviation = prediction.Deviation;

        // The first layer has no common drive. Above it, the rest of the order 1/N is not known.
        bool isOfDrive = driven <= Rounding * dimension || FiniteWidthPrediction.IsNear(driven, deviation.Dimension);
        bool isFirstOrder = deviation.NSigma <= FiniteWidthPrediction.LargestCorrection * prediction.NSigma.Limit;
        return FiniteWidthPrediction.Judge(prediction, isOfDrive && isFirstOrder);
    }

    private static double Root(double square) => Math.Sqrt(Math.Max(0, square));
}
