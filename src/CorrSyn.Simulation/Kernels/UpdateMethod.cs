namespace CorrSyn.Simulation.Kernels;

/// <summary>How Y^T Y is added to a sum.</summary>
internal abstract class UpdateMethod
{
    /// <summary>Rows that are packed at a time: two stretches, so that the sum is read and written half as often.</summary>
    public const int RowsAtATime = 2 * PanelLayout.LongestStretch;

    /// <summary>The method of one kind of arithmetic.</summary>
    public static UpdateMethod Of(Arithmetic arithmetic) =>
        (arithmetic.Precision, arithmetic.Library) switch
        {
            (NumberPrecision.Double, null) => new PackedUpdate<double>(TileKernels.Double),
            (NumberPrecision.Single, null) => new PackedUpdate<float>(TileKernels.Single),
            (NumberPrecision.Double, { } library) => new BlasUpdate<double>(library.Doubles),
            (NumberPrecision.Single, { } library) => new BlasUpdate<float>(library.Singles),
            _ => throw new ArgumentOutOfRangeException(nameof(arithmetic), arithmetic, "Double or Single."),
        };

    /// <summary>sum += rows^T rows, in the upper half and on the diagonal.</summary>
    public abstract void Add(MatrixView rows, MatrixView sum, int degree, CancellationToken cancellation);
}
