using CorrSyn.Model;
using CorrSyn.Simulation.Kernels;
using CorrSyn.Simulation.Sampling;

namespace CorrSyn.Simulation.Networks;

/// <summary>What networks and their inputs are drawn from.</summary>
public sealed class NetworkEnsemble
{
    private readonly NetworkSpec? _spec;

    private NetworkEnsemble(NetworkPlan plan, NetworkSpec? spec) => (Plan, _spec) = (plan, spec);

    /// <summary>N_0..N_L.</summary>
    public IReadOnlyList<int> Widths => Plan.Widths;

    /// <summary>L, the number of layers above the input.</summary>
    public int Depth => Widths.Count - 1;

    /// <summary>M, the number of inputs that are given; null where inputs are drawn.</summary>
    public int? GivenInputCount => Plan.Inputs.Count;

    /// <summary>The networks as a specification.</summary>
    /// <exception cref="InvalidOperationException">They are structured, or their inputs are given.</exception>
    public NetworkSpec Spec =>
        _spec ?? throw new InvalidOperationException("These networks are not those of a specification.");

    internal NetworkPlan Plan { get; }

    /// <summary>Networks of a specification, with its inputs.</summary>
    /// <param name="spec">The networks.</param>
    public static NetworkEnsemble Of(NetworkSpec spec) => new(NetworkPlan.Of(spec), spec);

    /// <summary>Structured networks, with their inputs.</summary>
    /// <param name="network">The networks.</param>
    public static NetworkEnsemble Of(StructuredNetwork network) => new(NetworkPlan.Of(network), spec: null);

    /// <summary>The same networks with inputs that are given, the same for every network.</summary>
    /// <param name="inputs">h^0, M x N_0, one row for each input; kept, not copied.</param>
    /// <exception cref="ArgumentException">Another number of columns than N_0.</exception>
    public NetworkEnsemble WithInputs(MatrixView inputs) =>
        inputs.Columns == Widths[0]
            ? new NetworkEnsemble(Plan with { Inputs = new GivenInputs(inputs) }, spec: null)
            : throw new ArgumentException("An input must have N_0 numbers.", nameof(inputs));

    /// <summary>The weights and biases of one layer of one network, as a simulation draws them.</summary>
    /// <param name="seed">The seed of the simulation.</param>
    /// <param name="instance">The number of the network, from 0.</param>
    /// <param name="layer">1 to L.</param>
    /// <param name="cancellation">Looked at many times a second.</param>
    /// <returns>w, N_out x N_in, and b, N_out numbers.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such layer, or it has more weights than an array
    /// holds.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public (MatrixView Weights, double[] Biases) DrawLayer(
        long seed, int instance, int layer, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(layer, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(layer, Depth);
        (int below, int width) = (Widths[layer - 1], Widths[layer]);
        ArgumentOutOfRangeException.ThrowIfGreaterThan((long)below * width, Array.MaxLength, nameof(layer));
        var network = new NetworkSeed(seed, Widths[0], instance);
        IWeightSampler sampler = Plan.Layers[layer - 1].CreateSampler();
        sampler.Draw(network, layer, cancellation);
        var weights = new MatrixView(new double[(long)below * width], width, below);
        for (int row = 0; row < width; row++)
        {
            cancellation.ThrowIfCancellationRequested();
            sampler.FillRow(row, weights.Row(row));
        }

        var biases = new double[width];
        ForwardPass.DrawBiases(network, layer, Plan.Layers[layer - 1].BiasVariance, biases);
        return (weights, biases);
    }
}
