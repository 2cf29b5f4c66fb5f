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

    /// <summary>How the second moments of activities are computed: always in double precision, so that a correction by what
    /// nearly cancels loses no more than rounding the activities' own products has cost.</summary>
    internal Arithmetic ForMoments => this with { Precision = NumberPrecision.Double };

    /// <summary>One phrase without commas or braces, for headers of files.</summary>
    public override string ToString() =>
        Library is null ? $"{Precision}" : $"{Precision} by {Library.Name}";
}
