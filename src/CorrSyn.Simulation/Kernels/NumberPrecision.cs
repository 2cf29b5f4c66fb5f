namespace CorrSyn.Simulation.Kernels;

#pragma warning disable CA1720 // The names of the precisions are those of the types.

/// <summary>What the operands of products are rounded to.</summary>
public enum NumberPrecision
{
    /// <summary>53 bits: not rounded.</summary>
    Double = 0,

    /// <summary>24 bits; numbers beyond 3.4e38 become infinite.</summary>
    Single = 1,
}
