using CorrSyn.Model;

namespace CorrSyn.Tests;

/// <summary>Networks that several tests use.</summary>
internal static class Parameters
{
    /// <summary>Every ensemble with every activation, at parameters that are no defaults.</summary>
    public static IEnumerable<ModelDescription> EveryKind =>
        from weights in new[] { "gaussian", "binary", "orthogonal", "independent" }
        from activation in NetworkModel.Activations
        select new ModelDescription(
            weights, weights is "gaussian" or "binary" ? 0.7 : null, 1.3, 0.25, activation.Name, 3, 60, 1.5, 0.75);

    public static NetworkSpec Create(ModelDescription description) =>
        NetworkModel.TryCreate(description, out NetworkSpec? spec, out ParameterError? error)
            ? spec
            : throw new InvalidOperationException(error.ToString());
}
