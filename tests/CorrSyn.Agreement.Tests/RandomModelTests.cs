using CorrSyn.Comparison;
using CorrSyn.Model;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace CorrSyn.Agreement.Tests;

/// <summary>Models drawn at random within stated bounds.</summary>
public class RandomModelTests
{
    private const int ModelCount = 24;

    private static readonly int[] Widths = [80, 160, 320];

    // g in [0.3, 1.5], sigma_b in [0, 0.4], r in [0, 1.5], alpha in [0.5, 3], sigma in [0.3, 1], 1 to 3 layers.
    private static Gen<NetworkSpec> Models =>
        from weights in Gen.Elements("gaussian", "binary", "independent", "orthogonal")
        from activation in Gen.Elements("tanh", "erf", "linear")
        from correlation in Uniform(0, 1.5)
        from gain in Uniform(0.3, 1.5)
        from biasVariance in Uniform(0, 0.4)
        from inputRatio in Uniform(0.5, 3)
        from inputStd in Uniform(0.3, 1)
        from depth in Gen.Choose(1, 3)
        select NetworkModel.Create(
            weights,
            weights is "gaussian" or "binary" ? correlation : null,
            gain,
            biasVariance,
            activation,
            depth,
            inputRatio: inputRatio,
            inputStd: inputStd);

    [Fact]
    public void RandomModels_AgreeWithTheirTheoryAndRejectOthers()
    {
        NetworkSpec[] models = Models.Sample(ModelCount, new Rnd(20260101), size: 50);
        int outOfReach = 0;
        int correlated = 0;
        foreach (NetworkSpec model in models)
        {
            Trial trial = Trial.Of(model, Widths, instances: 200);
            if (trial.Against(model).Verdict == AgreementVerdict.OutOfReach)
            {
                outOfReach++;
                continue;
            }

            trial.AssertAgrees();
            ModelDescription description = ModelDescription.Of(model);

            // r^2 doubled where r is not small, and g raised by 10 %.
            if (description.Correlation is > 0.7)
            {
                correlated++;
                trial.AssertRejects(With(description with { Correlation = Math.Sqrt(2) * description.Correlation }));
            }

            trial.AssertRejects(With(description with { Gain = 1.1 * description.Gain }));
        }

        // The test would pass vacuously if hardly any model were compared.
        Assert.True(outOfReach <= ModelCount / 6, $"{outOfReach} models out of reach.");
        Assert.True(correlated >= 4, $"{correlated} models with a strong correlation.");
    }

    private static NetworkSpec With(ModelDescription description) =>
        NetworkModel.TryCreate(description, out NetworkSpec? spec, out ParameterError? error)
            ? spec
            : throw new ArgumentException(error.ToString(), nameof(description));

    private static Gen<double> Uniform(double low, double high) =>
        Gen.Choose(0, 1_000_000).Select(n => low + (high - low) * n / 1e6);
}
