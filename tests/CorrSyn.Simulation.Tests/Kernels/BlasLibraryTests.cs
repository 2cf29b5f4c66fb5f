using CorrSyn.Simulation.Kernels;
using CorrSyn.Simulation.Sampling;
using Xunit;

namespace CorrSyn.Simulation.Tests.Kernels;

/// <summary>The native library, where there is one; else only that there is none.</summary>
public class BlasLibraryTests
{
    [Fact]
    public void TryLoad_NoSuchLibrary_IsNull()
    {
        Assert.Null(BlasLibrary.TryLoad(["there-is-no-such-library"]));
        Assert.Null(BlasLibrary.TryLoad([]));
        Assert.NotEmpty(BlasLibrary.UsualNames);
    }

    [BlasTheory]
    [InlineData(NumberPrecision.Double, 1, 1, 1, 0)]
    [InlineData(NumberPrecision.Single, 1, 1, 1, 0)]
    [InlineData(NumberPrecision.Double, 37, 51, 29, 3)]
    [InlineData(NumberPrecision.Single, 37, 51, 29, 3)]
    [InlineData(NumberPrecision.Double, 600, 70, 300, 1)]
    [InlineData(NumberPrecision.Single, 600, 70, 300, 1)]
    public void Product_ByALibrary_IsThatOfTheKernels(NumberPrecision precision, int m, int n, int k, int gap)
    {
        // Two sums, each rounded at most K + 3 times for each term, K the longer of the two sums, of size at most 25 where none exceeds 5 standard deviations.
        int longest = Math.Max(m, k);
        double tolerance = 2 * (longest + 3.0) * longest * 25 * Math.Pow(2, precision == NumberPrecision.Single ? -24 : -53);
        var native = new Arithmetic(precision, BlasLibrary.TryLoad(BlasLibrary.UsualNames)!);
        MatrixView a = Random(m, k, gap, 1), b = Random(n, k, gap, 2);
        Compare(m, n, (arithmetic, output) => new TransposedProduct(arithmetic).Multiply(a, b, output, 2, default));
        Compare(m, m, (arithmetic, output) => new TransposedProduct(arithmetic).MultiplyByItself(a, output, 2, default));
        Compare(k, k, (arithmetic, output) =>
        {
            var update = new SymmetricUpdate(arithmetic);
            update.Add(a, output, 2, default);
            SymmetricUpdate.Complete(output);
        });
        int finished = 0;
        new TransposedProduct(native).Multiply(
            a, (row, target) => b.Row(row).CopyTo(target), Random(m, n, 0, 3), 1, default, rows => finished += rows.Rows);
        Assert.Equal(m, finished);

        void Compare(int rows, int columns, Action<Arithmetic, MatrixView> compute)
        {
            MatrixView expected = Random(rows, columns, gap, 3), actual = Random(rows, columns, gap, 3);
            compute(Arithmetic.Managed, expected);
            compute(native, actual);
            foreach ((double first, double second) in expected.Values.Zip(actual.Values))
                Assert.Equal(first, second, tolerance);
        }
    }

    private static MatrixView Random(int rows, int columns, int gap, int layer)
    {
        int offset = gap / 2;
        var values = new double[offset + rows * (columns + gap)];
        new NetworkSeed(1, 1, 0).Stream(layer, StreamPurpose.Weights).FillGaussian(0, values);
        return new MatrixView(values, offset, rows, columns, columns + gap);
    }
}

/// <summary>A test that is reported as skipped where there is no native library.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class BlasTheoryAttribute : TheoryAttribute
{
    public BlasTheoryAttribute()
    {
        if (BlasLibrary.TryLoad(BlasLibrary.UsualNames) is null)
            Skip = $"needs one of {string.Join(", ", BlasLibrary.UsualNames)}";
    }
}
