using System.Runtime.CompilerServices;

namespace CorrSyn.Simulation.Kernels;

/// <summary>Tiles of four rows: for machines with 16 vector registers.</summary>
/// <typeparam name="TLanes">The operations of the register.</typeparam>
/// <typeparam name="TNumber">What is multiplied.</typeparam>
/// <typeparam name="TVector">The register.</typeparam>
/// <remarks>The sums are spelled out because only local variables live in registers.</remarks>
internal sealed class FourRows<TLanes, TNumber, TVector> : TileKernel<TNumber>
    where TLanes : struct, ILanes<TNumber, TVector>
    where TNumber : struct
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
        ref TNumber a, ref TNumber b, int depth, ref double tile, nint stride, bool continues)
    {
        nint n = TLanes.Count;
        TVector s00 = default, s01 = default, s02 = default;
        TVector s10 = default, s11 = default, s12 = default;
        TVector s20 = default, s21 = default, s22 = default;
        TVector s30 = default, s31 = default, s32 = default;
        if (continues)
        {
            Begin(ref tile, out s00, out s01, out s02);
            Begin(ref Unsafe.Add(ref tile, stride), out s10, out s11, out s12);
            Begin(ref Unsafe.Add(ref tile, 2 * stride), out s20, out s21, out s22);
            Begin(ref Unsafe.Add(ref tile, 3 * stride), out s30, out s31, out s32);
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

        Finish(ref tile, s00, s01, s02, continues);
        Finish(ref Unsafe.Add(ref tile, stride), s10, s11, s12, continues);
        Finish(ref Unsafe.Add(ref tile, 2 * stride), s20, s21, s22, continues);
        Finish(ref Unsafe.Add(ref tile, 3 * stride), s30, s31, s32, continues);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    protected override void AccumulateNarrow(
        ref TNumber a, ref TNumber b, int depth, ref double tile, nint stride, bool continues)
    {
        TVector s0 = default, s1 = default, s2 = default, s3 = default;
        if (continues)
        {
            s0 = TLanes.Begin(ref tile, 0);
            s1 = TLanes.Begin(ref tile, stride);
            s2 = TLanes.Begin(ref tile, 2 * stride);
            s3 = TLanes.Begin(ref tile, 3 * stride);
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

        TLanes.Finish(s0, ref tile, 0, continues);
        TLanes.Finish(s1, ref tile, stride, continues);
        TLanes.Finish(s2, ref tile, 2 * stride, continues);
        TLanes.Finish(s3, ref tile, 3 * stride, continues);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Load(ref TNumber start, out TVector first, out TVector second, out TVector third)
    {
        first = TLanes.Load(ref start, 0);
        second = TLanes.Load(ref start, TLanes.Count);
        third = TLanes.Load(ref start, 2 * TLanes.Count);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Begin(ref double start, out TVector first, out TVector second, out TVector third)
    {
        first = TLanes.Begin(ref start, 0);
        second = TLanes.Begin(ref start, TLanes.Count);
        third = TLanes.Begin(ref start, 2 * TLanes.Count);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Finish(ref double start, TVector first, TVector second, TVector third, bool continues)
    {
        TLanes.Finish(first, ref start, 0, continues);
        TLanes.Finish(second, ref start, TLanes.Count, continues);
        TLanes.Finish(third, ref start, 2 * TLanes.Count, continues);
    }
}
