using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;

namespace CorrSyn.Simulation.Kernels;

/// <summary>The kernels there are; each gives the right result on every machine.</summary>
internal static class TileKernels
{
    /// <summary>Room for the largest tile of any kernel.</summary>
    public const int LargestTile = 8 * 48;

    /// <summary>All kernels in double precision.</summary>
    public static IReadOnlyList<TileKernel<double>> Doubles { get; } =
    [
        new EightRows<Doubles512, double, Vector512<double>>(),
        new FourRows<Doubles256, double, Vector256<double>>(),
        new EightRows<Doubles128, double, Vector128<double>>(),
        new FourRows<Doubles128, double, Vector128<double>>(),
    ];

    /// <summary>All kernels in single precision.</summary>
    public static IReadOnlyList<TileKernel<float>> Singles { get; } =
    [
        new EightRows<Singles512, float, Vector512<float>>(),
        new FourRows<Singles256, float, Vector256<float>>(),
        new EightRows<Singles128, float, Vector128<float>>(),
        new FourRows<Singles128, float, Vector128<float>>(),
    ];

    /// <summary>The kernel in double precision for this machine.</summary>
    public static TileKernel<double> Double => Doubles[Best];

    /// <summary>The kernel in single precision for this machine.</summary>
    public static TileKernel<float> Single => Singles[Best];

    // Where it is in the lists.
    private static int Best { get; } =
        Vector512.IsHardwareAccelerated ? 0
        : Vector256.IsHardwareAccelerated ? 1
        : AdvSimd.Arm64.IsSupported ? 2
        : 3;
}
