using CorrSyn.Comparison;
using CorrSyn.Model;
using CorrSyn.Simulation.Estimation;
using CorrSyn.Simulation.Networks;
using Xunit;

namespace CorrSyn.Agreement.Tests;

/// <summary>Simulations of one premise at several widths, to be held against any derived map.</summary>
/// <remarks>Every comparison is at a family-wise level of 1e-4 over all rows of a model, with Student's t of the error of an
/// average over 300 networks or more with control variates and Sidak's division among 15 or 20 rows: a right map is rejected in one
/// of 10,000 comparisons at most. Seeds are fixed, so what passes goes on passing.</remarks>
internal sealed class PremiseTrial
{
    private static readonly AgreementLimits Limits = new(FamilywiseLevel: 1e-4);

    private readonly PremiseModel _model;
    private readonly StructuredResult[] _simulations;

    private PremiseTrial(PremiseModel model, StructuredResult[] simulations) =>
        (_model, _simulations) = (model, simulations);

    /// <summary>Networks of 64, 128 and 256 input neurons: multiples of every number of cells.</summary>
    /// <param name="model">The premise of the networks.</param>
    /// <param name="instances">How many networks of each width.</param>
    /// <param name="likeExponentsOf">The premise whose exponents the networks have; their own if left out.</param>
    public static PremiseTrial Of(PremiseModel model, int instances = 300, PremiseModel? likeExponentsOf = null)
    {
        var settings = new SimulationSettings(
            Samples: 150, instances, Seed: 11, Environment.ProcessorCount, CovarianceEstimator.Corrected);
        int[] widths = [64, 128, 256];
        return new PremiseTrial(likeExponentsOf ?? model, [.. widths.Select(width => StructuredSimulator.Run(
            model.Network(width, likeExponentsOf), settings, null, CancellationToken.None))]);
    }

    /// <summary>The comparison with the derived map of a model, the trial's own or a wrong one.</summary>
    public AgreementReport Against(PremiseModel model) =>
        AgreementTest.Compare(model.Evaluate(), _simulations, _model.Power(), Limits);

    /// <summary>The derived map agrees, and no wrong one does.</summary>
    public void AssertAgreesAndRejectsWrongMaps()
    {
        AssertVerdict(AgreementVerdict.Agrees, _model);
        PremiseModel[] wrong = [.. WrongPremises.Of(_model)];
        Assert.NotEmpty(wrong);
        foreach (PremiseModel model in wrong)
            AssertVerdict(AgreementVerdict.Disagrees, model);
    }

    /// <summary>The derived map of that model is rejected.</summary>
    public void AssertDisagrees(PremiseModel model) => AssertVerdict(AgreementVerdict.Disagrees, model);

    private void AssertVerdict(AgreementVerdict expected, PremiseModel model)
    {
        AgreementReport report = Against(model);
        Assert.True(
            report.Verdict == expected,
            $"Networks of {_model} against the map of {model}: {report.Verdict}, threshold {report.Threshold:F2}, worst {report.Worst}");
    }
}
