using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace CorrSyn.Simulation.Kernels;

/// <summary>Numbers that begin at a cache line, so that no vector of a packed panel lies across two. They are not moved, and are
/// kept until more are asked for.</summary>
internal sealed class AlignedBuffer<TNumber>
    where TNumber : struct
{
    private static readonly int LineLength = 64 / Unsafe.SizeOf<TNumber>();

    private TNumber[] _values = [];
    private int _first;

    /// <summary>Makes room for that many numbers; what they hold is unspecified.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There are more than an array can hold.</exception>
    public void Reserve(long length)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, Array.MaxLength - LineLength);
        if (_values.Length - LineLength >= length)
            return;
        _values = GC.AllocateUninitializedArray<TNumber>((int)length + LineLength, pinned: true);
        long position = Marshal.UnsafeAddrOfPinnedArrayElement(_values, 0) / Unsafe.SizeOf<TNumber>();
        _first = (int)((LineLength - position % LineLength) % LineLength);
    }

    /// <summary>Some of the numbers.</summary>
    public Span<TNumber> Slice(int start, int length) => _values.AsSpan(_first + start, length);
}
