namespace CorrSyn.Simulation.Kernels;

/// <summary>How matrix products are computed. Their operands and results are in double precision, whatever is done in between.</summary>
/// <param name="Precision">What the operands are rounded to.</param>
/// <param name="Library">The native library that multiplies; null for the kernels of this program.</param>
public sealed record Arithmetic(NumberPrecision Precision, BlasLibrary? Library)
{
    /// <summary>The kernels of this program, in double precision.</summary>
    public static Arithmetic Managed { get; } = new(NumberPrecision.Double, null);

    /// <summary>Whether the same seed gives the same bits on every machine with a fused multiply-add, for any number of
    /// threads.</summary>
    public bool IsReproducible => Library is null;

    /// <summary>How the scatter and the Gram matrices of activities are computed: in the same precision, but by a native library
    /// always in double precision, since it would need a second matrix for its sums.</summary>
    /// <remarks>Sums over stretches of 256 in single precision, added in double precision, cost tr C^2 less than 1e-7 of itself:
    /// see docs/decisions/0033.</remarks>
    internal Arithmetic ForMoments => Library is null ? this : this with { Precision = NumberPrecision.Double };

    /// <summary>One phrase without commas or braces, for headers of files.</summary>
    public override string ToString() =>
        Library is null ? $"{Precision}" : $"{Precision} by {Library.Name}";
}
