namespace CorrSyn.Formats;

/// <summary>Numbers in a box of any rank.</summary>
/// <param name="Shape">The extent of each axis; empty for a single number.</param>
/// <param name="Values">The numbers, last axis fastest (row-major); their count is the product of the shape.</param>
public sealed record NumericArray(IReadOnlyList<long> Shape, double[] Values)
{
    /// <summary>An array whose shape and number of values are checked against each other.</summary>
    /// <param name="shape">The extent of each axis; at least 0.</param>
    /// <param name="values">As many numbers as the shape says, row-major; kept, not copied.</param>
    /// <exception cref="ArgumentException">Shape and values do not belong together.</exception>
    public static NumericArray Create(IReadOnlyList<long> shape, double[] values)
    {
        ArgumentNullException.ThrowIfNull(shape);
        ArgumentNullException.ThrowIfNull(values);
        if (shape.Any(extent => extent < 0) || Reading.ArrayShape.Count(shape) != (UInt128)values.Length)
            throw new ArgumentException("The shape does not fit the number of values.", nameof(values));
        return new NumericArray([.. shape], values);
    }
}
