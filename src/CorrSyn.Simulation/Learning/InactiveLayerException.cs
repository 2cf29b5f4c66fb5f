using CorrSyn.Simulation.Networks;

namespace CorrSyn.Simulation.Learning;

/// <summary>Nothing can be learned from a layer: its activity, or what is left of it without its mean, is zero for all inputs.</summary>
public sealed class InactiveLayerException : NetworkFailureException
{
    /// <summary>Names the layer.</summary>
    /// <param name="layer">The layer, 0 for the input.</param>
    public InactiveLayerException(int layer)
        : base(
            FormattableString.Invariant($"the activity of layer {layer}{(layer == 0 ? " (the input)" : "")} does not vary over the inputs, so the layer above cannot learn"),
            layer)
    {
    }
}
