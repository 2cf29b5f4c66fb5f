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
/// fix: (g/N) tr C, (g/N^2) (1 + (N-1) rho) tr C and g |m|^2/N + sigma_b. The relative deviations of every layer up to
/// the one in question average to zero, and so serve as control variates: the average is the intercept of a regression
/// of the quantity on them. The coefficients come from the same networks, which biases the average by O(1/I) of its
/// error; with fewer than 10 networks for each control, the controls of the lowest layers are left out.
/// </remarks>
public static class ControlVariates
{
    private const int NetworksPerControl = 10;

    // A deviation this small, relative to what it is a deviation from, is rounding: the ensemble does not let it vary.
    private const double Negligible = 1e-10;

    /// <summary>The average of one quantity of one layer over networks.</summary>
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
        ArgumentNullException.ThrowIfNull(networks);
        if (networks.Count < 2)
            throw new ArgumentException("An error needs at least 2 networks.", nameof(networks));
        var values = new double[networks.Count];
        for (int instance = 0; instance < values.Length; instance++)
        {
            if (networks[instance][layer].ValueOf(quantity) is not { } value)
                return null;
            values[instance] = value;
        }

        return Regress(values, Controls(spec, networks, layer));
    }

    private static List<double[]> Controls(
        NetworkSpec spec, IReadOnlyList<IReadOnlyList<LayerStatistics>> networks, int layer)
    {
        var controls = new List<double[]>();
        for (int source = layer; source >= 1; source--)
        {
            double[][] deviations = [.. networks.Select(
                network => Deviations(spec, network[source - 1], network[source].PreActivation!.Value))];
            for (int kind = 0; kind < 3; kind++)
            {
                double[] control = [.. deviations.Select(deviation => deviation[kind])];
                if ((controls.Count + 1) * NetworksPerControl > networks.Count)
                    return controls;
                if (control.Max(Math.Abs) > Negligible)
                    controls.Add(control);
            }
        }

        return controls;
    }

    private static double[] Deviations(
        NetworkSpec spec, LayerStatistics below, PreActivationStatistics drawn)
    {
        double width = spec.Width;
        double variance = spec.Gain * below.K1;
        double shared = variance * (1 + (width - 1) * spec.WeightCorrelation) / width;
        double squaredMean = spec.Gain * below.SquaredSampleMean + spec.BiasVariance;
        return
        [
            Relative(drawn.SharedVariance, shared),
            Relative(drawn.Variance, variance),
            Relative(drawn.SquaredMean, squaredMean),
        ];
    }

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
        double residual = (target - design * coefficients).L2Norm();

        // The variance of the intercept is that of the residuals times (X^T X)^-1_00, which is the squared norm of the
        // first row of R^-1.
        double intercept = factors.R.Inverse().Row(0).L2Norm();
        return new ControlledEstimate(
            scale * coefficients[0], scale * residual * intercept / Math.Sqrt(freedom), freedom);
    }
}
