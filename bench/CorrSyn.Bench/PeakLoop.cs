using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace CorrSyn.Bench;

/// <summary>What one core can do at most: multiply-adds that wait for nothing but the arithmetic units.</summary>
internal static class PeakLoop
{
    private const int Repetitions = 2_000_000;
    private const int Chains = 16;

    /// <summary>The time that this process has had of a processor: unlike the clock on the wall it stands still while others
    /// run.</summary>
    public static TimeSpan ProcessorTime => Environment.CpuUsage.TotalTime;

    /// <summary>Operations per second, an addition or multiplication being one, in one short run.</summary>
    public static double Measure()
    {
        TimeSpan start = ProcessorTime;
        (double sum, int lanes) = Vector512.IsHardwareAccelerated ? (Run512(), 8) : (Run256(), 4);
        double seconds = (ProcessorTime - start).TotalSeconds;
        return double.IsFinite(sum)
            ? 2.0 * Repetitions * Chains * lanes / seconds
            : throw new InvalidOperationException("The loop over multiply-adds overflowed.");
    }

    // Sixteen independent sums hide the latency of a multiply-add on two units.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static double Run512()
    {
        Vector512<double> x = Vector512.Create(0.999), y = Vector512.Create(1e-9);
        Vector512<double> a = y, b = y, c = y, d = y, e = y, f = y, g = y, h = y;
        Vector512<double> i = y, j = y, k = y, l = y, m = y, n = y, o = y, p = y;
        for (int repetition = 0; repetition < Repetitions; repetition++)
        {
            a = Vector512.MultiplyAddEstimate(a, x, y);
            b = Vector512.MultiplyAddEstimate(b, x, y);
            c = Vector512.MultiplyAddEstimate(c, x, y);
            d = Vector512.MultiplyAddEstimate(d, x, y);
            e = Vector512.MultiplyAddEstimate(e, x, y);
            f = Vector512.MultiplyAddEstimate(f, x, y);
            g = Vector512.MultiplyAddEstimate(g, x, y);
            h = Vector512.MultiplyAddEstimate(h, x, y);
            i = Vector512.MultiplyAddEstimate(i, x, y);
            j = Vector512.MultiplyAddEstimate(j, x, y);
            k = Vector512.MultiplyAddEstimate(k, x, y);
            l = Vector512.MultiplyAddEstimate(l, x, y);
            m = Vector512.MultiplyAddEstimate(m, x, y);
            n = Vector512.MultiplyAddEstimate(n, x, y);
            o = Vector512.MultiplyAddEstimate(o, x, y);
            p = Vector512.MultiplyAddEstimate(p, x, y);
        }

        return Vector512.Sum(a + b + c + d + e + f + g + h + i + j + k + l + m + n + o + p);
    }

    // Sixteen registers hold eight sums, run twice as often.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static double Run256()
    {
        Vector256<double> x = Vector256.Create(0.999), y = Vector256.Create(1e-9);
        Vector256<double> a = y, b = y, c = y, d = y, e = y, f = y, g = y, h = y;
        for (int repetition = 0; repetition < 2 * Repetitions; repetition++)
        {
            a = Vector256.MultiplyAddEstimate(a, x, y);
            b = Vector256.MultiplyAddEstimate(b, x, y);
            c = Vector256.MultiplyAddEstimate(c, x, y);
            d = Vector256.MultiplyAddEstimate(d, x, y);
            e = Vector256.MultiplyAddEstimate(e, x, y);
            f = Vector256.MultiplyAddEstimate(f, x, y);
            g = Vector256.MultiplyAddEstimate(g, x, y);
            h = Vector256.MultiplyAddEstimate(h, x, y);
        }

        return Vector256.Sum(a + b + c + d + e + f + g + h);
    }
}
