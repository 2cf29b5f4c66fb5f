namespace CorrSyn.Simulation.Networks;

/// <summary>The activity of a network grew beyond what floating point can average (1e150 in a squared moment), as in deep
/// networks with an unbounded phi and a large gain.</summary>
public sealed class ActivityOverflowException : ArithmeticException
{
    /// <summary>Names where it happened.</summary>
    /// <param name="instance">The number of the network; the first one, whatever the threads.</param>
    /// <param name="layer">The first layer out of range in that network.</param>
    public ActivityOverflowException(int instance, int layer)
        : base(FormattableString.Invariant($"The activity overflows at layer {layer} of network {instance}."))
    {
        (Instance, Layer) = (instance, layer);
    }

    /// <summary>The number of the network, from 0.</summary>
    public int Instance { get; }

    /// <summary>The layer, 0 for the input.</summary>
    public int Layer { get; }
}
