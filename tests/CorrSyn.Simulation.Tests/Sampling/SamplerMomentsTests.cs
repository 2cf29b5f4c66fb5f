using CorrSyn.Model;
using CorrSyn.Simulation.Sampling;
using Xunit;

namespace CorrSyn.Simulation.Tests.Sampling;

/// <summary>The first four moments of what every sampler draws, against exact ones.</summary>
/// <remarks>20 laws of weights with 12 moments each and 4 laws of inputs with 5: 260 comparisons of means over 10,000 draws.
/// A mean counts as different beyond 5 standard errors, which a right one is with a probability of 6e-7: all together raise a
/// false alarm with a probability below 2e-4 before seeds were fixed. Moments off by a tenth of the right power of the
/// variance (the third by a tenth of the fourth), or by a quarter of themselves where that is more, must be more than 7.5 standard
/// errors off.</remarks>
public class SamplerMomentsTests
{
    private const int Rows = 8;
    private const int Columns = 4;
    private const double Gain = 1.7;
    private const int DrawCount = 10_000;
    private const double Limit = 5;

    public static TheoryData<string> Names => [.. Samplers.Keys];

    public static TheoryData<string> InputNames => ["gaussian", "uniform", "signs", "mixture:0.8"];

    private static Dictionary<string, (IWeightSampler Sampler, MomentLaw Law)> Samplers { get; } = new()
    {
        ["gaussian"] = (Plain(Ensembles.Gaussian(0.8)), MomentLaw.Gaussian(0.4, 0.4, 0)),
        ["independent"] = (Plain(SynapseEnsemble.Independent), MomentLaw.Gaussian(0, 0, 0)),
        ["binary"] = (Plain(SynapseEnsemble.NewBinary(SynapticCorrelationModule.create(0.8))), MomentLaw.Signs(Latent(0.4), Latent(0.4))),
        ["binary, almost equal"] = (Plain(SynapseEnsemble.NewBinary(SynapticCorrelationModule.create(1.9))), MomentLaw.Signs(Latent(0.95), Latent(0.95))),
        ["orthogonal"] = (new SynapseSampler(SynapseEnsemble.Orthogonal, Gain, Rows), MomentLaw.Haar(Rows)),
        ["orthogonal columns"] = (Structured(StructuredWeights.Haar), MomentLaw.Haar(Rows)),
        ["gaussian, negative"] = (Gaussian(Premises.Uniform(-0.13)), MomentLaw.Gaussian(-0.13, -0.13, 0)),
        ["gaussian, blocks"] = (Gaussian(Premises.Blocks(2, 0.4)), MomentLaw.Gaussian(0.4, 0, 0)),
        ["gaussian, negative blocks"] = (Gaussian(Premises.Blocks(2, -0.3)), MomentLaw.Gaussian(-0.3, 0, 0)),
        ["gaussian, columns"] = (Gaussian(StructuredCorrelationModule.none, Premises.Uniform(0.3)), MomentLaw.Gaussian(0, 0, 0.3)),
        ["gaussian, negative columns"] = (Gaussian(StructuredCorrelationModule.none, Premises.Uniform(-0.3)), MomentLaw.Gaussian(0, 0, -0.3)),
        ["gaussian, negative on both sides"] = (Gaussian(Premises.Uniform(-0.13), Premises.Blocks(2, -0.8)), MomentLaw.Gaussian(-0.13, -0.13, -0.8)),
        ["gaussian, one negative"] = (Gaussian(Premises.Blocks(2, -0.3), Premises.Uniform(0.5)), MomentLaw.Gaussian(-0.3, 0, 0.5)),
        ["signs"] = (Signs(Premises.Uniform(0.4)), MomentLaw.Signs(Latent(0.4), Latent(0.4))),
        ["signs, negative"] = (Signs(Premises.Uniform(-0.085)), MomentLaw.Signs(Latent(-0.085), Latent(-0.085))),
        ["signs, negative blocks"] = (Signs(Premises.Blocks(2, -0.2)), MomentLaw.Signs(Latent(-0.2), 0)),
        ["sparse copies"] = (Copies(WeightValues.NewSparse(0.5), 0.4), MomentLaw.Copies(2, 0.4)),
        ["binary copies"] = (Copies(WeightValues.Binary, 0.4), MomentLaw.Copies(1, 0.4)),
        ["uniform copies"] = (Copies(WeightValues.Uniform, 0.4), MomentLaw.Copies(1.8, 0.4)),
        ["laplace copies"] = (Copies(WeightValues.Laplace, 0.4), MomentLaw.Copies(6, 0.4)),
    };

    [Theory]
    [MemberData(nameof(Names))]
    public void FillRow_FirstFourMoments_AreThoseOfTheLawAndNotOthers(string name)
    {
        (IWeightSampler sampler, MomentLaw law) = Samplers[name];
        double scale = Math.Sqrt(sampler.PresynapticCount / Gain);
        // Fourth powers of heavy tails scatter widely.
        int drawCount = law.Fourth > 3 ? 4 * DrawCount : DrawCount;
        double[][,] draws = [.. Enumerable.Range(0, drawCount).Select(instance =>
            WeightDraws.Matrix(sampler, Rows, new NetworkSeed(23, 16, instance)))];
        void Check(string moment, double expected, Func<Func<int, int, double>, int, int, double> statistic, double off = 0.1) =>
            AssertMean($"{name}, {moment}", expected, Array.ConvertAll(draws, w => Average(w, scale, statistic)), off);

        Check("mean", 0, (w, i, k) => w(i, k));
        Check("variance", 1, (w, i, k) => Math.Pow(w(i, k), 2));
        Check("third moment", 0, (w, i, k) => Math.Pow(w(i, k), 3), 0.1 * law.Fourth);
        Check("fourth moment", law.Fourth, (w, i, k) => Math.Pow(w(i, k), 4));
        Check("rows", law.Rows, (w, i, k) => w(i, k) * w(i + 1, k));
        Check("rows apart", law.RowsApart, (w, i, k) => w(i, k) * w((i + 4) % Rows, k));
        Check("columns", law.Columns, (w, i, k) => w(i, k) * w(i, k + 1));
        Check("squares in a column", law.SquaresInColumn, (w, i, k) => Math.Pow(w(i, k) * w(i + 1, k), 2));
        Check("squares in a row", law.SquaresInRow, (w, i, k) => Math.Pow(w(i, k) * w(i, k + 1), 2));
        Check("squares apart", law.SquaresApart, (w, i, k) => Math.Pow(w(i, k) * w(i + 1, k + 1), 2));
        Check("corners", law.Corners, (w, i, k) => w(i, k) * w(i + 1, k) * w(i, k + 1) * w(i + 1, k + 1));
        Check("four rows", law.FourRows, (w, i, k) => w(i, k) * w(i + 1, k) * w(i + 2, k) * w(i + 3, k));
    }

    // The cumulants -6/5, -2 and -2 m^4 of coordinates; and h^0 has the covariance xi xi^T/N for the xi that is drawn, whatever the law.
    [Theory]
    [MemberData(nameof(InputNames))]
    public void FillCoordinates_EveryLaw_HasItsMomentsAndTheCovarianceOfThePatterns(string name)
    {
        const int width = 6;
        InputLaw law = InputLawModule.tryOfName(name).ResultValue;
        InputEnsemble inputs = InputEnsembleModule.tryWithLaw(law, InputEnsembleModule.create(0.5, 0.8)).ResultValue;
        var sampler = new InputSampler(inputs, new NetworkSeed(29, width, 0));
        double[][] patterns = [.. Enumerable.Range(0, width).Select(neuron => Filled(sampler.PatternCount, row => sampler.FillScaledPatterns(neuron, row)))];
        double[][] draws = [.. Enumerable.Range(0, DrawCount).Select(sample => Filled(sampler.PatternCount, row => sampler.FillCoordinates(sample, row)))];
        double fourth = name switch { "gaussian" => 3, "uniform" => 1.8, "signs" => 1, _ => 3 - 2 * Math.Pow(0.8, 4) };

        AssertMean($"{name}, mean", 0, Array.ConvertAll(draws, x => x[0]));
        AssertMean($"{name}, variance", 1, Array.ConvertAll(draws, x => x[1] * x[1]));
        AssertMean($"{name}, fourth moment", fourth, Array.ConvertAll(draws, x => x.Average(y => Math.Pow(y, 4))));
        AssertMean($"{name}, squares", 1, Array.ConvertAll(draws, x => Math.Pow(x[0] * x[2], 2)));
        double Activity(int neuron, double[] x) => patterns[neuron].Zip(x, (a, b) => a * b).Sum();
        double covariance = patterns[0].Zip(patterns[3], (a, b) => a * b).Sum();
        AssertMean($"{name}, covariance", covariance, Array.ConvertAll(draws, x => Activity(0, x) * Activity(3, x)));
        Assert.Equal(fourth, InputLawModule.fourthMoment(law), 1e-12);
    }

    // The corners of four rows are within a block of four; each statistic is averaged over two blocks and three pairs of columns.
    private static double Average(
        double[,] w, double scale, Func<Func<int, int, double>, int, int, double> statistic)
    {
        double Weight(int i, int k) => scale * w[i, k % Columns];
        double sum = 0;
        foreach (int i in new[] { 0, 4 })
        {
            foreach (int k in new[] { 0, 2 })
                sum += statistic(Weight, i, k);
        }

        return sum / 4;
    }

    private static void AssertMean(string name, double expected, double[] values, double off = 0.1)
    {
        double wrong = expected + Math.Max(off, 0.25 * Math.Abs(expected));

        // Even powers of binary weights have no spread.
        if (values.Max() - values.Min() < 1e-12)
        {
            Assert.Equal(expected, values[0], 1e-12);
            return;
        }

        double z = Significance.ZScore(expected, values);
        Assert.True(Math.Abs(z) <= Limit, $"{name}: {z:F1} standard errors off {expected}.");
        z = Significance.ZScore(wrong, values);
        Assert.True(Math.Abs(z) > 1.5 * Limit, $"{name}: {wrong} in place of {expected} is only {z:F1} standard errors off.");
    }

    private static double[] Filled(int length, Action<double[]> fill)
    {
        var row = new double[length];
        fill(row);
        return row;
    }

    private static double Latent(double rho) => Math.Sin(0.5 * Math.PI * rho);

    private static SynapseSampler Plain(SynapseEnsemble ensemble) => new(ensemble, Gain, Columns);

    private static IWeightSampler Structured(StructuredWeights weights) =>
        StructuredSampler.Create(weights, Gain, Rows, Columns);

    private static IWeightSampler Gaussian(StructuredCorrelation postsynaptic, StructuredCorrelation? presynaptic = null) =>
        Structured(Premises.Weights(WeightValues.Gaussian, postsynaptic, presynaptic));

    private static IWeightSampler Signs(StructuredCorrelation postsynaptic) =>
        Structured(StructuredWeightsModule.tryCreateSigns(postsynaptic).ResultValue);

    private static IWeightSampler Copies(WeightValues values, double x) =>
        Structured(Premises.Weights(values, Premises.Uniform(x)));
}
