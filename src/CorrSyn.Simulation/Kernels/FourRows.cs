using System.Runtime.CompilerServices;

namespace CorrSyn.Simulation.Kernels;

/// <summary>Tiles of four rows: for machines with 16 vector registers.</summary>
/// <typeparam name="TLanes">The operations of the register.</typeparam>
/// <typeparam name="TVector">The register.</typeparam>
/// <remarks>The sums are spelled out because only local variables live in registers.</remarks>
internal sealed class FourRows<TLanes, TVector> : TileKernel
    where TLanes : struct, ILanes<TVector>
    where TVector : struct
{
    /// <summary>The kernel.</summary>
    public FourRows()
        : base(4, TLanes.Count)
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
        if (continues)
        {
            Load(ref tile, out s00, out s01, out s02);
            Load(ref Unsafe.Add(ref tile, stride), out s10, out s11, out s12);
            Load(ref Unsafe.Add(ref tile, 2 * stride), out s20, out s21, out s22);
            Load(ref Unsafe.Add(ref tile, 3 * stride), out s30, out s31, out s32);
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
            a = ref Unsafe.Add(ref a, 4);
            b = ref Unsafe.Add(ref b, 3 * n);
        }

        Store(ref tile, s00, s01, s02);
        Store(ref Unsafe.Add(ref tile, stride), s10, s11, s12);
        Store(ref Unsafe.Add(ref tile, 2 * stride), s20, s21, s22);
        Store(ref Unsafe.Add(ref tile, 3 * stride), s30, s31, s32);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    protected override void AccumulateNarrow(
        ref double a, ref double b, int depth, ref double tile, nint stride, bool continues)
    {
        TVector s0 = default, s1 = default, s2 = default, s3 = default;
        if (continues)
        {
            s0 = TLanes.Load(ref tile, 0);
            s1 = TLanes.Load(ref tile, stride);
            s2 = TLanes.Load(ref tile, 2 * stride);
            s3 = TLanes.Load(ref tile, 3 * stride);
        }

        for (; depth > 0; depth--)
        {
            TVector b0 = TLanes.Load(ref b, 0);
            s0 = TLanes.MultiplyAdd(TLanes.Fill(a), b0, s0);
            s1 = TLanes.MultiplyAdd(TLanes.Fill(Unsafe.Add(ref a, 1)), b0, s1);
            s2 = TLanes.MultiplyAdd(TLanes.Fill(Unsafe.Add(ref a, 2)), b0, s2);
            s3 = TLanes.MultiplyAdd(TLanes.Fill(Unsafe.Add(ref a, 3)), b0, s3);
            a = ref Unsafe.Add(ref a, 4);
            b = ref Unsafe.Add(ref b, TLanes.Count);
        }

        TLanes.Store(s0, ref tile, 0);
        TLanes.Store(s1, ref tile, stride);
        TLanes.Store(s2, ref tile, 2 * stride);
        TLanes.Store(s3, ref tile, 3 * stride);
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
