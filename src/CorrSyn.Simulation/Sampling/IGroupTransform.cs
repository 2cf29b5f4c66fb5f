using System.Runtime.Intrinsics;

namespace CorrSyn.Simulation.Sampling;

/// <summary>What turns the two 53-bit integers of each of eight counters into numbers.</summary>
/// <remarks>An interface only so that the transform is compiled into the loop over groups.</remarks>
internal interface IGroupTransform
{
    /// <summary>Lane j of the two results comes from lane j of the two arguments, each below 2^53.</summary>
    void Transform(
        Vector512<ulong> first, Vector512<ulong> second, out Vector512<double> low, out Vector512<double> high);
}
