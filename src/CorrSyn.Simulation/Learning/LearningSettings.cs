namespace CorrSyn.Simulation.Learning;

/// <summary>How a layer learns.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="LearningRate">Of the feedforward weights, for inputs whose neurons have mean square 1; above 0.</param>
/// <param name="Steps">Batches that are shown; at least 1.</param>
/// <param name="BatchSize">Inputs in a batch, drawn with replacement; at least 1.</param>
/// <param name="IsCentred">Whether the mean over the inputs is subtracted before learning.</param>
public sealed record LearningSettings(HebbianRule Rule, double LearningRate, int Steps, int BatchSize, bool IsCentred)
{
    /// <summary>Foldiak: the rate of lateral weights in units of <see cref="LearningRate"/>. They must keep up with the
    /// feedforward weights, which would otherwise all become the same.</summary>
    public const double LateralRate = 1;

    /// <summary>BCM: the part of a threshold that one batch replaces. It must be faster than the weights.</summary>
    public const double ThresholdRate = 0.1;

    /// <summary>Refuses what is outside its range.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A setting is outside its range.</exception>
    public void Check()
    {
        if (!Enum.IsDefined(Rule))
            throw new ArgumentOutOfRangeException(nameof(Rule), Rule, "No such rule.");
        if (!(LearningRate > 0 && double.IsFinite(LearningRate)))
            throw new ArgumentOutOfRangeException(nameof(LearningRate), LearningRate, "A finite number above 0.");
        ArgumentOutOfRangeException.ThrowIfLessThan(Steps, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(BatchSize, 1);
    }
}
