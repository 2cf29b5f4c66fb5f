namespace CorrSyn.Formats.Reading;

/// <summary>Sizes that a header claims, checked before anything is done with them.</summary>
internal static class ArrayShape
{
    /// <summary>Axes at most, as in NumPy 1.</summary>
    public const int LargestRank = 32;

    /// <summary>The product of the extents, which are at least 0; the largest 128-bit number if it is beyond.</summary>
    public static UInt128 Count(IReadOnlyList<long> shape)
    {
        if (shape.Contains(0))
            return 0;
        UInt128 count = 1;
        foreach (long extent in shape)
        {
            if (count > UInt128.MaxValue / (UInt128)extent)
                return UInt128.MaxValue;
            count *= (UInt128)extent;
        }

        return count;
    }

    /// <summary>The bytes of an array in its file.</summary>
    /// <returns>The byte count, or why such an array is refused.</returns>
    public static (long Bytes, string? Refusal) Measure(IReadOnlyList<long> shape, int elementBytes, FormatLimits limits)
    {
        if (shape.Count > LargestRank)
            return (0, $"{shape.Count} axes; allowed: at most {LargestRank}");
        UInt128 count = Count(shape);
        UInt128 largest = (UInt128)Math.Min(limits.MaxArrayBytes / sizeof(double), Array.MaxLength);
        return count <= largest
            ? ((long)count * elementBytes, null)
            : (0, $"the shape {Text(shape)} has more than {largest} elements, the limit for one array");
    }

    /// <summary>As (2, 3).</summary>
    public static string Text(IReadOnlyList<long> shape) => $"({string.Join(", ", shape)})";
}
