using CorrSyn.Derivation;
using CorrSyn.Derivation.Maps;
using CorrSyn.Model;
using CorrSyn.Rendering;
using CorrSyn.Symbolic;
using Xunit;

namespace CorrSyn.Tests;

public class FixedPointsTests
{
    [Fact]
    public void Find_TanhAboveItsCriticalGain_ListsBothAndReachesTheOneApart()
    {
        NetworkSpec spec = NetworkModel.Create(gain: 3);
        FixedPointReport report = FixedPoints.Find(spec).Value;

        Assert.Equal([0, 1], report.FixedPoints.Select(point => Math.Sign(point.K1)));
        Assert.Equal([FixedPointStability.Unstable, FixedPointStability.Stable], report.FixedPoints.Select(point => point.Stability));
        Assert.Equal((FixedPointOutcome.FixedPoint, 1), (report.Destination.Outcome, report.Destination.Index));
        Assert.True(report.Validity.Holds);
        FixedPointState apart = report.FixedPoints[1];
        Assert.Equal(apart.K1 * apart.K1 / (apart.K2 + apart.NSigma!.Value), apart.Dimension!.Value, 1e-14);
        Assert.Equal(apart.Multipliers.Overlap!.Value * apart.Multipliers.Overlap.Value, apart.Multipliers.NSigma!.Value, 1e-14);
        Assert.Equal(-1 / Math.Log(apart.Multipliers.NSigma.Value), apart.DepthScale.NSigma!.Value, 1e-12);
        Assert.Equal(4, apart.Eigenvalues.Count);
        Assert.Null(report.FixedPoints[0].DepthScale.K1);
        Assert.Equal(0.0, report.FixedPoints[0].Dimension);
    }

    [Fact]
    public void Find_LinearOrthogonalWeights_KeepWhatTheInputHad()
    {
        FixedPointState point = Assert.Single(
            FixedPoints.Find(NetworkModel.Create("orthogonal", activation: "linear")).Value.FixedPoints);

        Assert.Null(point.Dimension);
        Assert.Equal(0.0, point.NSigmaRatioIncrement);
    }

    [Fact]
    public void Find_WhereThereIsNone_SaysWhy()
    {
        SolveFailureKind? Kind(double gain, double biasVariance) => FixedPoints
            .Find(NetworkModel.Create("independent", activation: "relu", gain: gain, biasVariance: biasVariance))
            .Failure?.Kind;

        Assert.Equal(SolveFailureKind.NoFixedPoint, Kind(2.5, 0.1));
        Assert.Equal(SolveFailureKind.NotIsolated, Kind(2, 0));
        Assert.Null(Kind(1.5, 0.1));
    }

    [Fact]
    public void Find_UnstableQuietNetwork_Diverges()
    {
        FixedPointReport report = FixedPoints
            .Find(NetworkModel.Create(activation: "linear", gain: 1.5, biasVariance: 0)).Value;

        Assert.Equal(FixedPointOutcome.Diverges, report.Destination.Outcome);
        Assert.Equal(1.5, report.Destination.Growth!.Value, 1e-12);
    }

    [Fact]
    public void Find_CriticalNetwork_IsUndecided() =>
        Assert.Equal(
            FixedPointOutcome.Undecided,
            FixedPoints.Find(NetworkModel.Create(gain: 1, biasVariance: 0)).Value.Destination.Outcome);

    [Theory]
    [InlineData("tanh(x+0.5)", 6, 0.05, 120)]
    [InlineData("sin(x)+0.5*cos(x)", 5, 0.1, 30)]
    public void Find_ActivationThatIsNotOdd_GivesWhatDeepNetworksOfTheTenParameterMapReach(
        string activation, double gain, double biasVariance, int depth)
    {
        NetworkSpec spec = NetworkModel.Create(
            activation: activation, gain: gain, biasVariance: biasVariance, correlation: 1, depth: depth);

        FixedPointReport report = FixedPoints.Find(spec).Value;
        FixedPointState reached = report.FixedPoints[report.Destination.Index!.Value];
        MeanFieldLayer deep = MeanField.Evaluate(spec).Value.Layers[^1];

        // The largest multipliers are 0.81 and 0.21: at that depth deviations are 1e-11 and 1e-20. Averages are known to 1e-13.
        Assert.True(reached is { K1: > 0.1, IsStable: true });
        Assert.Equal("full", report.Validity.Closure);
        Assert.Equal(1, reached.NSigma!.Value / deep.NSigma, 1e-10);
        Assert.Equal(deep.Dimension, reached.Dimension!.Value, 1e-10);

        // The map of four parameters ends elsewhere: M and V matter.
        MeanFieldLayer narrow = MeanField.Evaluate(spec, Closure.Odd).Value.Layers[^1];
        Assert.True(Math.Abs(narrow.NSigma / deep.NSigma - 1) > 1e-3);
    }

    [Fact]
    public void Find_ActivationThatIsNotOdd_HasNoDimensionWhereItIsNotKnown()
    {
        FixedPointState point = Assert.Single(FixedPoints.Find(NetworkModel.Create(activation: "relu")).Value.FixedPoints);

        Assert.Equal(0, point.K1);
        Assert.Null(point.Dimension);
        Assert.Null(point.NSigmaRatioIncrement);
        Assert.NotNull(Assert.Single(
            FixedPoints.Find(NetworkModel.Create(activation: "relu", correlation: 0)).Value.FixedPoints).Dimension);
    }

    [Fact]
    public void Decay_IsTheRatioOfSuccessiveLayers()
    {
        NetworkSpec spec = NetworkModel.Create();
        IReadOnlyList<MeanFieldLayer> layers = MeanField.Evaluate(spec).Value.Layers;
        IReadOnlyList<MeanFieldLayer> independent = MeanField.Evaluate(NetworkModel.Create("independent")).Value.Layers;

        Assert.All(FixedPoints.Decay(spec).Value, decay =>
        {
            Assert.Equal(layers[decay.Layer].NSigma / layers[decay.Layer - 1].NSigma, decay.NSigmaRatio!.Value, 1e-12);
            Assert.Equal(
                independent[decay.Layer].NSigma / independent[decay.Layer - 1].NSigma, decay.NSigmaRatioIndependent!.Value, 1e-12);
        });
    }

    [Fact]
    public void Decay_WhereCorrelationsVanish_HasNoRatio()
    {
        // A sine of pre-activations of variance 3e5 averages to exp(-1.5e5): N Sigma is 0 at layer 1.
        IReadOnlyList<DecayLayer> decay =
            FixedPoints.Decay(NetworkModel.Create(activation: "sin", gain: 600, inputStd: 15, depth: 2)).Value;

        Assert.Equal(0, decay[0].NSigmaRatio);
        Assert.Null(decay[1].NSigmaRatio);
    }

    [Fact]
    public void Run_PhaseDiagram_DoesNotDependOnThreadsAndAgreesWithFind()
    {
        PhaseDiagramReport Diagram(int threads) => PhaseDiagram.Run(
            NetworkModel.Create(), new PhaseDiagramSettings([0.5, 2, 3.5], [0, 0.2], threads)).Value;

        PhaseDiagramReport one = Diagram(1);
        PhaseDiagramReport three = Diagram(3);
        Assert.Equal(one.Points.SelectMany(point => point.FixedPoints), three.Points.SelectMany(point => point.FixedPoints));
        Assert.Equal(one.CriticalLines.SelectMany(line => line.Points), three.CriticalLines.SelectMany(line => line.Points));
        Assert.All(one.Points, point => Assert.Equal(
            FixedPoints.Find(NetworkModel.Create(gain: point.Gain, biasVariance: point.BiasVariance)).Value.FixedPoints
                .Where(found => found.Stability != FixedPointStability.Unstable),
            point.FixedPoints));
    }

    [Fact]
    public void Run_PhaseDiagramWithPointsWithoutAnswer_NamesTheReasonThere()
    {
        PhaseDiagramReport diagram = PhaseDiagram.Run(
            NetworkModel.Create("independent", activation: "relu"), new PhaseDiagramSettings([1, 3], [0, 0.1])).Value;

        Assert.Equal([false, true, false, true], diagram.Points.Select(point => point.Failure is not null));
        Assert.All(diagram.Points, point => Assert.Equal(point.Failure is null, point.FixedPoints.Count > 0));
        Assert.All(diagram.CriticalLines, line => Assert.Equal(2, Assert.Single(line.Points).Gain, 1e-12));
    }

    [Fact]
    public void Run_Cancelled_Throws()
    {
        using var source = new CancellationTokenSource();
        source.Cancel();
        Assert.Throws<OperationCanceledException>(() => PhaseDiagram.Run(
            NetworkModel.Create(), new PhaseDiagramSettings([1], [0]), cancellation: source.Token));
    }

    [Fact]
    public void Run_GridOutsideItsRange_Throws() =>
        Assert.All(
            new PhaseDiagramSettings[] { new([], [0]), new([0], [0]), new([1], [-1]), new([double.NaN], [0]), new([1], [0], 0) },
            settings => Assert.Throws<ArgumentOutOfRangeException>(() => PhaseDiagram.Run(NetworkModel.Create(), settings)));

    [Fact]
    public void Page_ShowsTheMultipliersThatAreDerived()
    {
        string page = RepositoryFiles.Read("docs/theory/fixed-points.md");
        LayerMap map = ScalingDerivationModule
            .deriveMap(Derivation.Maps.Closure.FourParameters, PremiseModule.ofEnsemble(SynapseEnsemble.Independent))
            .ResultValue;
        MapMultipliers derived = MapJacobian.multipliers(map);
        foreach ((string symbol, Polynomial value) in new[]
        {
            (@"\lambda_q", derived.Length), (@"\lambda_c", derived.Overlap), (@"\lambda_\Sigma", derived.Correlation),
        })
        {
            string latex = LaTeX.render(Notation.expansion(AsymptoticExpansionModule.exact(value)));
            Assert.Contains($"\n```math\n{symbol} = {latex}\n```\n", page, StringComparison.Ordinal);
        }
    }
}
