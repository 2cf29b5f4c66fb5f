using System.Runtime.Intrinsics;

namespace CorrSyn.Simulation.Sampling;

/// <summary>The four words of eight counters; only the low 32 bits of a lane count.</summary>
internal readonly record struct PhiloxLanes(
    Vector512<ulong> Word0, Vector512<ulong> Word1, Vector512<ulong> Word2, Vector512<ulong> Word3);
