// The snippets of docs/guide/csharp.md: each region is a block of code of the page, in the same order, and prints what
// the page shows.
using System.Globalization;
using System.Text.RegularExpressions;
#region usings
using CorrSyn;
using CorrSyn.Comparison;
using CorrSyn.Model;
using CorrSyn.Simulation.Estimation;
using CorrSyn.Simulation.Networks;
#endregion
using Xunit;

namespace CorrSyn.Tests;

[Collection(nameof(Console))]
public partial class GuideSnippets
{
    private const string Page = "docs/guide/csharp.md";

    [Fact]
    public void Page_BlocksOfCode_AreTheRegionsOfThisFile() =>
        Assert.Equal(Regions(), Blocks("csharp"));

    [Fact]
    public async Task Page_BlocksOfText_AreWhatTheSnippetsPrint()
    {
        var written = new StringWriter(CultureInfo.InvariantCulture) { NewLine = "\n" };
        TextWriter before = Console.Out;
        CultureInfo culture = CultureInfo.CurrentCulture;
        try
        {
            Console.SetOut(written);
            CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
            Create();
            CreateFromInput();
            Derive();
            DerivePremise();
            Evaluate();
            FindFixedPoints();
            GivenNetwork();
            ChooseActivations();
            HandleFailure();
            Simulate();
            Verify();
            await Cancel();
        }
        finally
        {
            Console.SetOut(before);
            CultureInfo.CurrentCulture = culture;
        }

        Assert.Equal(string.Join("\n", Blocks("text")), written.ToString().TrimEnd('\n'));
    }

    private static void Create()
    {
        #region create
        NetworkSpec network = NetworkModel.Create();
        NetworkSpec binary = NetworkModel.Create(weights: "binary", correlation: 0.5, activation: "erf", depth: 4);
        #endregion
        Assert.Equal(ModelDescription.Default, ModelDescription.Of(network));
        Assert.Equal(4, binary.Depth);
    }

    private static void CreateFromInput()
    {
        #region input
        ModelDescription wanted = ModelDescription.Default with { Gain = -1 };
        if (NetworkModel.TryCreate(wanted, out NetworkSpec? spec, out ParameterError? error))
            Console.WriteLine(spec.Gain);
        else
            Console.WriteLine($"{error.Parameter}: {error.Value} given, {error.Allowed} expected");
        #endregion
    }

    private static void Derive()
    {
        #region derive
        DerivationReport derivation = ScalingDerivation.Derive(NetworkModel.Create()).Value;
        Console.WriteLine($"rho = r N^-{derivation.Exponent}, all checks passed: {derivation.Passed}");
        foreach (DerivationStep step in derivation.Steps)
            Console.WriteLine($"{step.Title} [{step.Check.Kind}]");
        DerivedEquation map = derivation.Steps.SelectMany(step => step.Equations).Single(each => each.Id == "MF-6");
        Console.WriteLine(map.Text);
        #endregion
    }

    private static void DerivePremise()
    {
        #region premise
        var premise = new PremiseDescription(Postsynaptic: "blocks:2", Presynaptic: "uniform", Activation: "odd");
        DerivationReport structured = ScalingDerivation.Derive(premise).Value;
        foreach (ExponentPair pair in structured.ExponentPairs)
            Console.WriteLine($"rho = r N^-{pair.Gamma}, sigma = s N^-{pair.Delta}");
        foreach (DerivedEquation each in structured.Steps.SelectMany(step => step.Equations))
        {
            if (each.Id is "MA-6" or "MB-6")
                Console.WriteLine($"({each.Id}) {each.Text}");
        }
        #endregion
    }

    private static void Evaluate()
    {
        #region evaluate
        MeanFieldSolution theory = MeanField.Evaluate(NetworkModel.Create(depth: 3)).Value;
        foreach (MeanFieldLayer layer in theory.Layers)
            Console.WriteLine($"layer {layer.Layer}: D/N = {layer.Dimension:F4}, N Sigma = {layer.NSigma:F4}");
        #endregion
    }

    private static void FindFixedPoints()
    {
        #region fixed-points
        FixedPointReport deep = FixedPoints.Find(NetworkModel.Create(gain: 3)).Value;
        foreach (FixedPointState point in deep.FixedPoints)
            Console.WriteLine($"K1 = {point.K1:F4}, Q = {point.Q:F4}, D/N = {point.Dimension:F4}, {point.Stability}, multiplier of N Sigma {point.Multipliers.NSigma:F3}");
        Console.WriteLine($"reached: {deep.Destination.Outcome} {deep.Destination.Index}");
        DecayLayer first = deep.Decay[0];
        Console.WriteLine($"N Sigma of layer 1 by that of the input: {first.NSigmaRatio:F3}, with independent weights {first.NSigmaRatioIndependent:F3}");
        PhaseDiagramReport diagram = PhaseDiagram.Run(
            NetworkModel.Create(), new PhaseDiagramSettings(Gains: [1, 2, 3], BiasVariances: [0, 0.1], Threads: 2)).Value;
        foreach (CriticalLine line in diagram.CriticalLines)
            Console.WriteLine($"bias variance {line.BiasVariance}: critical gain {line.Points[0].Gain:F8}");
        #endregion
    }

    private static void GivenNetwork()
    {
        #region given
        double[,] weights = { { 0.8, -0.3, 0.5 }, { 0.2, 0.9, -0.4 }, { -0.6, 0.1, 0.7 } };
        WeightLayer[] layers =
        [
            WeightLayer.Create(weights, [0.1, 0, -0.2], Activation.Tanh),
            WeightLayer.Create(weights, [0, 0.3, 0], Activation.Relu),
        ];
        double[] covariance = [1, 0.2, 0, 0.2, 1, 0.3, 0, 0.3, 1];
        SingleNetworkSolution given = SingleNetwork.Propagate(layers, [0.5, 0, 0], covariance).Value;
        foreach (SingleNetworkLayer layer in given.Layers)
            Console.WriteLine($"layer {layer.Layer}: C_01 = {layer.Covariance![0, 1]:F6}, D/N = {layer.Dimension:F4}");
        WeightCorrelationReport rows = WeightCorrelation.Measure([.. weights.Cast<double>()], postsynapticCount: 3);
        Console.WriteLine($"r_eff^2 = {rows.Squared.Value:F3}, by chance 0 +- {rows.Squared.NullStandardDeviation:F3}");
        #endregion
        Assert.True(given.Layers[1].Remainder <= 1e-13);
    }

    private static void ChooseActivations()
    {
        #region activations
        NetworkSpec formula = NetworkModel.Create(activation: "x/(1+abs(x))", depth: 2);
        NetworkSpec own = NetworkModel.CreateCustom(
            z => z / (1 + Math.Abs(z)), z => 1 / ((1 + Math.Abs(z)) * (1 + Math.Abs(z))), "softsign", depth: 2);
        Console.WriteLine($"{MeanField.Evaluate(formula).Value.Layers[2].Dimension:F10}");
        Console.WriteLine($"{MeanField.Evaluate(own).Value.Layers[2].Dimension:F10}");
        #endregion
    }

    private static void HandleFailure()
    {
        #region failure
        NetworkSpec exploding = NetworkModel.Create(activation: "linear", gain: 3, depth: 1000);
        SolveResult<MeanFieldSolution> result = MeanField.Evaluate(exploding);
        if (result.TryGetValue(out MeanFieldSolution? solution))
            Console.WriteLine(solution.Layers[^1].Dimension);
        else if (result.Failure!.Kind == SolveFailureKind.Diverged)
            Console.WriteLine(result.Failure.Message);
        #endregion

        #region odd
        NetworkSpec relu = NetworkModel.Create(activation: "relu");
        MeanFieldSolution full = MeanField.Evaluate(relu).Value;
        MeanFieldSolution doubtful = MeanField.Evaluate(relu, Closure.Odd).Value;
        Console.WriteLine($"{full.Validity.Closure} holds: {full.Validity.Holds}; odd holds: {doubtful.Validity.Holds}");
        #endregion
    }

    private static void Simulate()
    {
        #region simulate
        var settings = new SimulationSettings(
            Samples: 100, Instances: 20, Seed: 1, Threads: 2, CovarianceEstimator.Corrected);
        SimulationResult simulation = MonteCarlo.Run(NetworkModel.Create(depth: 2, width: 100), settings).Value;
        foreach (LayerSummary layer in simulation.Layers)
            Console.WriteLine($"layer {layer.Layer}: K1 = {layer.K1.Mean:F4} +- {layer.K1.StandardError:F4}");
        #endregion
    }

    private static void Verify()
    {
        #region verify
        VerificationReport report = Verification.Run(
            NetworkModel.Create("orthogonal"),
            new VerificationSettings(Widths: [50, 100], Samples: 100, Instances: 60, Seed: 1, Threads: 2)).Value;
        AgreementReport agreement = report.Agreement;
        Console.WriteLine($"{agreement.Verdict}: {agreement.Rows.Count} rows, threshold {agreement.Threshold:F2}");
        foreach (AgreementRow row in agreement.Rows.Where(row => row.Quantity == LayerQuantity.Dimension))
            Console.WriteLine($"layer {row.Layer}: {row.Theory:F3}, {row.Simulated:F3} +- {row.StandardError:F3}, z = {row.Z:F1}");
        #endregion
        Assert.Equal(AgreementVerdict.Agrees, agreement.Verdict);
    }

    private static async Task Cancel()
    {
        #region cancel
        double done = 0;
        var progress = new Progress<VerificationProgress>(state => done = Math.Max(done, state.Fraction));
        using var source = new CancellationTokenSource(TimeSpan.FromMilliseconds(500));
        try
        {
            await Task.Run(() => Verification.Run(
                NetworkModel.Create(), new VerificationSettings([400, 800]), progress, source.Token));
        }
        catch (OperationCanceledException)
        {
            Console.WriteLine("cancelled");
        }
        #endregion
        Assert.True(done < 1);
    }

    private static string[] Regions() =>
        [.. Region().Matches(RepositoryFiles.Read("tests/CorrSyn.Tests/GuideSnippets.cs"))
            .Select(match => Dedent(match.Groups["body"].Value))];

    private static string[] Blocks(string language) =>
        [.. Block().Matches(RepositoryFiles.Read(Page))
            .Where(match => match.Groups["language"].Value == language)
            .Select(match => match.Groups["body"].Value)];

    private static string Dedent(string text)
    {
        string[] lines = text.Split('\n');
        int indent = lines.Where(line => line.Length > 0).Min(line => line.Length - line.TrimStart(' ').Length);
        return string.Join('\n', lines.Select(line => line.Length == 0 ? line : line[indent..]));
    }

    [GeneratedRegex(@"^ *#region [^\n]+\n(?<body>.*?)\n *#endregion$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Region();

    [GeneratedRegex(@"^```(?<language>csharp|text)\n(?<body>.*?)\n```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();
}
