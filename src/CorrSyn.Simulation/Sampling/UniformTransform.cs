using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace CorrSyn.Simulation.Sampling;

/// <summary>k / 2^53 for each integer k.</summary>
internal readonly struct UniformTransform : IGroupTransform
{
    private const double Unit = 1.0 / (1UL << 53);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Transform(
        Vector512<ulong> first, Vector512<ulong> second, out Vector512<double> low, out Vector512<double> high)
    {
        low = Vector512.ConvertToDouble(first.AsInt64()) * Unit;
        high = Vector512.ConvertToDouble(second.AsInt64()) * Unit;
    }
}
