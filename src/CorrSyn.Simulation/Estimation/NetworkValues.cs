namespace CorrSyn.Simulation.Estimation;

/// <summary>What each network contributes to the average of a quantity that is to be extrapolated in the width.</summary>
/// <remarks>
/// Derived here. K1 of one network is moved up or down by a factor that all layers above inherit, so that its logarithm
/// scatters evenly and more the deeper the layer. K1 is therefore averaged as the exponential of the mean of log K1, and
/// K2 and N Sigma, which move as its square, as the mean of X/K1^2 times the square of that: the same limits of infinite
/// width as the plain means, with smaller corrections on the way. The value of one network is the linear part of the
/// average. In one network log K1 and X/K1^2 have a relative bias of order 1/(M D) for M inputs, which vanishes with the
/// width too.
/// </remarks>
public static class NetworkValues
{
    // Of the logarithm, over networks. Beyond it plain means are taken, whose error shows that they mean little.
    private const double LargestScatter = 1;

    /// <summary>One value for each network, of mean equal to the average.</summary>
    /// <param name="networks">The same layer of every network; at least one.</param>
    /// <param name="quantity">What to average.</param>
    /// <returns>Null where a network lacks the quantity.</returns>
    public static double[]? Of(IReadOnlyList<LayerStatistics> networks, LayerQuantity quantity)
    {
        ArgumentNullException.ThrowIfNull(networks);
        double?[] values = [.. networks.Select(network => network.ValueOf(quantity))];
        if (!values.All(value => value.HasValue))
            return null;
        int degree = ScaleDegree(quantity);
        double[] plain = [.. values.Select(value => value!.Value)];
        return degree > 0 && networks.All(network => double.IsNormal(Math.Pow(network.K1, degree)))
            ? WithScaleApart(networks, plain, degree) ?? plain
            : plain;
    }

    // How the quantity goes with a common factor of all variances.
    private static int ScaleDegree(LayerQuantity quantity) =>
        quantity switch
        {
            LayerQuantity.K1 => 1,
            LayerQuantity.K2 or LayerQuantity.NSigma => 2,
            LayerQuantity.Q or LayerQuantity.Dimension => 0,
            _ => throw new ArgumentOutOfRangeException(nameof(quantity), quantity, "No such quantity."),
        };

    // Null where the scale scatters too much for a linear part to stand for its exponential.
    private static double[]? WithScaleApart(IReadOnlyList<LayerStatistics> networks, double[] values, int degree)
    {
        double[] logs = [.. networks.Select(network => Math.Log(network.K1))];
        double[] ratios = [.. networks.Zip(values, (network, value) => value / Math.Pow(network.K1, degree))];
        double log = logs.Average();
        if (degree * Math.Sqrt(logs.Average(own => (own - log) * (own - log))) > LargestScatter)
            return null;
        double ratio = ratios.Average();
        double scale = Math.Exp(degree * log);
        return [.. ratios.Zip(logs, (own, ownLog) => scale * (own + degree * ratio * (ownLog - log)))];
    }
}
