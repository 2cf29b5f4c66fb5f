namespace CorrSyn.Simulation.Networks;

/// <summary>The error of D/N that a simulation is to reach, and what it may cost.</summary>
/// <param name="StandardError">The largest standard error of D/N at any layer; above 0, absolute.</param>
/// <param name="MaxOperations">The most floating point operations, by <see cref="OperationCount"/>; above 0.</param>
/// <param name="MaxInstances">The most networks; at least 2.</param>
/// <param name="MaxSamples">The most inputs per network.</param>
public sealed record PrecisionTarget(
    double StandardError,
    double MaxOperations = PrecisionTarget.DefaultMaxOperations,
    int MaxInstances = 1_000_000,
    int MaxSamples = 1_000_000)
{
    /// <summary>The most operations where nothing is said: some minutes on a few cores.</summary>
    public const double DefaultMaxOperations = 1e13;

    /// <summary>The inputs to begin with where nothing is said.</summary>
    public const int DefaultSamples = 50;

    /// <summary>The networks to begin with; with fewer, their scatter is hardly known.</summary>
    public const int PilotInstances = 20;

    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range.</exception>
    internal void Validate()
    {
        if (!(StandardError > 0 && double.IsFinite(StandardError)))
            throw new ArgumentOutOfRangeException(nameof(StandardError), StandardError, "Must be finite and above 0.");
        if (!(MaxOperations > 0))
            throw new ArgumentOutOfRangeException(nameof(MaxOperations), MaxOperations, "Must be above 0.");
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxInstances, 2);
    }
}

/// <summary>What follows from what was measured.</summary>
public enum PrecisionDecision
{
    /// <summary>The error is reached at every layer.</summary>
    Reached,

    /// <summary>More networks with as many inputs.</summary>
    MoreNetworks,

    /// <summary>The same networks with more inputs.</summary>
    MoreInputs,

    /// <summary>The error cannot be reached with what it may cost.</summary>
    OutOfReach,
}

/// <summary>What was measured, and what was decided from it.</summary>
/// <param name="Samples">M.</param>
/// <param name="Instances">I.</param>
/// <param name="Operations">Operations so far.</param>
/// <param name="Layer">The layer of the largest error.</param>
/// <param name="StandardError">The largest standard error of D/N; null where D/N is not defined in some network.</param>
/// <param name="Bias">The largest bias of D/N that is estimated to be left, from the finite number of inputs.</param>
/// <param name="Decision">What to do next.</param>
/// <param name="NextSamples">M of the next step; the same as M at the end.</param>
/// <param name="NextInstances">I of the next step; at the end the networks that would be needed at least.</param>
/// <param name="NextOperations">All operations that the target is expected to take.</param>
public sealed record PrecisionStep(
    int Samples,
    int Instances,
    double Operations,
    int Layer,
    double? StandardError,
    double Bias,
    PrecisionDecision Decision,
    int NextSamples,
    double NextInstances,
    double NextOperations);

/// <summary>A simulation of as many networks and inputs as an error takes.</summary>
/// <param name="Simulation">The last step.</param>
/// <param name="Steps">Every step; the last one says whether the error was reached.</param>
public sealed record PrecisionResult(SimulationResult Simulation, IReadOnlyList<PrecisionStep> Steps)
{
    /// <summary>Whether the error was reached at every layer.</summary>
    public bool IsReached => Steps[^1].Decision == PrecisionDecision.Reached;
}
