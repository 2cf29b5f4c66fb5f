using CorrSyn.Simulation.Kernels;
using CorrSyn.Simulation.Sampling;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace CorrSyn.Simulation.Tests.Kernels;

public class TransposedProductTests
{
    private static readonly Gen<(int M, int N, int K, int Gap)> Sizes =
        from m in Gen.Choose(1, 70)
        from n in Gen.Choose(1, 70)
        from k in Gen.Choose(0, 70)
        from gap in Gen.Choose(0, 9)
        select (m, n, k, gap);

    [Fact]
    public void Multiply_AnySizesAndStrides_EqualsThePlainProduct() =>
        Property.Holds(Sizes, size => AssertEqualsPlainProduct(size.M, size.N, size.K, size.Gap));

    // Around one and two stretches of the inner dimension, whole tiles, blocks of tiles and more rows than are packed at once.
    [Theory]
    [InlineData(8, 24, 255)]
    [InlineData(8, 24, 256)]
    [InlineData(9, 25, 257)]
    [InlineData(41, 51, 512)]
    [InlineData(41, 51, 600)]
    [InlineData(129, 193, 30)]
    [InlineData(300, 400, 3)]
    public void Multiply_LongInnerDimension_EqualsThePlainProduct(int m, int n, int k) =>
        AssertEqualsPlainProduct(m, n, k, 1);

    [Fact]
    public void MultiplyByItself_AnySizesAndStrides_EqualsThePlainProduct() =>
        Property.Holds(
            Sizes,
            size =>
            {
                MatrixView a = Random(size.M, size.K, size.Gap, 1);
                MatrixView output = Random(size.M, size.M, size.Gap, 2);
                double[] before = [.. output.Values];
                new TransposedProduct().MultiplyByItself(a, output, 1, CancellationToken.None);
                AssertProduct(a, a, output, before);
            });

    // Every width from 1 to 70 with every kernel: those of other machines, and the one without vectors, run here too.
    [Fact]
    public void Multiply_AnyKernel_GivesTheBitsOfThePlainChain()
    {
        for (int n = 1; n <= 70; n++)
        {
            MatrixView a = Random(71 - n, n, 1, 1);
            MatrixView b = Random(n, n, 2, 2);
            foreach (TileKernel<double> kernel in TileKernels.Doubles)
            {
                MatrixView output = Random(71 - n, n, 3, 3);
                new TransposedProduct(new PackedProduct<double>(kernel)).Multiply(a, b, output, 1, CancellationToken.None);
                for (int i = 0; i < output.Rows; i++)
                {
                    for (int j = 0; j < n; j++)
                        Assert.Equal(Chain(a.Row(i), b.Row(j)), output.Row(i)[j]);
                }
            }
        }
    }

    // 400 rows of 400 columns of 21000 numbers: B is packed in two parts.
    [Fact]
    public void Multiply_MoreColumnsThanArePackedAtOnce_EqualsThePlainProduct()
    {
        MatrixView a = Random(3, 21_000, 0, 1);
        MatrixView b = Random(400, 21_000, 0, 2);
        var output = new MatrixView(new double[1200], 3, 400);
        int finished = 0;
        new TransposedProduct().Multiply(
            a, (row, target) => b.Row(row).CopyTo(target), output, 1, CancellationToken.None, rows => finished += rows.Rows);
        AssertProduct(a, b, output, new double[1200]);
        Assert.Equal(3, finished);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Multiply_Finished_SeesAllRowsInOrderAndMayChangeThem(int degree)
    {
        MatrixView a = Random(700, 20, 0, 1);
        MatrixView b = Random(30, 20, 0, 2);
        var plain = new MatrixView(new double[21_000], 700, 30);
        var changed = new MatrixView(new double[21_000], 700, 30);
        new TransposedProduct().Multiply(a, b, plain, degree, CancellationToken.None);
        int next = 0;
        new TransposedProduct().Multiply(
            a,
            (row, target) => b.Row(row).CopyTo(target),
            changed,
            degree,
            CancellationToken.None,
            rows =>
            {
                Assert.Equal(plain.Row(next).ToArray(), rows.Row(0).ToArray());
                next += rows.Rows;
                for (int i = 0; i < rows.Rows; i++)
                    rows.Row(i).Fill(next);
            });
        Assert.Equal(700, next);
        Assert.All(changed.Values, value => Assert.InRange(value, 1, 700));
    }

    [Fact]
    public void Multiply_AnyDegree_GivesTheSameBits()
    {
        MatrixView a = Random(61, 301, 0, 1);
        MatrixView b = Random(83, 301, 0, 2);
        var expected = new MatrixView(new double[61 * 83], 61, 83);
        var expectedSquare = new MatrixView(new double[61 * 61], 61, 61);
        new TransposedProduct().Multiply(a, b, expected, 1, CancellationToken.None);
        new TransposedProduct().MultiplyByItself(a, expectedSquare, 1, CancellationToken.None);
        foreach (int degree in new[] { 2, 3, 16 })
        {
            var product = new TransposedProduct();
            var actual = new MatrixView(new double[61 * 83], 61, 83);
            product.Multiply(a, b, actual, degree, CancellationToken.None);
            Assert.Equal(expected.Values, actual.Values);
            var actualSquare = new MatrixView(new double[61 * 61], 61, 61);
            product.MultiplyByItself(a, actualSquare, degree, CancellationToken.None);
            Assert.Equal(expectedSquare.Values, actualSquare.Values);
        }
    }

    [Fact]
    public void Multiply_InstanceUsedBefore_ForgetsTheFirstProduct()
    {
        var product = new TransposedProduct();
        MatrixView large = Random(50, 60, 0, 1);
        product.MultiplyByItself(large, new MatrixView(new double[2500], 50, 50), 1, CancellationToken.None);
        MatrixView a = Random(7, 5, 0, 3);
        var output = new MatrixView(new double[49], 7, 7);
        product.MultiplyByItself(a, output, 1, CancellationToken.None);
        AssertProduct(a, a, output, new double[49]);
    }

    [Fact]
    public void Multiply_ShapesThatDoNotFit_AreRefused()
    {
        var product = new TransposedProduct();
        MatrixView a = Random(3, 4, 0, 1);
        MatrixView c = Random(3, 3, 0, 2);
        CancellationToken none = CancellationToken.None;
        Assert.Throws<ArgumentException>(() => product.Multiply(a, Random(3, 5, 0, 3), c, 1, none));
        Assert.Throws<ArgumentException>(() => product.Multiply(a, Random(2, 4, 0, 3), c, 1, none));
        Assert.Throws<ArgumentException>(() => product.Multiply(Random(2, 4, 0, 3), a, c, 1, none));
        Assert.Throws<ArgumentException>(() => product.MultiplyByItself(a, Random(3, 4, 0, 3), 1, none));
        Assert.Throws<ArgumentOutOfRangeException>(() => product.Multiply(a, a, c, 0, none));
        Assert.Throws<ArgumentOutOfRangeException>(() => new MatrixView(new double[11], 0, 3, 4, 4));
        Assert.Throws<ArgumentOutOfRangeException>(() => new MatrixView(new double[12], 0, 3, 4, 3));
    }

    [Fact]
    public void Multiply_CancelledToken_Throws()
    {
        MatrixView a = Random(3, 3, 0, 1);
        Assert.Throws<OperationCanceledException>(
            () => new TransposedProduct().Multiply(a, a, Random(3, 3, 0, 2), 1, new CancellationToken(true)));
    }

    // One multiply-add after the other, fused where the vectors of this machine do that.
    private static double Chain(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        double sum = 0;
        for (int k = 0; k < a.Length; k++)
            sum = double.MultiplyAddEstimate(a[k], b[k], sum);
        return sum;
    }

    private static void AssertEqualsPlainProduct(int m, int n, int k, int gap)
    {
        MatrixView a = Random(m, k, gap, 1);
        MatrixView b = Random(n, k, 2 * gap, 2);
        MatrixView output = Random(m, n, gap, 3);
        double[] before = [.. output.Values];
        new TransposedProduct().Multiply(a, b, output, 1, CancellationToken.None);
        AssertProduct(a, b, output, before);
    }

    // The bound on the rounding error of a sum of K products is K units of 2^-53 of the sum of their sizes, twice over
    // for two sums. What lies between the rows must be as before.
    private static void AssertProduct(MatrixView a, MatrixView b, MatrixView output, double[] before)
    {
        for (int position = 0; position < before.Length; position++)
        {
            (int i, int j) = Math.DivRem(position - output.Offset, output.Stride);
            if (position < output.Offset || i >= output.Rows || j >= output.Columns)
            {
                Assert.Equal(before[position], output.Values[position]);
                continue;
            }

            double sum = 0;
            double size = 0;
            for (int k = 0; k < a.Columns; k++)
            {
                sum += a.Row(i)[k] * b.Row(j)[k];
                size += Math.Abs(a.Row(i)[k] * b.Row(j)[k]);
            }

            Assert.Equal(sum, output.Row(i)[j], 2 * a.Columns * Math.Pow(2, -53) * size);
        }
    }

    // Rows that start at an offset and lie gap numbers apart, with noise in between.
    private static MatrixView Random(int rows, int columns, int gap, int layer)
    {
        int offset = gap / 2;
        var values = new double[offset + rows * (columns + gap)];
        new NetworkSeed(1, 1, 0).Stream(layer, StreamPurpose.Weights).FillGaussian(0, values);
        return new MatrixView(values, offset, rows, columns, columns + gap);
    }
}
