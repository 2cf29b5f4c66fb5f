using CorrSyn.Model;
using CorrSyn.Simulation.Kernels;
using CorrSyn.Simulation.Networks;
using CorrSyn.Simulation.Sampling;
using MathNet.Numerics.LinearAlgebra;

namespace CorrSyn;

/// <summary>How one network spreads the activity of a layer over directions.</summary>
/// <param name="Layer">0 (the input) to L.</param>
/// <param name="Eigenvalues">The eigenvalues of C, N of them, in descending order; dimensionless.</param>
/// <param name="Dimension">D/N = (tr C)^2/(N tr C^2).</param>
public sealed record CovarianceSpectrum(int Layer, IReadOnlyList<double> Eigenvalues, double Dimension)
{
    /// <summary>The spectra of the first network that a simulation with this seed draws.</summary>
    /// <param name="spec">The network.</param>
    /// <param name="seed">The seed; at least 0.</param>
    /// <param name="threads">Threads at most.</param>
    /// <param name="cancellation">Looked at many times a second.</param>
    /// <returns>The input and every layer; or why there is no answer, as <see cref="SingleNetwork.Propagate"/> says.</returns>
    /// <remarks>Nothing is sampled over inputs: the input has the covariance xi xi^T/N of the patterns that are drawn, and that of the layers
    /// follows from the weights (SN-1 to SN-15 of docs/theory/single-network.md). Time: N^3 a layer.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">The seed is below 0.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static SolveResult<IReadOnlyList<CovarianceSpectrum>> OfFirstNetwork(
        NetworkSpec spec, long seed, int threads, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(spec);
        ArgumentOutOfRangeException.ThrowIfNegative(seed);
        var networks = NetworkEnsemble.Of(spec);
        WeightLayer[] layers = [.. spec.Layers.Select((layer, index) =>
        {
            (MatrixView weights, double[] biases) = networks.DrawLayer(seed, 0, index + 1, cancellation);
            return WeightLayer.Create(weights.Values, biases, layer.Activation);
        })];
        double[] inputs = InputCovariance(spec, seed, cancellation);
        SolveResult<SingleNetworkSolution> result = SingleNetwork.Propagate(
            layers, new double[spec.Width], inputs, new SingleNetworkSettings(Threads: threads), cancellation);
        return result.TryGetValue(out SingleNetworkSolution? solution)
            ? SolveResult<IReadOnlyList<CovarianceSpectrum>>.Of([.. solution.Layers.Select(layer => Of(layer.Layer, layer.Covariance!, cancellation))])
            : SolveResult<IReadOnlyList<CovarianceSpectrum>>.Failed(result.Failure!);
    }

    private static CovarianceSpectrum Of(int layer, CovarianceMatrix covariance, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        double[] eigenvalues =
        [
            .. Matrix<double>.Build.Dense(covariance.Size, covariance.Size, (i, j) => covariance[i, j])
                .Evd(Symmetricity.Symmetric).EigenValues.Select(value => value.Real).OrderDescending(),
        ];
        double trace = eigenvalues.Sum();
        return new CovarianceSpectrum(
            layer, eigenvalues, trace * trace / (eigenvalues.Length * eigenvalues.Sum(value => value * value)));
    }

    // xi xi^T/N with the patterns of the first network.
    private static double[] InputCovariance(NetworkSpec spec, long seed, CancellationToken cancellation)
    {
        var sampler = new InputSampler(spec.Inputs, new NetworkSeed(seed, spec.Width, 0));
        var patterns = new MatrixView(new double[spec.Width * sampler.PatternCount], spec.Width, sampler.PatternCount);
        for (int neuron = 0; neuron < spec.Width; neuron++)
            sampler.FillScaledPatterns(neuron, patterns.Row(neuron));
        double[] covariance = new double[spec.Width * spec.Width];
        new TransposedProduct().MultiplyByItself(
            patterns, new MatrixView(covariance, spec.Width, spec.Width), degree: 1, cancellation);
        return covariance;
    }
}
