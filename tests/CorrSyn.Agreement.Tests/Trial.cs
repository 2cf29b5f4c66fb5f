using CorrSyn.Comparison;
using CorrSyn.Model;
using CorrSyn.Simulation.Estimation;
using CorrSyn.Simulation.Networks;
using Xunit;

namespace CorrSyn.Agreement.Tests;

/// <summary>Simulations of one model at several widths, to be held against any theory.</summary>
/// <remarks>Every comparison here is at a family-wise level of 1e-4 over all rows of a model: a right theory is rejected
/// in one of 10,000 comparisons at most. There are about 60 comparisons that must agree, so the whole project raises a
/// false alarm with a probability below 0.6 %. Seeds are fixed, so what passes goes on passing.</remarks>
internal sealed class Trial
{
    private static readonly AgreementLimits Limits = new(FamilywiseLevel: 1e-4);

    private readonly SimulationResult[] _simulations;

    private Trial(NetworkSpec spec, SimulationResult[] simulations) => (Spec, _simulations) = (spec, simulations);

    public NetworkSpec Spec { get; }

    public static Trial Of(NetworkSpec spec, int[] widths, int instances, int samples = 150, long seed = 11) =>
        OfEachWidth([.. widths.Select(width => Resize(spec, width))], instances, samples, seed);

    /// <summary>One model for each width, for scalings of the correlation other than the right one.</summary>
    public static Trial OfEachWidth(NetworkSpec[] specs, int instances, int samples = 150, long seed = 11)
    {
        var settings = new SimulationSettings(
            samples, instances, seed, Environment.ProcessorCount, CovarianceEstimator.Corrected);
        return new Trial(specs[0], [.. specs.Select(spec => MonteCarlo.Run(spec, settings).Value)]);
    }

    /// <summary>The comparison with the theory of a model, the trial's own or a wrong one.</summary>
    public AgreementReport Against(NetworkSpec model, Closure closure = Closure.Auto) =>
        AgreementTest.Compare(MeanField.Evaluate(model, closure).Value.Layers, _simulations, Limits);

    public void AssertAgrees() => AssertVerdict(AgreementVerdict.Agrees, Against(Spec));

    public void AssertRejects(NetworkSpec wrong, Closure closure = Closure.Auto) =>
        AssertVerdict(AgreementVerdict.Disagrees, Against(wrong, closure));

    /// <summary>The mean of N Sigma over networks at each width.</summary>
    public double[] NSigma(int layer) => [.. _simulations.Select(simulation => simulation.Layers[layer].NSigma.Mean)];

    public static NetworkSpec Resize(NetworkSpec spec, int width) =>
        NetworkModel.TryWithWidth(spec, width, out NetworkSpec? resized, out ParameterError? error)
            ? resized
            : throw new ArgumentException(error.ToString(), nameof(width));

    private void AssertVerdict(AgreementVerdict expected, AgreementReport report) =>
        Assert.True(
            report.Verdict == expected,
            $"{ModelDescription.Of(Spec)}: {report.Verdict}, threshold {report.Threshold:F2}, worst {report.Worst}");
}
