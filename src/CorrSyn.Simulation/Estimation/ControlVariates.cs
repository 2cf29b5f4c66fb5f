using CorrSyn.Model;
using MathNet.Numerics.LinearAlgebra;

namespace CorrSyn.Simulation.Estimation;

/// <summary>
/// Averages over networks with a smaller error: what chance did to the weights and biases of a network is known, and
/// what follows from it linearly is taken out of the average.
/// </summary>
/// <remarks>
/// Derived here. Given the layer below, a draw of weights and biases moves the variance of the pre-activations, their
/// shared variance and their squared mean away from values that the variance and the pair correlation of the weights
/// fix: (g/N) tr C, (g/N N') (1 + (N'-1) rho) tr C and g |m|^2/N + sigma_b, N' the width of the layer itself, for a <see cref="NetworkSpec"/>, and what
/// <see cref="LayerStatistics.ExpectedPreActivation"/> holds for a structured network. The relative deviations of every layer up to
/// the one in question average to zero, and so serve as control variates: the average is the intercept of a regression
/// of the quantity on them. So do the products of the deviations of the shared variance in two layers, since that of the
/// upper layer averages to zero whatever the lower one is. The coefficients come from the same networks, which biases the average by a 1/sqrt(I)-th of
/// its error; with fewer than 20 networks for each control, products and the controls of the lowest layers are left
/// out. The error is
/// the jackknife's (HC3): it stays right where the scatter around the regression grows with the controls.
/// </remarks>
public static class ControlVariates
{
    private const int NetworksPerControl = 20;
    private const int DeviationKinds = 3;
    private const int Shared = 0;

    // A deviation this small, relative to what it is a deviation from, is rounding: the ensemble does not let it vary.
    private const double Negligible = 1e-10;

    /// <summary>The average of one quantity of one layer over networks, as <see cref="NetworkValues"/> averages it.</summary>
    /// <param name="spec">The networks.</param>
    /// <param name="networks">[instance][layer]; at least 2 networks.</param>
    /// <param name="layer">0 (the input) to L.</param>
    /// <param name="quantity">What to average.</param>
    /// <returns>The average with its error and the degrees of freedom of that error; null where a network lacks the
    /// quantity.</returns>
    /// <exception cref="ArgumentException">Fewer than 2 networks.</exception>
    public static ControlledEstimate? Average(
        NetworkSpec spec,
        IReadOnlyList<IReadOnlyList<LayerStatistics>> networks,
        int layer,
        LayerQuantity quantity)
    {
        ArgumentNullException.ThrowIfNull(spec);
        return Average(networks, layer, quantity, DeviationsOf(spec));
    }

    /// <summary>The plain average of one quantity of one layer over networks: that of its unbiased estimates.</summary>
    /// <param name="spec">The networks.</param>
    /// <param name="networks">[instance][layer]; at least 2 networks.</param>
    /// <param name="layer">0 (the input) to L.</param>
    /// <param name="quantity">What to average.</param>
    /// <returns>As <see cref="Average(NetworkSpec, IReadOnlyList{IReadOnlyList{LayerStatistics}}, int, LayerQuantity)"/>,
    /// which differs from it in terms of order 1/N and 1/M.</returns>
    /// <exception cref="ArgumentException">Fewer than 2 networks.</exception>
    public static ControlledEstimate? PlainAverage(
        NetworkSpec spec,
        IReadOnlyList<IReadOnlyList<LayerStatistics>> networks,
        int layer,
        LayerQuantity quantity)
    {
        ArgumentNullException.ThrowIfNull(spec);
        ArgumentNullException.ThrowIfNull(networks);
        if (networks.Count < 2)
            throw new ArgumentException("An error needs at least 2 networks.", nameof(networks));
        double?[] values = [.. networks.Select(network => network[layer].ValueOf(quantity))];
        return values.All(value => value.HasValue)
            ? Regress(
                [.. values.Select(value => value!.Value)],
                Controls(networks, layer, DeviationsOf(spec)))
            : null;
    }

    /// <summary>The average of one quantity of one layer over structured networks.</summary>
    /// <param name="networks">[instance][layer], as measured by StructuredSimulator; at least 2 networks.</param>
    /// <param name="layer">0 (the input) to L.</param>
    /// <param name="quantity">What to average.</param>
    /// <returns>As for the other overload.</returns>
    /// <exception cref="ArgumentException">Fewer than 2 networks, or networks without expected pre-activations.</exception>
    public static ControlledEstimate? Average(
        IReadOnlyList<IReadOnlyList<LayerStatistics>> networks, int layer, LayerQuantity quantity)
    {
        ArgumentNullException.ThrowIfNull(networks);
        if (networks.Any(network => network.Skip(1).Any(at => at.ExpectedPreActivation is null)))
            throw new ArgumentException("The networks must be structured ones.", nameof(networks));
        return Average(
            networks,
            layer,
            quantity,
            (_, at) => Deviations(at.ExpectedPreActivation!.Value, at.PreActivation!.Value));
    }

    private static ControlledEstimate? Average(
        IReadOnlyList<IReadOnlyList<LayerStatistics>> networks,
        int layer,
        LayerQuantity quantity,
        Func<LayerStatistics, LayerStatistics, double[]> deviations)
    {
        ArgumentNullException.ThrowIfNull(networks);
        if (networks.Count < 2)
            throw new ArgumentException("An error needs at least 2 networks.", nameof(networks));
        LayerStatistics[] rows = [.. networks.Select(network => network[layer])];
        return NetworkValues.Of(rows, quantity) is { } values
            ? Regress(values, Controls(networks, layer, deviations))
            : null;
    }

    // The single deviations first, those of the nearest layers foremost, then the products; as many as the networks allow.
    private static List<double[]> Controls(
        IReadOnlyList<IReadOnlyList<LayerStatistics>> networks,
        int layer,
        Func<LayerStatistics, LayerStatistics, double[]> deviationsOf)
    {
        double[][][] deviations = [.. Enumerable.Range(1, layer).Reverse().Select(source => networks
            .Select(network => deviationsOf(network[source - 1], network[source]))
            .ToArray())];
        IEnumerable<double[]> single =
            from source in deviations
            from kind in Enumerable.Range(0, DeviationKinds)
            select Array.ConvertAll(source, deviation => deviation[kind]);
        IEnumerable<double[]> products =
            from upper in Enumerable.Range(0, layer)
            from lower in Enumerable.Range(upper + 1, layer - upper - 1)
            select deviations[upper].Zip(deviations[lower], (a, b) => a[Shared] * b[Shared]).ToArray();
        return [.. single.Concat(products)
            .Where(control => control.Max(Math.Abs) > Negligible)
            .Take(networks.Count / NetworksPerControl)];
    }

    private static Func<LayerStatistics, LayerStatistics, double[]> DeviationsOf(NetworkSpec spec)
    {
        NetworkLayer[] layers = [.. spec.Layers];
        int[] widths = [.. spec.Widths];
        return (below, at) => Deviations(
            Expected(layers[below.Layer], widths[below.Layer], below), at.PreActivation!.Value);
    }

    private static PreActivationStatistics Expected(NetworkLayer layer, int widthBelow, LayerStatistics below)
    {
        double variance = layer.Gain * below.K1;
        double correlation = NetworkLayerModule.weightCorrelation(widthBelow, layer);
        return new PreActivationStatistics(
            Variance: variance,
            SharedVariance: variance * (1 + (layer.Width - 1) * correlation) / layer.Width,
            SquaredMean: layer.Gain * below.SquaredSampleMean + layer.BiasVariance);
    }

    private static double[] Deviations(PreActivationStatistics expected, PreActivationStatistics drawn) =>
    [
        Relative(drawn.SharedVariance, expected.SharedVariance),
        Relative(drawn.Variance, expected.Variance),
        Relative(drawn.SquaredMean, expected.SquaredMean),
    ];

    private static double Relative(double drawn, double expected) => expected > 0 ? drawn / expected - 1 : 0;

    private static ControlledEstimate Regress(double[] values, List<double[]> controls)
    {
        int freedom = values.Length - controls.Count - 1;
        double scale = values.Max(Math.Abs);
        if (scale == 0)
            return new ControlledEstimate(0, 0, freedom);
        Matrix<double> design = Matrix<double>.Build.Dense(
            values.Length, controls.Count + 1, (row, column) => column == 0 ? 1 : controls[column - 1][row]);
        Vector<double> target = Vector<double>.Build.Dense(values.Length, row => values[row] / scale);
        var factors = design.QR(MathNet.Numerics.LinearAlgebra.Factorization.QRMethod.Thin);
        Vector<double> coefficients = factors.Solve(target);
        Vector<double> residuals = target - design * coefficients;

        // With X = QR the intercept is a sum over networks of (first row of R^-1) Q^T y, and the leverage of a network is
        // the squared length of its row of Q. A residual divided by 1 - leverage is the one the network has in the fit
        // without it.
        Vector<double> weights = factors.Q * factors.R.Inverse().Row(0);
        double variance = 0;
        for (int row = 0; row < values.Length; row++)
        {
            double leverage = factors.Q.Row(row).DotProduct(factors.Q.Row(row));
            double term = weights[row] * residuals[row] / Math.Max(1 - leverage, Negligible);
            variance += term * term;
        }

        return new ControlledEstimate(scale * coefficients[0], scale * Math.Sqrt(variance), freedom);
    }
}
