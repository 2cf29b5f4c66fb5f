namespace CorrSyn.Simulation.Networks;

/// <summary>A network that was sampled has no numbers to give: its activity overflows, or it cannot learn. The message is one
/// clause that names the layer.</summary>
public abstract class NetworkFailureException : ArithmeticException
{
    /// <summary>Names the layer.</summary>
    /// <param name="message">One clause, without a full stop.</param>
    /// <param name="layer">The layer, 0 for the input.</param>
    protected NetworkFailureException(string message, int layer)
        : base(message) => Layer = layer;

    /// <summary>The layer, 0 for the input.</summary>
    public int Layer { get; }
}
