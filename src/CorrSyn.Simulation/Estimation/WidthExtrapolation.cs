using MathNet.Numerics.LinearAlgebra;

namespace CorrSyn.Simulation.Estimation;

/// <summary>In which powers of the width a quantity approaches its limit.</summary>
public enum WidthPower
{
    /// <summary>Powers of N^-1/2.</summary>
    InverseSquareRoot,

    /// <summary>Powers of N^-1.</summary>
    Inverse,
}

/// <summary>A quantity at one width.</summary>
/// <param name="Width">N.</param>
/// <param name="Mean">Its mean over networks.</param>
/// <param name="StandardError">The error of the mean; at least 0.</param>
public readonly record struct WidthPoint(int Width, double Mean, double StandardError);

/// <summary>A quantity extrapolated to infinite width.</summary>
/// <param name="Value">The extrapolated value.</param>
/// <param name="StandardError">Its error: statistics, the unknown curvature, and the spread between the fit orders.</param>
/// <param name="LinearValue">What the fit of first order alone gives.</param>
/// <param name="Correction">The size of the first-order term at the smallest width, relative to the value: how large the
/// finite-size corrections are there.</param>
public readonly record struct LimitEstimate(
    double Value, double StandardError, double LinearValue, double Correction);

/// <summary>Extrapolates in the width.</summary>
/// <remarks>
/// Derived here. The model is y = c0 + c1 x + c2 x^2 with x = N^-1/2 or 1/N, fitted by weighted least squares. A fit of
/// first order ignores c2; one of second order through three widths multiplies the statistical error by ten. Between
/// them, c2 has a Gaussian prior of mean 0. Its variance adds up, at the smallest width: the square of twice the
/// first-order term that the line finds there (with its error); that of x^2 c0; and what the data themselves say of c2,
/// the square of its estimate beyond the error of that, so that a slope which happens to vanish deceives nobody. Precise
/// data override the prior, imprecise ones are widened by it. The error adds, in quadrature, an estimate of the orders
/// left out: the spread between the two fits, times the ratio of successive terms.
/// </remarks>
public static class WidthExtrapolation
{
    /// <summary>The limit of infinite width.</summary>
    /// <param name="points">At least two different widths.</param>
    /// <param name="power">The powers in which the corrections vanish.</param>
    /// <exception cref="ArgumentException">Fewer than two different widths.</exception>
    public static LimitEstimate Extrapolate(IReadOnlyList<WidthPoint> points, WidthPower power)
    {
        ArgumentNullException.ThrowIfNull(points);
        if (points.Select(point => point.Width).Distinct().Count() < 2)
            throw new ArgumentException("An extrapolation needs at least two different widths.", nameof(points));
        double scale = points.Max(point => Math.Max(Math.Abs(point.Mean), point.StandardError));
        if (scale == 0)
            return new LimitEstimate(0, 0, 0, 0);
        WidthPoint[] scaled = [.. points.Select(point => Scale(point, scale))];
        double largest = scaled.Max(point => Abscissa(point, power));
        (Vector<double> line, Matrix<double> lineCovariance) = Fit(scaled, power, largest, order: 1, prior: null);

        // Abscissas are in units of the largest one, so that coefficients are terms at the smallest width.
        double size = Math.Max(Math.Abs(line[0]), Math.Sqrt(lineCovariance[0, 0]));
        double firstOrder = 2 * Math.Sqrt(line[1] * line[1] + lineCovariance[1, 1]);
        double natural = size * largest * largest;
        double seen = SeenCurvature(scaled, power, largest);
        double prior = Math.Sqrt(firstOrder * firstOrder + natural * natural + seen * seen);
        (Vector<double> curve, Matrix<double> covariance) = Fit(scaled, power, largest, order: 2, prior);
        double correction = Math.Abs(line[1]) / size;
        double leftOut = (curve[0] - line[0]) * Math.Min(1, correction);
        return new LimitEstimate(
            scale * curve[0],
            scale * Math.Sqrt(covariance[0, 0] + leftOut * leftOut),
            scale * line[0],
            correction);
    }

    // How large c2 must be according to the data alone; 0 where two widths say nothing of it.
    private static double SeenCurvature(WidthPoint[] points, WidthPower power, double largest)
    {
        if (points.Select(point => point.Width).Distinct().Count() < 3)
            return 0;
        (Vector<double> free, Matrix<double> covariance) = Fit(points, power, largest, order: 2, prior: null);
        return Math.Sqrt(Math.Max(0, free[2] * free[2] - covariance[2, 2]));
    }

    private static double Abscissa(WidthPoint point, WidthPower power) =>
        power switch
        {
            WidthPower.InverseSquareRoot => 1 / Math.Sqrt(point.Width),
            WidthPower.Inverse => 1.0 / point.Width,
            _ => throw new ArgumentOutOfRangeException(nameof(power), power, "No such power."),
        };

    // An exact point gets a small error instead of infinite weight.
    private static WidthPoint Scale(WidthPoint point, double scale) =>
        new(point.Width, point.Mean / scale, Math.Max(point.StandardError / scale, 1e-12));

    // Weighted least squares; the prior on the last coefficient is one more row.
    private static (Vector<double> Coefficients, Matrix<double> Covariance) Fit(
        WidthPoint[] points, WidthPower power, double largest, int order, double? prior)
    {
        int rows = points.Length + (prior.HasValue ? 1 : 0);
        Matrix<double> design = Matrix<double>.Build.Dense(rows, order + 1);
        Vector<double> target = Vector<double>.Build.Dense(rows);
        for (int row = 0; row < points.Length; row++)
        {
            double x = Abscissa(points[row], power) / largest;
            for (int column = 0; column <= order; column++)
                design[row, column] = Math.Pow(x, column) / points[row].StandardError;
            target[row] = points[row].Mean / points[row].StandardError;
        }

        if (prior.HasValue)
            design[points.Length, order] = 1 / prior.Value;
        var factors = design.QR(MathNet.Numerics.LinearAlgebra.Factorization.QRMethod.Thin);
        Matrix<double> inverse = factors.R.Inverse();
        return (factors.Solve(target), inverse * inverse.Transpose());
    }
}
