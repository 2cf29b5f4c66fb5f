using CorrSyn.Simulation.Networks;

namespace CorrSyn.Cli.Output;

/// <summary>What to say where a target error is not reached.</summary>
internal static class PrecisionAdvice
{
    /// <summary>One line with the numbers and what to change.</summary>
    public static string OutOfReach(PrecisionResult result, PrecisionTarget target)
    {
        PrecisionStep last = result.Steps[^1];
        string reached = last.StandardError is { } error
            ? $"D/N at layer {last.Layer} has the standard error {NumberText.Significant(error, 3)}"
            : $"D/N at layer {last.Layer} is not defined in every network";
        string limit = last.NextOperations > target.MaxOperations
            ? $"it would take about {NumberText.Significant(last.NextOperations, 2)} operations, and --max-operations is {NumberText.Significant(target.MaxOperations, 3)}"
            : last.NextInstances > target.MaxInstances
                ? $"it would take about {NumberText.Significant(last.NextInstances, 2)} networks, and --instances is {NumberText.Whole(target.MaxInstances)}"
                : "no number of inputs that fits into memory would do";
        return $"--target-error {NumberText.Full(target.StandardError)} is out of reach: {reached} with {NumberText.Whole(last.Instances)} networks and {NumberText.Whole(last.Samples)} inputs; {limit}";
    }
}
