namespace CorrSyn.Simulation.Tests.Sampling;

/// <summary>Exact moments of weights of variance 1: of one weight, of two, and of four in the corners of a rectangle and in one
/// column.</summary>
/// <param name="Fourth">E w^4; the fourth cumulant is this less 3.</param>
/// <param name="Rows">E w_0k w_1k, of two rows of one block.</param>
/// <param name="RowsApart">E w_0k w_4k, of rows of different blocks where there are two.</param>
/// <param name="Columns">E w_i0 w_i1.</param>
/// <param name="SquaresInColumn">E w_0k^2 w_1k^2.</param>
/// <param name="SquaresInRow">E w_i0^2 w_i1^2.</param>
/// <param name="SquaresApart">E w_00^2 w_11^2.</param>
/// <param name="Corners">E w_00 w_10 w_01 w_11.</param>
/// <param name="FourRows">E w_0k w_1k w_2k w_3k, of rows of one block.</param>
internal sealed record MomentLaw(
    double Fourth,
    double Rows,
    double RowsApart,
    double Columns,
    double SquaresInColumn,
    double SquaresInRow,
    double SquaresApart,
    double Corners,
    double FourRows)
{
    /// <summary>Jointly Gaussian with E w_ik w_jl = R_ij S_kl: sums over the three pairings.</summary>
    public static MomentLaw Gaussian(double rows, double rowsApart, double columns) =>
        new(
            3,
            rows,
            rowsApart,
            columns,
            1 + 2 * rows * rows,
            1 + 2 * columns * columns,
            1 + 2 * rows * rows * columns * columns,
            rows * rows + columns * columns + rows * rows * columns * columns,
            3 * rows * rows);

    /// <summary>Signs of Gaussian numbers that are correlated by c over rows: E of two is (2/pi) arcsin c.</summary>
    /// <remarks>Of four it is the integral over the common correlation y from 0 to c of (24/pi^2) arcsin(y/(1+2y))/sqrt(1-y^2): a pair of
    /// signs has the derivative (2/pi)/sqrt(1-y^2) times the mean of the other two given that both numbers are 0, whose
    /// correlation is then y/(1+2y), and there are six pairs.</remarks>
    public static MomentLaw Signs(double gaussian, double gaussianApart)
    {
        double rows = 2 / Math.PI * Math.Asin(gaussian);
        return new(
            1, rows, 2 / Math.PI * Math.Asin(gaussianApart), 0, 1, 1, 1, rows * rows, FourSigns(gaussian));
    }

    /// <summary>One value of fourth moment mu_4 for all rows, copied with probability sqrt(x) each.</summary>
    public static MomentLaw Copies(double fourth, double x) =>
        new(fourth, x, x, 0, 1 - x + x * fourth, 1, 1, x * x, x * x * fourth);

    /// <summary>Haar-distributed of size n, by the integrals over the orthogonal group, times sqrt(n).</summary>
    public static MomentLaw Haar(double n) =>
        new(
            3 * n / (n + 2),
            0,
            0,
            0,
            n / (n + 2),
            n / (n + 2),
            n * (n + 1) / ((n - 1) * (n + 2)),
            -n / ((n - 1) * (n + 2)),
            0);

    // Simpson's rule with 400 steps: the integrand is smooth for c in (-1/3, 1), and the error below 1e-9.
    private static double FourSigns(double c)
    {
        const int steps = 400;
        double h = c / steps;
        double Integrand(double y) => 24 / (Math.PI * Math.PI) * Math.Asin(y / (1 + 2 * y)) / Math.Sqrt(1 - y * y);
        return h / 3 * Enumerable.Range(0, steps + 1)
            .Sum(i => (i is 0 or steps ? 1 : i % 2 == 1 ? 4 : 2) * Integrand(i * h));
    }
}
