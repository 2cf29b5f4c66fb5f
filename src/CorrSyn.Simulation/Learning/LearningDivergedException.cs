using CorrSyn.Simulation.Networks;

namespace CorrSyn.Simulation.Learning;

/// <summary>Weights grew without bound: the learning rate is too large for the rule and the inputs.</summary>
public sealed class LearningDivergedException : NetworkFailureException
{
    /// <summary>Names where it happened.</summary>
    /// <param name="layer">The layer that learned, from 1.</param>
    /// <param name="step">The step, from 1.</param>
    /// <param name="settings">How it learned.</param>
    public LearningDivergedException(int layer, int step, LearningSettings settings)
        : base(Clause(layer, step, settings), layer) => Step = step;

    /// <summary>The step, from 1.</summary>
    public int Step { get; }

    private static string Clause(int layer, int step, LearningSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        string rule = HebbianRuleName.Of(settings.Rule);
        return FormattableString.Invariant(
            $"learning diverges: layer {layer} with the rule {rule} and learning rate {settings.LearningRate:R} has no finite weights at step {step}; a smaller learning rate may help");
    }
}
