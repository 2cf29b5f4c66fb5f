namespace CorrSyn.Simulation.Networks;

/// <summary>The activity of a network grew beyond what floating point can average (1e150 in a squared moment), as in deep
/// networks with an unbounded phi and a large gain, or of inputs of a huge variance.</summary>
public sealed class ActivityOverflowException : NetworkFailureException
{
    /// <summary>Names where it happened.</summary>
    /// <param name="instance">The number of the network; the first one, whatever the threads.</param>
    /// <param name="layer">The first layer out of range in that network, 0 for the input.</param>
    public ActivityOverflowException(int instance, int layer)
        : base(Clause(instance, layer), layer) => Instance = instance;

    /// <summary>The number of the network, from 0.</summary>
    public int Instance { get; }

    private static string Clause(int instance, int layer) =>
        FormattableString.Invariant($"the activity overflows at layer {layer}{(layer == 0 ? " (the input)" : "")} of network {instance}");
}
