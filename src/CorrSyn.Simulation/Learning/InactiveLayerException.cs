using CorrSyn.Simulation.Networks;

namespace CorrSyn.Simulation.Learning;

/// <summary>Nothing can be learned from a layer: its activity, or what is left of it without its mean, is zero for all inputs, to within
/// rounding and <see cref="LeastDeviation"/>.</summary>
public sealed class InactiveLayerException : NetworkFailureException
{
    /// <summary>What activity must vary by for its moments to stay within floating point.</summary>
    public const double LeastDeviation = 1e-75;

    /// <summary>Names the layer.</summary>
    /// <param name="layer">The layer, 0 for the input.</param>
    public InactiveLayerException(int layer)
        : base(
            FormattableString.Invariant($"the activity of layer {layer}{(layer == 0 ? " (the input)" : "")} varies over the inputs by no more than rounding and {LeastDeviation:0E+0}, so the layer above cannot learn"),
            layer)
    {
    }
}
