using System.Runtime.CompilerServices;

namespace CorrSyn.Simulation.Kernels;

/// <summary>Tiles of eight rows: for machines with 32 vector registers.</summary>
/// <typeparam name="TLanes">The operations of the register.</typeparam>
/// <typeparam name="TVector">The register.</typeparam>
/// <remarks>The sums are spelled out because only local variables live in registers.</remarks>
internal sealed class EightRows<TLanes, TVector> : TileKernel
    where TLanes : struct, ILanes<TVector>
    where TVector : struct
{
    /// <summary>The kernel.</summary>
    public EightRows()
        : base(8, TLanes.Count)
    {
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    protected override void AccumulateWide(
        ref double a, ref double b, int depth, ref double tile, nint stride, bool continues)
    {
        nint n = TLanes.Count;
        TVector s00 = default, s01 = default, s02 = default;
        TVector s10 = default, s11 = default, s12 = default;
        TVector s20 = default, s21 = default, s22 = default;
        TVector s30 = default, s31 = default, s32 = default;
        TVector s40 = default, s41 = default, s42 = default;
        TVector s50 = default, s51 = default, s52 = default;
        TVector s60 = default, s61 = default, s62 = default;
        TVector s70 = default, s71 = default, s72 = default;
        if (continues)
        {
            Load(ref tile, out s00, out s01, out s02);
            Load(ref Unsafe.Add(ref tile, stride), out s10, out s11, out s12);
            Load(ref Unsafe.Add(ref tile, 2 * stride), out s20, out s21, out s22);
            Load(ref Unsafe.Add(ref tile, 3 * stride), out s30, out s31, out s32);
            Load(ref Unsafe.Add(ref tile, 4 * stride), out s40, out s41, out s42);
            Load(ref Unsafe.Add(ref tile, 5 * stride), out s50, out s51, out s52);
            Load(ref Unsafe.Add(ref tile, 6 * stride), out s60, out s61, out s62);
            Load(ref Unsafe.Add(ref tile, 7 * stride), out s70, out s71, out s72);
        }

        for (; depth > 0; depth--)
        {
            Load(ref b, out TVector b0, out TVector b1, out TVector b2);
            TVector factor = TLanes.Fill(a);
            s00 = TLanes.MultiplyAdd(factor, b0, s00);
            s01 = TLanes.MultiplyAdd(factor, b1, s01);
            s02 = TLanes.MultiplyAdd(factor, b2, s02);
            factor = TLanes.Fill(Unsafe.Add(ref a, 1));
            s10 = TLanes.MultiplyAdd(factor, b0, s10);
            s11 = TLanes.MultiplyAdd(factor, b1, s11);
            s12 = TLanes.MultiplyAdd(factor, b2, s12);
            factor = TLanes.Fill(Unsafe.Add(ref a, 2));
            s20 = TLanes.MultiplyAdd(factor, b0, s20);
            s21 = TLanes.MultiplyAdd(factor, b1, s21);
            s22 = TLanes.MultiplyAdd(factor, b2, s22);
            factor = TLanes.Fill(Unsafe.Add(ref a, 3));
            s30 = TLanes.MultiplyAdd(factor, b0, s30);
            s31 = TLanes.MultiplyAdd(factor, b1, s31);
            s32 = TLanes.MultiplyAdd(factor, b2, s32);
            factor = TLanes.Fill(Unsafe.Add(ref a, 4));
            s40 = TLanes.MultiplyAdd(factor, b0, s40);
            s41 = TLanes.MultiplyAdd(factor, b1, s41);
            s42 = TLanes.MultiplyAdd(factor, b2, s42);
            factor = TLanes.Fill(Unsafe.Add(ref a, 5));
            s50 = TLanes.MultiplyAdd(factor, b0, s50);
            s51 = TLanes.MultiplyAdd(factor, b1, s51);
            s52 = TLanes.MultiplyAdd(factor, b2, s52);
            factor = TLanes.Fill(Unsafe.Add(ref a, 6));
            s60 = TLanes.MultiplyAdd(factor, b0, s60);
            s61 = TLanes.MultiplyAdd(factor, b1, s61);
            s62 = TLanes.MultiplyAdd(factor, b2, s62);
            factor = TLanes.Fill(Unsafe.Add(ref a, 7));
            s70 = TLanes.MultiplyAdd(factor, b0, s70);
            s71 = TLanes.MultiplyAdd(factor, b1, s71);
            s72 = TLanes.MultiplyAdd(factor, b2, s72);
            a = ref Unsafe.Add(ref a, 8);
            b = ref Unsafe.Add(ref b, 3 * n);
        }

        Store(ref tile, s00, s01, s02);
        Store(ref Unsafe.Add(ref tile, stride), s10, s11, s12);
        Store(ref Unsafe.Add(ref tile, 2 * stride), s20, s21, s22);
        Store(ref Unsafe.Add(ref tile, 3 * stride), s30, s31, s32);
        Store(ref Unsafe.Add(ref tile, 4 * stride), s40, s41, s42);
        Store(ref Unsafe.Add(ref tile, 5 * stride), s50, s51, s52);
        Store(ref Unsafe.Add(ref tile, 6 * stride), s60, s61, s62);
        Store(ref Unsafe.Add(ref tile, 7 * stride), s70, s71, s72);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    protected override void AccumulateNarrow(
        ref double a, ref double b, int depth, ref double tile, nint stride, bool continues)
    {
        TVector s0 = default, s1 = default, s2 = default, s3 = default, s4 = default, s5 = default, s6 = default, s7 = default;
        if (continues)
        {
            s0 = TLanes.Load(ref tile, 0);
            s1 = TLanes.Load(ref tile, stride);
            s2 = TLanes.Load(ref tile, 2 * stride);
            s3 = TLanes.Load(ref tile, 3 * stride);
            s4 = TLanes.Load(ref tile, 4 * stride);
            s5 = TLanes.Load(ref tile, 5 * stride);
            s6 = TLanes.Load(ref tile, 6 * stride);
            s7 = TLanes.Load(ref tile, 7 * stride);
        }

        for (; depth > 0; depth--)
        {
            TVector b0 = TLanes.Load(ref b, 0);
            s0 = TLanes.MultiplyAdd(TLanes.Fill(a), b0, s0);
            s1 = TLanes.MultiplyAdd(TLanes.Fill(Unsafe.Add(ref a, 1)), b0, s1);
            s2 = TLanes.MultiplyAdd(TLanes.Fill(Unsafe.Add(ref a, 2)), b0, s2);
            s3 = TLanes.MultiplyAdd(TLanes.Fill(Unsafe.Add(ref a, 3)), b0, s3);
            s4 = TLanes.MultiplyAdd(TLanes.Fill(Unsafe.Add(ref a, 4)), b0, s4);
            s5 = TLanes.MultiplyAdd(TLanes.Fill(Unsafe.Add(ref a, 5)), b0, s5);
            s6 = TLanes.MultiplyAdd(TLanes.Fill(Unsafe.Add(ref a, 6)), b0, s6);
            s7 = TLanes.MultiplyAdd(TLanes.Fill(Unsafe.Add(ref a, 7)), b0, s7);
            a = ref Unsafe.Add(ref a, 8);
            b = ref Unsafe.Add(ref b, TLanes.Count);
        }

        TLanes.Store(s0, ref tile, 0);
        TLanes.Store(s1, ref tile, stride);
        TLanes.Store(s2, ref tile, 2 * stride);
        TLanes.Store(s3, ref tile, 3 * stride);
        TLanes.Store(s4, ref tile, 4 * stride);
        TLanes.Store(s5, ref tile, 5 * stride);
        TLanes.Store(s6, ref tile, 6 * stride);
        TLanes.Store(s7, ref tile, 7 * stride);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Load(ref double start, out TVector first, out TVector second, out TVector third)
    {
        first = TLanes.Load(ref start, 0);
        second = TLanes.Load(ref start, TLanes.Count);
        third = TLanes.Load(ref start, 2 * TLanes.Count);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(ref double start, TVector first, TVector second, TVector third)
    {
        TLanes.Store(first, ref start, 0);
        TLanes.Store(second, ref start, TLanes.Count);
        TLanes.Store(third, ref start, 2 * TLanes.Count);
    }
}
