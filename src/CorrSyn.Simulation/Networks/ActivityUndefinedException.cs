using CorrSyn.Model;

namespace CorrSyn.Simulation.Networks;

/// <summary>The activation has no finite value at a pre-activation that occurs.</summary>
public sealed class ActivityUndefinedException : NetworkFailureException
{
    /// <summary>Names where it happened.</summary>
    /// <param name="instance">The number of the network; the first one, whatever the threads.</param>
    /// <param name="layer">The layer, from 1.</param>
    /// <param name="activation">phi.</param>
    /// <param name="preActivation">z, finite, where phi is not.</param>
    public ActivityUndefinedException(int instance, int layer, Activation activation, double preActivation)
        : base(Clause(instance, layer, activation, preActivation), layer) => (Instance, PreActivation) = (instance, preActivation);

    /// <summary>The number of the network, from 0.</summary>
    public int Instance { get; }

    /// <summary>z.</summary>
    public double PreActivation { get; }

    private static string Clause(int instance, int layer, Activation activation, double preActivation)
    {
        ArgumentNullException.ThrowIfNull(activation);
        return FormattableString.Invariant(
            $"the activation {ActivationModule.name(activation)} has no finite value at z = {preActivation:G6}, which pre-activations at layer {layer} of network {instance} reach");
    }
}
