using CorrSyn.Simulation.Kernels;

namespace CorrSyn.Bench;

/// <summary>The matrix product of the simulation on one core, as a fraction of what the core can do.</summary>
internal static class ProductWorkload
{
    private const int Width = 1000;

    // Alternating with the peak, so that both meet the same clock rate; the best of each counts.
    private const int Tries = 20;

    private const string Gigaflops = "GFLOP/s";
    private const string Peak = "peak GFLOP/s";
    private const string Fraction = "fraction of peak";

    /// <summary>A B^T of two square matrices of uniform numbers.</summary>
    public static Workload Create()
    {
        var left = new MatrixView(Uniform(1), Width, Width);
        var right = new MatrixView(Uniform(2), Width, Width);
        var output = new MatrixView(new double[Width * Width], Width, Width);
        var product = new TransposedProduct();
        return new Workload(
            "product",
            $"a product of two {Width} x {Width} matrices, double precision, one thread, processor time; the best of {Tries}",
            [$"{Width}", $"{Tries}"],
            () => Run(product, left, right, output),
            () => new Dictionary<string, double>())
        {
            Figures = [Gigaflops, Peak, Fraction],
        };
    }

    private static Measurement Run(TransposedProduct product, MatrixView left, MatrixView right, MatrixView output)
    {
        double best = double.PositiveInfinity, peak = 0;
        for (int attempt = 0; attempt < Tries; attempt++)
        {
            peak = Math.Max(peak, PeakLoop.Measure());
            TimeSpan start = PeakLoop.ProcessorTime;
            product.Multiply(left, right, output, degree: 1, CancellationToken.None);
            best = Math.Min(best, (PeakLoop.ProcessorTime - start).TotalSeconds);
        }

        double speed = 2.0 * Width * Width * Width / best;
        return new Measurement(
            best,
            new Dictionary<string, double>
            {
                [Gigaflops] = speed / 1e9,
                [Peak] = peak / 1e9,
                [Fraction] = speed / peak,
            });
    }

    private static double[] Uniform(int seed)
    {
        var random = new Random(seed);
        var values = new double[Width * Width];
        for (int i = 0; i < values.Length; i++)
            values[i] = random.NextDouble() - 0.5;
        return values;
    }
}
