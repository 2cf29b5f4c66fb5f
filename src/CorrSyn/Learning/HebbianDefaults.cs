using CorrSyn.Model;
using CorrSyn.Simulation.Learning;
using CorrSyn.Simulation.Learning.Data;

namespace CorrSyn.Learning;

/// <summary>What is run where nothing else is asked for.</summary>
public static class HebbianDefaults
{
    /// <summary>Oja's rule and Gaussian inputs.</summary>
    public static HebbianSettings Settings { get; } = new(
        new LearningSettings(HebbianRule.Oja, LearningRate(HebbianRule.Oja), Steps: 200, BatchSize: 100, IsCentred: true),
        new DataSettings(),
        Width: 100,
        Depth: 5,
        Gain: 0.8,
        BiasVariance: 0.1,
        Activation.Tanh,
        GainMatching.Rows,
        Samples: 2000,
        HeldOutSamples: 2000,
        Instances: 8,
        Seed: 1,
        Threads: Environment.ProcessorCount);

    /// <summary>The learning rate of a rule.</summary>
    /// <param name="rule">The rule.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such rule.</exception>
    public static double LearningRate(HebbianRule rule) =>
        rule switch
        {
            HebbianRule.Hebb => 0.01,
            HebbianRule.Oja => 0.01,
            HebbianRule.Subspace => 0.01,
            HebbianRule.Sanger => 0.01,
            HebbianRule.Foldiak => 0.01,
            HebbianRule.Bcm => 0.01,
            _ => throw new ArgumentOutOfRangeException(nameof(rule), rule, "No such rule."),
        };
}
