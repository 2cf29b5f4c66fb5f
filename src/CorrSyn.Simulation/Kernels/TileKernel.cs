using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;

namespace CorrSyn.Simulation.Kernels;

/// <summary>Multiplies two packed panels into one tile of the output, which is held in registers.</summary>
/// <remarks>
/// Every element is one chain of multiply-adds in the order of the inner index, whatever the kernel; so its bits depend on
/// the machine only through whether that has a fused multiply-add.
/// </remarks>
internal abstract class TileKernel
{
    /// <summary>Room for the largest tile of any kernel.</summary>
    public const int LargestTile = 8 * 24;

    private const int WideVectors = 3;

    /// <summary>A kernel for tiles of that many rows.</summary>
    protected TileKernel(int rows, int lanes) => (Rows, Lanes) = (rows, lanes);

    /// <summary>The kernel for this machine.</summary>
    public static TileKernel Best { get; } =
        Vector512.IsHardwareAccelerated ? new EightRows<EightLanes, Vector512<double>>()
        : Vector256.IsHardwareAccelerated ? new FourRows<FourLanes, Vector256<double>>()
        : AdvSimd.Arm64.IsSupported ? new EightRows<TwoLanes, Vector128<double>>()
        : new FourRows<TwoLanes, Vector128<double>>();

    /// <summary>All kernels; each gives the right result on every machine.</summary>
    public static IReadOnlyList<TileKernel> All { get; } =
    [
        new EightRows<EightLanes, Vector512<double>>(),
        new FourRows<FourLanes, Vector256<double>>(),
        new EightRows<TwoLanes, Vector128<double>>(),
        new FourRows<TwoLanes, Vector128<double>>(),
    ];

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
        ReadOnlySpan<double> left,
        ReadOnlySpan<double> right,
        int columns,
        int depth,
        ref double tile,
        int stride,
        bool continues)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(left.Length, depth * Rows);
        ArgumentOutOfRangeException.ThrowIfLessThan(right.Length, depth * columns);
        ref double a = ref MemoryMarshal.GetReference(left);
        ref double b = ref MemoryMarshal.GetReference(right);
        if (columns == WideColumns)
            AccumulateWide(ref a, ref b, depth, ref tile, stride, continues);
        else
            AccumulateNarrow(ref a, ref b, depth, ref tile, stride, continues);
    }

    /// <summary>A tile of three vectors.</summary>
    protected abstract void AccumulateWide(
        ref double a, ref double b, int depth, ref double tile, nint stride, bool continues);

    /// <summary>A tile of one vector.</summary>
    protected abstract void AccumulateNarrow(
        ref double a, ref double b, int depth, ref double tile, nint stride, bool continues);
}
