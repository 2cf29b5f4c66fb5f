using CorrSyn.Simulation.Kernels;
using CorrSyn.Simulation.Sampling;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace CorrSyn.Simulation.Tests.Kernels;

/// <summary>Products and updates in both precisions, by every kernel: those of other machines, and the one without vectors, run
/// here too.</summary>
public class PrecisionTests
{
    private static readonly Gen<(int M, int N, int K, int Gap)> Sizes =
        from m in Gen.Choose(1, 70)
        from n in Gen.Choose(1, 70)
        from k in Gen.Choose(1, 70)
        from gap in Gen.Choose(0, 9)
        select (m, n, k, gap);

    [Fact]
    public void Multiply_AnySizesStridesAndKernel_EqualsThePlainProduct() =>
        Property.Holds(
            Sizes,
            size =>
            {
                MatrixView a = Random(size.M, size.K, size.Gap, 1);
                MatrixView b = Random(size.N, size.K, 2 * size.Gap, 2);
                foreach ((ProductMethod method, double unit) in Products())
                {
                    MatrixView output = Random(size.M, size.N, size.Gap, 3);
                    double[] before = [.. output.Values];
                    new TransposedProduct(method).Multiply(a, b, output, 1, CancellationToken.None);
                    AssertClose(output, before, (i, j) => Dot(a.Row(i), b.Row(j)), unit, size.K);
                }
            });

    [Fact]
    public void Add_AnySizesStridesAndKernel_AddsThePlainSum() =>
        Property.Holds(
            Sizes,
            size =>
            {
                MatrixView rows = Random(size.K, size.N, size.Gap, 1);
                MatrixView columns = Transpose(rows);
                foreach ((UpdateMethod method, double unit) in Updates())
                {
                    MatrixView sum = Random(size.N, size.N, size.Gap, 2);
                    double[] before = [.. sum.Values];
                    new SymmetricUpdate(method).Add(rows, sum, 1, CancellationToken.None);
                    SymmetricUpdate.Complete(sum);
                    AssertClose(sum, before, Expected, unit, size.K + 1);

                    (double Sum, double Size) Expected(int i, int j)
                    {
                        double start = before[sum.Offset + Math.Min(i, j) * sum.Stride + Math.Max(i, j)];
                        (double product, double magnitude) = Dot(columns.Row(i), columns.Row(j));
                        return (start + product, Math.Abs(start) + magnitude);
                    }
                }
            });

    // The stretches are as long as PackedPanels says: K cut into as few as it takes, about equally long.
    [Theory]
    [InlineData(1)]
    [InlineData(31)]
    [InlineData(159)]
    [InlineData(160)]
    [InlineData(161)]
    [InlineData(321)]
    [InlineData(600)]
    public void Multiply_SinglePrecisionAnyKernel_GivesTheBitsOfChainsOverStretches(int k)
    {
        MatrixView a = Random(13, k, 1, 1);
        MatrixView b = Random(53, k, 2, 2);
        foreach (TileKernel<float> kernel in TileKernels.Singles)
        {
            MatrixView output = Random(13, 53, 3, 3);
            new TransposedProduct(new PackedProduct<float>(kernel)).Multiply(a, b, output, 1, CancellationToken.None);
            for (int i = 0; i < 13; i++)
            {
                for (int j = 0; j < 53; j++)
                    Assert.Equal(Chains(a.Row(i), b.Row(j)), output.Row(i)[j]);
            }
        }
    }

    [Fact]
    public void MultiplyAndAdd_SinglePrecisionAnyDegree_GiveTheSameBits()
    {
        MatrixView a = Random(561, 301, 0, 1);
        MatrixView b = Random(83, 301, 0, 2);
        (double[] product, double[] square, double[] sum) = Compute(1);
        foreach (int degree in new[] { 2, 16 })
        {
            (double[] otherProduct, double[] otherSquare, double[] otherSum) = Compute(degree);
            Assert.Equal(product, otherProduct);
            Assert.Equal(square, otherSquare);
            Assert.Equal(sum, otherSum);
        }

        (double[] Product, double[] Square, double[] Sum) Compute(int degree)
        {
            var single = new Arithmetic(NumberPrecision.Single, null);
            var multiplication = new TransposedProduct(single);
            MatrixView c = Zero(561, 83), d = Zero(561, 561), e = Zero(301, 301);
            multiplication.Multiply(a, b, c, degree, CancellationToken.None);
            multiplication.MultiplyByItself(a, d, degree, CancellationToken.None);
            new SymmetricUpdate(single).Add(a, e, degree, CancellationToken.None);
            SymmetricUpdate.Complete(e);
            return (c.Values, d.Values, e.Values);
        }
    }

    [Fact]
    public void Multiply_SinglePrecision_IsNotDouble()
    {
        MatrixView a = Random(5, 40, 0, 1);
        MatrixView doubles = Zero(5, 5), singles = Zero(5, 5);
        new TransposedProduct().MultiplyByItself(a, doubles, 1, CancellationToken.None);
        new TransposedProduct(new Arithmetic(NumberPrecision.Single, null)).MultiplyByItself(a, singles, 1, CancellationToken.None);
        Assert.All(doubles.Values.Zip(singles.Values), pair => Assert.NotEqual(pair.First, pair.Second));
    }

    private static IEnumerable<(ProductMethod Method, double Unit)> Products()
    {
        foreach (TileKernel<double> kernel in TileKernels.Doubles)
            yield return (new PackedProduct<double>(kernel), Math.Pow(2, -53));
        foreach (TileKernel<float> kernel in TileKernels.Singles)
            yield return (new PackedProduct<float>(kernel), Math.Pow(2, -24));
    }

    private static IEnumerable<(UpdateMethod Method, double Unit)> Updates()
    {
        foreach (TileKernel<double> kernel in TileKernels.Doubles)
            yield return (new PackedUpdate<double>(kernel), Math.Pow(2, -53));
        foreach (TileKernel<float> kernel in TileKernels.Singles)
            yield return (new PackedUpdate<float>(kernel), Math.Pow(2, -24));
    }

    // Two roundings of the operands and one for each of the additions, of at most one unit each of the sum of sizes; the plain
    // sum, in double precision, has fewer and smaller ones: twice as much covers it. (1 + unit)^72 - 72 unit - 1 is far
    // below unit, so the first order is enough. What lies between the rows must be as before.
    private static void AssertClose(
        MatrixView output, double[] before, Func<int, int, (double Sum, double Size)> expected, double unit, int additions)
    {
        for (int position = 0; position < before.Length; position++)
        {
            (int i, int j) = Math.DivRem(position - output.Offset, output.Stride);
            if (position < output.Offset || i >= output.Rows || j >= output.Columns)
            {
                Assert.Equal(before[position], output.Values[position]);
                continue;
            }

            (double sum, double size) = expected(i, j);
            Assert.Equal(sum, output.Row(i)[j], 2 * (additions + 2) * unit * size);
        }
    }

    private static (double Sum, double Size) Dot(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        double sum = 0, size = 0;
        for (int k = 0; k < a.Length; k++)
        {
            sum += a[k] * b[k];
            size += Math.Abs(a[k] * b[k]);
        }

        return (sum, size);
    }

    private static double Chains(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        int count = (a.Length + 159) / 160;
        int length = (a.Length + count - 1) / count;
        double sum = 0;
        for (int start = 0; start < a.Length; start += length)
        {
            float chain = 0;
            for (int k = start; k < Math.Min(a.Length, start + length); k++)
                chain = float.MultiplyAddEstimate((float)a[k], (float)b[k], chain);
            sum += chain;
        }

        return sum;
    }

    private static MatrixView Transpose(MatrixView matrix)
    {
        MatrixView target = Zero(matrix.Columns, matrix.Rows);
        for (int i = 0; i < matrix.Rows; i++)
        {
            for (int j = 0; j < matrix.Columns; j++)
                target.Row(j)[i] = matrix.Row(i)[j];
        }

        return target;
    }

    private static MatrixView Zero(int rows, int columns) => new(new double[rows * columns], rows, columns);

    private static MatrixView Random(int rows, int columns, int gap, int layer)
    {
        int offset = gap / 2;
        var values = new double[offset + rows * (columns + gap)];
        new NetworkSeed(1, 1, 0).Stream(layer, StreamPurpose.Weights).FillGaussian(0, values);
        return new MatrixView(values, offset, rows, columns, columns + gap);
    }
}
