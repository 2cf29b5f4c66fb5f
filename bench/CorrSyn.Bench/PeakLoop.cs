using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using CorrSyn.Simulation.Kernels;

namespace CorrSyn.Bench;

/// <summary>What one core can do at most: multiply-adds that wait for nothing but the arithmetic units.</summary>
internal static class PeakLoop
{
    private const int Repetitions = 2_000_000;

    /// <summary>The time that this process has had of a processor: unlike the clock on the wall it stands still while others
    /// run.</summary>
    public static TimeSpan ProcessorTime => Environment.CpuUsage.TotalTime;

    /// <summary>Runs the loop once on this thread.</summary>
    /// <returns>The operations, an addition or multiplication being one.</returns>
    public static double Run(NumberPrecision precision) =>
        (precision, Vector512.IsHardwareAccelerated) switch
        {
            (NumberPrecision.Double, true) => Sixteen<Doubles512, double, Vector512<double>>(0.999, 1e-9),
            (NumberPrecision.Single, true) => Sixteen<Singles512, float, Vector512<float>>(0.999f, 1e-9f),
            (NumberPrecision.Double, false) => Eight<Doubles256, double, Vector256<double>>(0.999, 1e-9),
            (NumberPrecision.Single, false) => Eight<Singles256, float, Vector256<float>>(0.999f, 1e-9f),
            _ => throw new InvalidOperationException($"There is no precision {precision}."),
        };

    // Sixteen independent sums hide the latency of a multiply-add on two units.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static double Sixteen<TLanes, TNumber, TVector>(TNumber factor, TNumber start)
        where TLanes : struct, ILanes<TNumber, TVector>
        where TNumber : struct
        where TVector : struct
    {
        TVector x = TLanes.Fill(factor), y = TLanes.Fill(start);
        TVector a = y, b = y, c = y, d = y, e = y, f = y, g = y, h = y;
        TVector i = y, j = y, k = y, l = y, m = y, n = y, o = y, p = y;
        for (int repetition = 0; repetition < Repetitions; repetition++)
        {
            a = TLanes.MultiplyAdd(a, x, y);
            b = TLanes.MultiplyAdd(b, x, y);
            c = TLanes.MultiplyAdd(c, x, y);
            d = TLanes.MultiplyAdd(d, x, y);
            e = TLanes.MultiplyAdd(e, x, y);
            f = TLanes.MultiplyAdd(f, x, y);
            g = TLanes.MultiplyAdd(g, x, y);
            h = TLanes.MultiplyAdd(h, x, y);
            i = TLanes.MultiplyAdd(i, x, y);
            j = TLanes.MultiplyAdd(j, x, y);
            k = TLanes.MultiplyAdd(k, x, y);
            l = TLanes.MultiplyAdd(l, x, y);
            m = TLanes.MultiplyAdd(m, x, y);
            n = TLanes.MultiplyAdd(n, x, y);
            o = TLanes.MultiplyAdd(o, x, y);
            p = TLanes.MultiplyAdd(p, x, y);
        }

        a = TLanes.MultiplyAdd(a, b, TLanes.MultiplyAdd(c, d, TLanes.MultiplyAdd(e, f, TLanes.MultiplyAdd(g, h, y))));
        i = TLanes.MultiplyAdd(i, j, TLanes.MultiplyAdd(k, l, TLanes.MultiplyAdd(m, n, TLanes.MultiplyAdd(o, p, y))));
        Use<TLanes, TNumber, TVector>(TLanes.MultiplyAdd(a, x, i));
        return 2.0 * Repetitions * 16 * TLanes.Count;
    }

    // Sixteen registers hold eight sums, run twice as often.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static double Eight<TLanes, TNumber, TVector>(TNumber factor, TNumber start)
        where TLanes : struct, ILanes<TNumber, TVector>
        where TNumber : struct
        where TVector : struct
    {
        TVector x = TLanes.Fill(factor), y = TLanes.Fill(start);
        TVector a = y, b = y, c = y, d = y, e = y, f = y, g = y, h = y;
        for (int repetition = 0; repetition < 2 * Repetitions; repetition++)
        {
            a = TLanes.MultiplyAdd(a, x, y);
            b = TLanes.MultiplyAdd(b, x, y);
            c = TLanes.MultiplyAdd(c, x, y);
            d = TLanes.MultiplyAdd(d, x, y);
            e = TLanes.MultiplyAdd(e, x, y);
            f = TLanes.MultiplyAdd(f, x, y);
            g = TLanes.MultiplyAdd(g, x, y);
            h = TLanes.MultiplyAdd(h, x, y);
        }

        a = TLanes.MultiplyAdd(a, b, TLanes.MultiplyAdd(c, d, TLanes.MultiplyAdd(e, f, TLanes.MultiplyAdd(g, h, y))));
        Use<TLanes, TNumber, TVector>(a);
        return 2.0 * 2 * Repetitions * 8 * TLanes.Count;
    }

    // So that nothing is left out.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Use<TLanes, TNumber, TVector>(TVector sum)
        where TLanes : struct, ILanes<TNumber, TVector>
        where TNumber : struct
    {
        var values = new double[TLanes.Count];
        TLanes.Finish(sum, ref values[0], 0, continues: false);
        if (!double.IsFinite(values[0]))
            throw new InvalidOperationException("The loop over multiply-adds overflowed.");
    }
}
