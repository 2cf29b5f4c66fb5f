using CorrSyn.Simulation.Kernels;
using CorrSyn.Simulation.Sampling;
using Xunit;

namespace CorrSyn.Simulation.Tests.Kernels;

public class SymmetricUpdateTests
{
    [Fact]
    public void Add_AnyWidthAndKernel_AddsThePlainSum()
    {
        for (int width = 1; width <= 70; width++)
        {
            MatrixView rows = Random(71 - width, width, gap: width % 5, layer: 1);
            foreach (TileKernel<double> kernel in TileKernels.Doubles)
                AssertAdds(new PackedUpdate<double>(kernel), rows);
        }
    }

    // Around one and two stretches of rows, and more columns than one block of tiles has.
    [Theory]
    [InlineData(255, 9)]
    [InlineData(256, 24)]
    [InlineData(257, 25)]
    [InlineData(513, 8)]
    [InlineData(10, 200)]
    [InlineData(3, 401)]
    public void Add_LargeSizes_AddsThePlainSum(int rowCount, int width) =>
        AssertAdds(new PackedUpdate<double>(TileKernels.Double), Random(rowCount, width, 3, 1));

    [Fact]
    public void Add_AnyDegreeAndDivisionIntoParts_GivesTheSameBits()
    {
        const int width = 210;
        MatrixView rows = Random(600, width, 0, 1);
        MatrixView expected = Zero(width);
        new SymmetricUpdate().Add(rows, expected, 1, CancellationToken.None);
        SymmetricUpdate.Complete(expected);
        foreach ((int part, int degree) in new[] { (600, 2), (600, 16), (1, 1), (77, 3), (300, 1) })
        {
            MatrixView actual = Zero(width);
            var update = new SymmetricUpdate();
            for (int first = 0; first < 600; first += part)
                update.Add(rows.Part(first, Math.Min(part, 600 - first)), actual, degree, CancellationToken.None);
            SymmetricUpdate.Complete(actual);
            Assert.Equal(expected.Values, actual.Values);
        }
    }

    [Fact]
    public void Add_ArgumentsThatDoNotFit_AreRefused()
    {
        var update = new SymmetricUpdate();
        MatrixView rows = Random(3, 4, 0, 1);
        Assert.Throws<ArgumentException>(() => update.Add(rows, Zero(3), 1, CancellationToken.None));
        Assert.Throws<ArgumentOutOfRangeException>(() => update.Add(rows, Zero(4), 0, CancellationToken.None));
        Assert.Throws<OperationCanceledException>(() => update.Add(rows, Zero(4), 1, new CancellationToken(true)));
    }

    // As in a product: M + 1 roundings of a sum of M products and what was there before, twice over for two sums.
    private static void AssertAdds(UpdateMethod method, MatrixView rows)
    {
        int width = rows.Columns;
        MatrixView sum = Random(width, width, 2, 2);
        double[] before = [.. sum.Values];
        new SymmetricUpdate(method).Add(rows, sum, 1, CancellationToken.None);
        SymmetricUpdate.Complete(sum);
        for (int position = 0; position < before.Length; position++)
        {
            (int i, int j) = Math.DivRem(position - sum.Offset, sum.Stride);
            if (position < sum.Offset || i >= width || j >= width)
            {
                Assert.Equal(before[position], sum.Values[position]);
                continue;
            }

            double expected = before[sum.Offset + Math.Min(i, j) * sum.Stride + Math.Max(i, j)];
            double size = Math.Abs(expected);
            for (int s = 0; s < rows.Rows; s++)
            {
                expected += rows.Row(s)[i] * rows.Row(s)[j];
                size += Math.Abs(rows.Row(s)[i] * rows.Row(s)[j]);
            }

            Assert.Equal(expected, sum.Row(i)[j], 2 * (rows.Rows + 1) * Math.Pow(2, -53) * size);
            Assert.Equal(sum.Row(j)[i], sum.Row(i)[j]);
        }
    }

    private static MatrixView Zero(int width) => new(new double[width * width], width, width);

    private static MatrixView Random(int rows, int columns, int gap, int layer)
    {
        int offset = gap / 2;
        var values = new double[offset + rows * (columns + gap)];
        new NetworkSeed(1, 1, 0).Stream(layer, StreamPurpose.Weights).FillGaussian(0, values);
        return new MatrixView(values, offset, rows, columns, columns + gap);
    }
}
