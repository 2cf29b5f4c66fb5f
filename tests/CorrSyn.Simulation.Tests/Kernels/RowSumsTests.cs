using CorrSyn.Simulation.Kernels;
using CorrSyn.Simulation.Sampling;
using Xunit;

namespace CorrSyn.Simulation.Tests.Kernels;

public class RowSumsTests
{
    private const int RowCount = 5;

    // Sums of at most 40 numbers below 5^4: rounding is below 40 2^-53 625 = 3e-12.
    private const double Tolerance = 3e-12;

    [Fact]
    public void AddPowers_AnyWidth_EqualsThePlainSums()
    {
        for (int width = 1; width <= 40; width++)
        {
            MatrixView rows = Random(RowCount, width, 1);
            double[] shift = [.. Random(1, width, 2).Values];
            double[][] powers = [.. Enumerable.Range(1, 4).Select(_ => Enumerable.Repeat(1.0, width).ToArray())];
            var shifted = new MatrixView(new double[RowCount * width], RowCount, width);
            var norms = new double[RowCount];
            RowSums.AddPowers(rows, shift, shifted, powers, norms);
            for (int i = 0; i < width; i++)
            {
                for (int power = 1; power <= 4; power++)
                {
                    double expected = 1 + Enumerable.Range(0, RowCount).Sum(row => Math.Pow(rows.Row(row)[i] - shift[i], power));
                    Assert.Equal(expected, powers[power - 1][i], Tolerance);
                }
            }

            for (int row = 0; row < RowCount; row++)
            {
                double[] y = [.. rows.Row(row).ToArray().Zip(shift, (x, origin) => x - origin)];
                Assert.Equal(y, shifted.Row(row).ToArray());
                Assert.Equal(y.Sum(x => x * x), norms[row], Tolerance);
            }
        }
    }

    [Fact]
    public void AddSquaresAndAddWeighted_AnyWidth_EqualThePlainSums()
    {
        for (int width = 1; width <= 40; width++)
        {
            MatrixView rows = Random(RowCount, width, 1);
            double[] shift = [.. Random(1, width, 2).Values];
            double[] factors = [.. Random(1, RowCount, 3).Values];
            var (sums, squares, weighted) = (new double[width], new double[width], new double[width]);
            var totals = new double[RowCount];
            RowSums.AddSquares(rows, shift, sums, squares, totals);
            RowSums.AddWeighted(rows, factors, weighted);
            for (int i = 0; i < width; i++)
            {
                double[] y = [.. Enumerable.Range(0, RowCount).Select(row => rows.Row(row)[i] - shift[i])];
                Assert.Equal(y.Sum(), sums[i], Tolerance);
                Assert.Equal(y.Sum(x => x * x), squares[i], Tolerance);
                Assert.Equal(Enumerable.Range(0, RowCount).Sum(row => factors[row] * rows.Row(row)[i]), weighted[i], Tolerance);
            }

            for (int row = 0; row < RowCount; row++)
                Assert.Equal(rows.Row(row).ToArray().Sum() - shift.Sum(), totals[row], Tolerance);
        }
    }

    [Fact]
    public void Add_OtherLengths_AreRefused()
    {
        MatrixView rows = Random(2, 3, 1);
        double[][] powers = [new double[3], new double[3], new double[3], new double[2]];
        Assert.Throws<ArgumentOutOfRangeException>(
            () => RowSums.AddPowers(rows, new double[3], Random(2, 3, 2), powers, new double[2]));
        Assert.Throws<ArgumentOutOfRangeException>(
            () => RowSums.AddSquares(rows, new double[2], new double[3], new double[3], new double[2]));
        Assert.Throws<ArgumentOutOfRangeException>(() => RowSums.AddWeighted(rows, new double[2], new double[4]));
    }

    private static MatrixView Random(int rows, int columns, int layer)
    {
        var values = new double[rows * columns];
        new NetworkSeed(1, 1, 0).Stream(layer, StreamPurpose.Weights).FillGaussian(0, values);
        return new MatrixView(values, rows, columns);
    }
}
