namespace CorrSyn.Simulation.Kernels;

/// <summary>What a tile kernel needs of a vector register.</summary>
/// <typeparam name="TNumber">The numbers in it: double or float.</typeparam>
/// <typeparam name="TVector">The register.</typeparam>
/// <remarks>An interface only so that one source serves every length and both precisions; the calls are compiled away.</remarks>
internal interface ILanes<TNumber, TVector>
    where TNumber : struct
{
    /// <summary>Numbers in a register.</summary>
    static abstract int Count { get; }

    /// <summary>The numbers from a position on.</summary>
    static abstract TVector Load(ref TNumber start, nint position);

    /// <summary>One number in every lane.</summary>
    static abstract TVector Fill(TNumber value);

    /// <summary>factor other + sum, fused where the machine can.</summary>
    static abstract TVector MultiplyAdd(TVector factor, TVector other, TVector sum);

    /// <summary>What a sum that continues begins with: what the output holds, or 0 if <see cref="Finish"/> adds that.</summary>
    static abstract TVector Begin(ref double start, nint position);

    /// <summary>Writes a sum to the output, which is always double.</summary>
    static abstract void Finish(TVector sum, ref double start, nint position, bool continues);
}
