using CorrSyn.Model;

namespace CorrSyn.Simulation.Tests;

/// <summary>Models for the tests.</summary>
internal static class Ensembles
{
    public static SynapseEnsemble Gaussian(double r) => SynapseEnsemble.NewGaussian(SynapticCorrelationModule.create(r));

    public static SynapseEnsemble Binary(double r) => SynapseEnsemble.NewBinary(SynapticCorrelationModule.create(r));

    /// <summary>The four ensembles; r = 1.5 where there is one.</summary>
    public static IReadOnlyList<SynapseEnsemble> All { get; } =
        [Gaussian(1.5), Binary(1.5), SynapseEnsemble.Independent, SynapseEnsemble.Orthogonal];

    /// <summary>alpha = 2, sigma = 0.5, g = 0.8, sigma_b = 0.1.</summary>
    public static NetworkSpec Network(
        SynapseEnsemble synapses, int width, int depth = 3, Activation? activation = null, double ratio = 2) =>
        NetworkSpecModule.create(
            synapses, 0.8, 0.1, activation ?? Activation.Tanh, InputEnsembleModule.create(ratio, 0.5), depth, width);
}
