using System.Runtime.InteropServices;

namespace CorrSyn.Simulation.Kernels;

/// <summary>Multiplies two packed panels into one tile of the output, which is held in registers.</summary>
/// <typeparam name="TNumber">What is multiplied: double or float. The output is double.</typeparam>
/// <remarks>
/// In double precision every element is one chain of multiply-adds in the order of the inner index; in single precision there is
/// one such chain for each stretch, and the sums of the stretches are added in double precision, in order. Either way the
/// bits do not depend on the kernel, and on the machine only through whether that has a fused multiply-add.
/// </remarks>
internal abstract class TileKernel<TNumber>
    where TNumber : struct
{
    private const int WideVectors = 3;

    /// <summary>A kernel for tiles of that many rows.</summary>
    protected TileKernel(int rows, int lanes) => (Rows, Lanes) = (rows, lanes);

    /// <summary>Rows of a tile, and of a left panel.</summary>
    public int Rows { get; }

    /// <summary>Columns of a narrow tile: the length of a vector.</summary>
    public int Lanes { get; }

    /// <summary>Columns of a wide tile: three vectors, so that there are enough sums to hide the latency of a
    /// multiply-add.</summary>
    public int WideColumns => WideVectors * Lanes;

    /// <summary>tile[i, j] (+)= sum over k of left[Rows k + i] right[columns k + j].</summary>
    /// <param name="left">A stretch of a left panel: depth x Rows.</param>
    /// <param name="right">A stretch of a right panel: depth x columns.</param>
    /// <param name="columns">WideColumns or Lanes.</param>
    /// <param name="depth">Length of the stretch.</param>
    /// <param name="tile">First element of the output tile; all Rows x columns must be writable.</param>
    /// <param name="stride">Distance between the rows of the tile.</param>
    /// <param name="continues">Whether to add to what the tile holds, or to start from 0.</param>
    public void Accumulate(
        ReadOnlySpan<TNumber> left,
        ReadOnlySpan<TNumber> right,
        int columns,
        int depth,
        ref double tile,
        int stride,
        bool continues)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(left.Length, depth * Rows);
        ArgumentOutOfRangeException.ThrowIfLessThan(right.Length, depth * columns);
        ref TNumber a = ref MemoryMarshal.GetReference(left);
        ref TNumber b = ref MemoryMarshal.GetReference(right);
        if (columns == WideColumns)
            AccumulateWide(ref a, ref b, depth, ref tile, stride, continues);
        else
            AccumulateNarrow(ref a, ref b, depth, ref tile, stride, continues);
    }

    /// <summary>A tile of three vectors.</summary>
    protected abstract void AccumulateWide(
        ref TNumber a, ref TNumber b, int depth, ref double tile, nint stride, bool continues);

    /// <summary>A tile of one vector.</summary>
    protected abstract void AccumulateNarrow(
        ref TNumber a, ref TNumber b, int depth, ref double tile, nint stride, bool continues);
}
