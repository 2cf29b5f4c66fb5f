using System.Diagnostics;
using CorrSyn.Simulation.Kernels;

namespace CorrSyn.Bench;

/// <summary>The matrix product of the simulation, as a fraction of what the processor can do.</summary>
internal static class ProductWorkload
{
    private const int Width = 1000;

    // Alternating with the peak, so that both meet the same clock rate; the best of each counts.
    private const int Tries = 20;

    private const string Gigaflops = "GFLOP/s, one thread";
    private const string Peak = "peak GFLOP/s, one thread";
    private const string Fraction = "fraction of peak, one thread";
    private const string ManyGigaflops = "GFLOP/s, all threads";
    private const string ManyPeak = "peak GFLOP/s, all threads";
    private const string ManyFraction = "fraction of peak, all threads";

    /// <summary>A B^T of two square matrices of uniform numbers, in both precisions.</summary>
    public static IEnumerable<Workload> Create() =>
        [Of(NumberPrecision.Double, "double", "float64"), Of(NumberPrecision.Single, "single", "float32")];

    private static Workload Of(NumberPrecision precision, string name, string peerType)
    {
        var left = new MatrixView(Uniform(1), Width, Width);
        var right = new MatrixView(Uniform(2), Width, Width);
        var output = new MatrixView(new double[Width * Width], Width, Width);
        var product = new TransposedProduct(new Arithmetic(precision, null));
        return new Workload(
            $"product-{name}",
            $"a product of two {Width} x {Width} matrices, {name} precision, one thread, processor time; the best of {Tries}. With all threads by the clock on the wall",
            [$"{Width}", $"{Tries}", peerType],
            () => Run(degree => product.Multiply(left, right, output, degree, CancellationToken.None), precision),
            () => new Dictionary<string, double>())
        {
            Figures = [Gigaflops, Peak, Fraction, ManyGigaflops, ManyPeak, ManyFraction],
        };
    }

    private static Measurement Run(Action<int> multiply, NumberPrecision precision)
    {
        int threads = Environment.ProcessorCount;
        double best = double.PositiveInfinity, bestOfMany = double.PositiveInfinity, peak = 0, peakOfMany = 0;
        for (int attempt = 0; attempt < Tries; attempt++)
        {
            TimeSpan start = PeakLoop.ProcessorTime;
            double operations = PeakLoop.Run(precision);
            peak = Math.Max(peak, operations / (PeakLoop.ProcessorTime - start).TotalSeconds);
            start = PeakLoop.ProcessorTime;
            multiply(1);
            best = Math.Min(best, (PeakLoop.ProcessorTime - start).TotalSeconds);

            long clock = Stopwatch.GetTimestamp();
            Parallel.For(0, threads, _ => PeakLoop.Run(precision));
            peakOfMany = Math.Max(peakOfMany, threads * operations / Stopwatch.GetElapsedTime(clock).TotalSeconds);
            clock = Stopwatch.GetTimestamp();
            multiply(threads);
            bestOfMany = Math.Min(bestOfMany, Stopwatch.GetElapsedTime(clock).TotalSeconds);
        }

        const double Operations = 2.0 * Width * Width * Width;
        return new Measurement(
            best,
            new Dictionary<string, double>
            {
                [Gigaflops] = Operations / best / 1e9,
                [Peak] = peak / 1e9,
                [Fraction] = Operations / best / peak,
                [ManyGigaflops] = Operations / bestOfMany / 1e9,
                [ManyPeak] = peakOfMany / 1e9,
                [ManyFraction] = Operations / bestOfMany / peakOfMany,
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
