using CorrSyn.Model;

namespace CorrSyn.Simulation.Tests;

/// <summary>Structured weights and networks for the tests.</summary>
internal static class Premises
{
    /// <summary>Structures over postsynaptic neurons; 8 is a multiple of every cell count.</summary>
    public static IReadOnlyList<StructuredCorrelation> Postsynaptic { get; } =
    [
        StructuredCorrelationModule.none,
        Uniform(0.4),
        Blocks(2, 0.5),
        Blocks(4, 0.3),
        LowRank(1, 0.35),
        LowRank(2, 0.4),
        LowRank(3, 0.3),
    ];

    /// <summary>Structures over presynaptic neurons; 4 is a multiple of every cell count.</summary>
    public static IReadOnlyList<StructuredCorrelation> Presynaptic { get; } =
        [StructuredCorrelationModule.none, Uniform(0.3), Blocks(2, 0.6), LowRank(2, 0.5)];

    /// <summary>Structures of both sides that values can be copied over, since the probabilities sum to at most 1.</summary>
    public static IReadOnlyList<(StructuredCorrelation Postsynaptic, StructuredCorrelation Presynaptic)> Copied { get; } =
    [
        (StructuredCorrelationModule.none, Uniform(0.3)),
        (StructuredCorrelationModule.none, Blocks(2, 0.6)),
        (StructuredCorrelationModule.none, LowRank(2, 0.2)),
        (Uniform(0.1), Uniform(0.2)),
        (Blocks(4, 0.2), LowRank(2, 0.07)),
        (LowRank(2, 0.08), Blocks(2, 0.15)),
        (LowRank(3, 0.05), LowRank(1, 0.2)),
    ];

    public static IReadOnlyList<WeightValues> CopiedValues { get; } =
        [WeightValues.Binary, WeightValues.NewSparse(0.3), WeightValues.NewSparse(1)];

    /// <summary>Every structure with every kind of values, and Haar weights last.</summary>
    public static IReadOnlyList<StructuredWeights> All { get; } =
    [
        .. from post in Postsynaptic from pre in Presynaptic select Weights(WeightValues.Gaussian, post, pre),
        .. from values in CopiedValues from post in Postsynaptic select Weights(values, post),
        .. from values in CopiedValues from pair in Copied select Weights(values, pair.Postsynaptic, pair.Presynaptic),
        StructuredWeights.Haar,
    ];

    /// <summary>Negative correlations, and other joint laws and values, for up to 32 neurons on either side.</summary>
    public static IReadOnlyList<StructuredWeights> Negative { get; } =
    [
        Weights(WeightValues.Gaussian, Uniform(-0.03)),
        Weights(WeightValues.Gaussian, Blocks(4, -0.12)),
        Weights(WeightValues.Gaussian, StructuredCorrelationModule.none, Blocks(2, -0.05)),
        Weights(WeightValues.Gaussian, Blocks(4, -0.12), Uniform(-0.03)),
        StructuredWeightsModule.tryCreateSigns(Blocks(4, -0.07)).ResultValue,
        StructuredWeightsModule.tryCreateSigns(Blocks(2, 0.3)).ResultValue,
        Weights(WeightValues.Uniform, Uniform(0.3)),
        Weights(WeightValues.Laplace, LowRank(2, 0.2)),
    ];

    /// <summary>One of each kind, for tests of whole networks: widths are multiples of 4.</summary>
    public static IReadOnlyList<StructuredWeights> Some { get; } =
    [
        Weights(WeightValues.Gaussian, Uniform(0.2)),
        Weights(WeightValues.Gaussian, Blocks(2, 0.3), LowRank(2, 0.4)),
        Weights(WeightValues.Gaussian, LowRank(2, 0.3), Blocks(4, 0.5)),
        Weights(WeightValues.Gaussian, StructuredCorrelationModule.none, Uniform(0.3)),
        Weights(WeightValues.Binary, Blocks(2, 0.3)),
        Weights(WeightValues.NewSparse(0.2), LowRank(2, 0.3)),
        Weights(WeightValues.NewSparse(0.5), Uniform(0.1), Blocks(4, 0.2)),
        StructuredWeights.Haar,
    ];

    public static StructuredCorrelation Uniform(double x) => Correlation(CorrelationStructure.Uniform, x);

    public static StructuredCorrelation Blocks(int count, double x) =>
        Correlation(CorrelationStructure.NewBlocks(count), x);

    public static StructuredCorrelation LowRank(int rank, double x) =>
        Correlation(CorrelationStructure.NewLowRank(rank), x);

    public static StructuredWeights Weights(
        WeightValues values, StructuredCorrelation postsynaptic, StructuredCorrelation? presynaptic = null) =>
        StructuredWeightsModule.create(values, postsynaptic, presynaptic ?? StructuredCorrelationModule.none);

    /// <summary>alpha = 2, sigma = 0.5, g = 0.8; widths N_0..N_L.</summary>
    public static StructuredNetwork Network(
        StructuredWeights weights, int[] widths, Activation? activation = null, double biasVariance = 0.1) =>
        StructuredNetworkModule.create(
            InputEnsembleModule.create(2, 0.5),
            widths[0],
            widths.Skip(1).Select(width => new StructuredLayer(weights, 0.8, biasVariance, activation ?? Activation.Tanh, width)));

    /// <summary>X_ij by the definition in the model.</summary>
    public static double Entry(StructuredCorrelation correlation, int neuronCount, int i, int j) =>
        i == j
            ? 1
            : correlation.Value * CorrelationStructureModule.offDiagonal(correlation.Structure, neuronCount, i, j);

    private static StructuredCorrelation Correlation(CorrelationStructure structure, double x) =>
        StructuredCorrelationModule.create("correlation", structure, x);
}
