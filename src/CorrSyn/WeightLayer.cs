using CorrSyn.Model;

namespace CorrSyn;

/// <summary>One layer of a given network: z = w h + b, and phi(z) is its activity.</summary>
public sealed class WeightLayer
{
    private WeightLayer(Numeric.GivenNetwork.WeightLayer core, Activation activation) => (Core, Activation) = (core, activation);

    /// <summary>The number of neurons of this layer, rows of the weights.</summary>
    public int PostsynapticCount => Core.OutputCount;

    /// <summary>The number of neurons of the layer below, columns of the weights.</summary>
    public int PresynapticCount => Core.InputCount;

    /// <summary>phi.</summary>
    public Activation Activation { get; }

    internal Numeric.GivenNetwork.WeightLayer Core { get; }

    /// <summary>A layer from its weights, row by row. Nothing is copied: do not change the arrays afterwards.</summary>
    /// <param name="weights">w, one row for each neuron of this layer.</param>
    /// <param name="biases">b, one number for each neuron of this layer.</param>
    /// <param name="activation">phi.</param>
    /// <exception cref="ArgumentException">There is no neuron, or the weights are not a number of whole rows, or a
    /// formula has no panels on which it is smooth.</exception>
    /// <remarks>Whether all numbers are finite is checked where they are used.</remarks>
    public static WeightLayer Create(double[] weights, double[] biases, Activation activation)
    {
        ArgumentNullException.ThrowIfNull(weights);
        ArgumentNullException.ThrowIfNull(biases);
        ArgumentNullException.ThrowIfNull(activation);
        if (biases.Length == 0)
            throw new ArgumentException("A layer needs a neuron, and each neuron a bias.", nameof(biases));
        if (weights.Length == 0 || weights.Length % biases.Length != 0)
            throw new ArgumentException($"{weights.Length} weights are not {biases.Length} rows of equal length.", nameof(weights));
        SolveResult<WeightLayer> layer = TryCreate(weights, biases, activation);
        return layer.TryGetValue(out WeightLayer? created)
            ? created
            : throw new ArgumentException(layer.Failure!.Message, nameof(activation));
    }

    /// <summary>A layer from its weights as a matrix. Copied.</summary>
    /// <param name="weights">w, one row for each neuron of this layer.</param>
    /// <param name="biases">b, one number for each neuron of this layer.</param>
    /// <param name="activation">phi.</param>
    /// <exception cref="ArgumentException">There is no neuron, or not as many biases as rows.</exception>
    public static WeightLayer Create(double[,] weights, IReadOnlyList<double> biases, Activation activation)
    {
        ArgumentNullException.ThrowIfNull(weights);
        ArgumentNullException.ThrowIfNull(biases);
        if (biases.Count != weights.GetLength(0))
            throw new ArgumentException($"{biases.Count} biases for {weights.GetLength(0)} rows.", nameof(biases));
        return Create([.. weights.Cast<double>()], [.. biases], activation);
    }

    /// <summary>The same for sizes that fit, with a failure instead of an exception where phi has none of the averages.</summary>
    internal static SolveResult<WeightLayer> TryCreate(double[] weights, double[] biases, Activation activation)
    {
        var nonlinearity = Numeric.GivenNetwork.NonlinearityModule.tryOfActivation(activation);
        return nonlinearity.IsError
            ? SolveResult<WeightLayer>.Failed(nonlinearity.ErrorValue.ToFailure())
            : SolveResult<WeightLayer>.Of(new WeightLayer(
                new Numeric.GivenNetwork.WeightLayer(
                    biases.Length, weights.Length / biases.Length, weights, biases, nonlinearity.ResultValue),
                activation));
    }
}
