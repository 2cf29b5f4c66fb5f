using System.Globalization;
using CorrSyn.Model;

namespace CorrSyn.Cli.Arguments;

/// <summary>A parameter of the model: its key in the JSON model and its option.</summary>
/// <param name="Key">The key.</param>
/// <param name="Option">The option.</param>
internal sealed record ModelParameter(string Key, ValueOption Option)
{
    /// <summary>The most layers that a model may have.</summary>
    public const int LargestDepth = 10_000;

    /// <summary>The largest width that a model may have.</summary>
    public const int LargestWidth = 1_000_000;

    private const string AboveZero = "a finite number above 0";
    private const string Exponents = "a number above 0, at most 2";

    public static ModelParameter Weights { get; } = Define(
        "weights", "ENSEMBLE",
        "gaussian, binary, orthogonal, independent, uniform, laplace, sparse:P with a density 0 < P <= 1",
        "law of the synapses: gaussian or binary with correlation r, orthogonal (Haar), independent (gaussian, r = 0), or another symmetric law with correlation r: uniform, laplace, or sparse:P (0 but for a fraction P)",
        ModelDescription.Default.Weights);

    public static ModelParameter Correlation { get; } = Define(
        "correlation", "R", "0 <= r < sqrt(width)",
        "scaled synaptic correlation r: synapses from one presynaptic neuron are correlated with rho = r/sqrt(N). An error together with orthogonal or independent weights. Below 0 as far as there are such networks, for simulate: rho > -1/(N-1)",
        Text(ModelDescription.Default.Correlation!.Value));

    public static ModelParameter Gain { get; } = Define(
        "gain", "G", AboveZero, "a weight has variance g/N", Text(ModelDescription.Default.Gain));

    public static ModelParameter BiasVariance { get; } = Define(
        "biasVariance", "S", "a finite number, at least 0", "variance of a bias",
        Text(ModelDescription.Default.BiasVariance));

    public static ModelParameter Activation { get; } = Define(
        "activation", "PHI",
        string.Join(", ", NetworkModel.Activations.Select(activation => activation.Name)) + ", leaky-relu:SLOPE or a formula in x",
        "activation function, or a formula in x such as \"x/(1+abs(x))\"; `corrsyn activations` lists names and what a formula may hold", ModelDescription.Default.Activation);

    public static ModelParameter Depth { get; } = Define(
        "depth", "L", "a whole number from 1 to 10000", "layers above the input", Text(ModelDescription.Default.Depth));

    public static ModelParameter Width { get; } = Define(
        "width", "N", "a whole number from 2 to 1000000", "neurons in every layer",
        Text(ModelDescription.Default.Width));

    public static ModelParameter InputRatio { get; } = Define(
        "inputRatio", "A", AboveZero, "alpha = P/N: inputs have covariance xi xi^T/N with xi an N x P matrix",
        Text(ModelDescription.Default.InputRatio));

    public static ModelParameter InputStd { get; } = Define(
        "inputStd", "S", AboveZero, "sigma, the standard deviation of the entries of xi",
        Text(ModelDescription.Default.InputStd));

    public static ModelParameter Postsynaptic { get; } = Define(
        "postsynaptic", "STRUCTURE", Structures,
        "R in E w_ik w_jk' = (g/N) R_ij S_kk': which synapses from one presynaptic neuron are correlated", "uniform, for weights with a correlation");

    public static ModelParameter CorrelationExponent { get; } = Define(
        "correlationExponent", "GAMMA", Exponents, "rho = r N^-gamma", "0.5");

    public static ModelParameter Presynaptic { get; } = Define(
        "presynaptic", "STRUCTURE", Structures,
        "S in the same: which synapses onto one postsynaptic neuron are correlated", "identity");

    public static ModelParameter PresynapticCorrelation { get; } = Define(
        "presynapticCorrelation", "S", "a finite number", "their correlation is s N^-delta", "none");

    public static ModelParameter PresynapticExponent { get; } = Define(
        "presynapticExponent", "DELTA", Exponents, "delta in s N^-delta", "0.5");

    public static ModelParameter InputLaw { get; } = Define(
        "inputLaw", "LAW", "gaussian, uniform, signs, mixture:M with 0 < M < 1",
        "law of the coordinates x of an input xi x/sqrt(N), of mean 0 and variance 1, so that the covariance of inputs is the same for all", "gaussian");

    /// <summary>Every parameter, in the order of the JSON model.</summary>
    public static IReadOnlyList<ModelParameter> All { get; } =
    [
        Weights, Correlation, Gain, BiasVariance, Activation, Depth, Width, InputRatio, InputStd, InputLaw, Postsynaptic,
        CorrelationExponent, Presynaptic, PresynapticCorrelation, PresynapticExponent,
    ];

    /// <summary>The names of structures, with their limits.</summary>
    public static string Structures =>
        $"{string.Join(", ", CorrelationStructureModule.forms)} (2 to {CorrelationStructureModule.largestBlockCount} blocks, rank 1 to {CorrelationStructureModule.largestRank})";

    /// <summary>The name of the option of a key: biasVariance becomes --bias-variance.</summary>
    public static string OptionName(string key) =>
        "--" + string.Concat(key.Select(c => char.IsAsciiLetterUpper(c) ? $"-{char.ToLowerInvariant(c)}" : $"{c}"));

    private static ModelParameter Define(
        string key, string valueName, string allowed, string description, string whenLeftOut) =>
        new(key, new ValueOption(OptionName(key), valueName, allowed, description, whenLeftOut));

    private static string Text(double value) => value.ToString(CultureInfo.InvariantCulture);
}
