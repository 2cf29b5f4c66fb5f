using System.Runtime.Intrinsics;

namespace CorrSyn.Simulation.Kernels;

/// <summary>The sizes of the blocks that a product is computed in.</summary>
internal static class PanelShape
{
    /// <summary>Rows of the left matrix in one tile of the output.</summary>
    public const int Rows = 4;

    /// <summary>Length of the stretches that the inner dimension is cut into: a right panel of that length (36 KiB at
    /// most) stays in the first-level cache while all left panels pass by.</summary>
    public const int Depth = 192;

    /// <summary>Columns of one tile of the output: three vectors, so that 4 x 3 sums hide the latency of a
    /// multiply-add. It decides which elements are computed together, never how one element is computed.</summary>
    public static int Columns => Vector512.IsHardwareAccelerated ? 24 : 12;

    /// <summary>How many blocks of a size cover a length.</summary>
    public static int BlockCount(int length, int blockSize) => (int)(((long)length + blockSize - 1) / blockSize);
}
