using CorrSyn.Simulation.Networks;

namespace CorrSyn.Simulation.Learning;

/// <summary>Fewer than two rows of weights have a direction, as where learned rows have equal entries and nothing is left of them without
/// their mean.</summary>
public sealed class VanishingRowsException : NetworkFailureException
{
    /// <summary>Names the weights.</summary>
    /// <param name="layer">The layer, from 1.</param>
    /// <param name="variant">Which weights.</param>
    /// <param name="rowCount">Rows that are not zero.</param>
    public VanishingRowsException(int layer, SynapseVariant variant, int rowCount)
        : base(
            FormattableString.Invariant($"the {variant.ToString().ToLowerInvariant()} weights of layer {layer} have {rowCount} rows that are not zero, and a correlation needs two"),
            layer) =>
        (Variant, RowCount) = (variant, rowCount);

    /// <summary>Which weights.</summary>
    public SynapseVariant Variant { get; }

    /// <summary>Rows that are not zero.</summary>
    public int RowCount { get; }
}
