using System.Diagnostics.CodeAnalysis;
using CorrSyn.Model;
using Microsoft.FSharp.Core;

namespace CorrSyn;

/// <summary>Builds networks from plain values.</summary>
public static class NetworkModel
{
    /// <summary>A network from its parameters; what is left out is as in <see cref="ModelDescription.Default"/>.</summary>
    /// <param name="weights">gaussian, binary, orthogonal or independent.</param>
    /// <param name="correlation">r, 0 &lt;= r &lt; sqrt(width); 1 if left out. Not together with orthogonal or independent
    /// weights.</param>
    /// <param name="gain">g, above 0; a weight has variance g/N.</param>
    /// <param name="biasVariance">The variance of a bias, at least 0.</param>
    /// <param name="activation">A name of <see cref="Activations"/>, leaky-relu:SLOPE, or a formula in x such as
    /// x/(1+abs(x)).</param>
    /// <param name="depth">L, layers above the input; 1 to 10,000.</param>
    /// <param name="width">N; 2 to 1,000,000.</param>
    /// <param name="inputRatio">alpha = P/N, above 0.</param>
    /// <param name="inputStd">sigma, a standard deviation, above 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">A parameter is outside its range; it is named.</exception>
    public static NetworkSpec Create(
        string weights = "gaussian",
        double? correlation = null,
        double gain = 0.8,
        double biasVariance = 0.1,
        string activation = "tanh",
        int depth = 6,
        int width = 200,
        double inputRatio = 2.0,
        double inputStd = 0.5)
    {
        ArgumentNullException.ThrowIfNull(weights);
        ArgumentNullException.ThrowIfNull(activation);
        var description = new ModelDescription(
            weights, correlation, gain, biasVariance, activation, depth, width, inputRatio, inputStd);
        return ParameterErrorModule.raiseIfError(Validate(description));
    }

    /// <summary>A network with an activation of one's own; everything else as for <see cref="Create"/>.</summary>
    /// <param name="activation">phi: a pure function, finite on finite numbers, called from several threads at once.</param>
    /// <param name="derivative">phi' away from kinks and jumps. Without it the averages of derivatives follow from phi by
    /// Stein's lemma, with fewer digits where pre-activations vary little.</param>
    /// <param name="activationName">What the activation is called in descriptions.</param>
    /// <param name="weights">gaussian, binary, orthogonal or independent.</param>
    /// <param name="correlation">r.</param>
    /// <param name="gain">g.</param>
    /// <param name="biasVariance">The variance of a bias.</param>
    /// <param name="depth">L.</param>
    /// <param name="width">N.</param>
    /// <param name="inputRatio">alpha = P/N.</param>
    /// <param name="inputStd">sigma.</param>
    /// <remarks>Whether phi is odd is decided by evaluation at 640 points, to rounding.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">A parameter is outside its range; it is named.</exception>
    public static NetworkSpec CreateCustom(
        Func<double, double> activation,
        Func<double, double>? derivative = null,
        string activationName = "custom",
        string weights = "gaussian",
        double? correlation = null,
        double gain = 0.8,
        double biasVariance = 0.1,
        int depth = 6,
        int width = 200,
        double inputRatio = 2.0,
        double inputStd = 0.5)
    {
        ArgumentNullException.ThrowIfNull(activation);
        ArgumentException.ThrowIfNullOrWhiteSpace(activationName);
        ArgumentNullException.ThrowIfNull(weights);
        var description = new ModelDescription(
            weights, correlation, gain, biasVariance, activationName, depth, width, inputRatio, inputStd);
        FSharpFunc<double, double>? slope =
            derivative is null ? null : FuncConvert.FromFunc(derivative);
        Activation custom = Activation.NewCustom(UserFunctionModule.create(
            activationName,
            FuncConvert.FromFunc(activation),
            slope is null ? FSharpOption<FSharpFunc<double, double>>.None : FSharpOption<FSharpFunc<double, double>>.Some(slope)));
        return ParameterErrorModule.raiseIfError(Validate(description, custom));
    }

    /// <summary>A network from a description, or why there is none.</summary>
    /// <param name="description">The parameters. A correlation of null means 1 where the weights need one.</param>
    /// <param name="spec">The network.</param>
    /// <param name="error">The first parameter that was refused.</param>
    public static bool TryCreate(
        ModelDescription description,
        [NotNullWhen(true)] out NetworkSpec? spec,
        [NotNullWhen(false)] out ParameterError? error)
    {
        ArgumentNullException.ThrowIfNull(description);
        return Unwrap(Validate(description), out spec, out error);
    }

    /// <summary>The same network at another width, or why there is none.</summary>
    /// <param name="spec">The network.</param>
    /// <param name="width">N; 2 to 1,000,000, and r below sqrt(N).</param>
    /// <param name="resized">The network of that width.</param>
    /// <param name="error">The refusal.</param>
    public static bool TryWithWidth(
        NetworkSpec spec,
        int width,
        [NotNullWhen(true)] out NetworkSpec? resized,
        [NotNullWhen(false)] out ParameterError? error)
    {
        ArgumentNullException.ThrowIfNull(spec);
        return Unwrap(NetworkSpecModule.tryWithWidth(width, spec), out resized, out error);
    }

    /// <summary>The activation functions there are.</summary>
    public static IReadOnlyList<ActivationDescription> Activations { get; } =
        [.. ActivationModule.all.Select(activation => new ActivationDescription(
            ActivationModule.name(activation),
            ActivationModule.formula(activation),
            ActivationModule.isOdd(activation)))];

    /// <summary>What a formula for an activation may hold, in words.</summary>
    public static string FormulaElements => ExpressionText.allowed;

    private static bool Unwrap(
        FSharpResult<NetworkSpec, ParameterError> result,
        [NotNullWhen(true)] out NetworkSpec? spec,
        [NotNullWhen(false)] out ParameterError? error)
    {
        spec = result.IsOk ? result.ResultValue : null;
        error = result.IsOk ? null : result.ErrorValue;
        return result.IsOk;
    }

    private static FSharpResult<NetworkSpec, ParameterError> Validate(
        ModelDescription description, Activation? given = null)
    {
        if (DepthError(description) is { } depthError)
            return Refused(depthError);
        FSharpResult<SynapseEnsemble, ParameterError> synapses = Synapses(description.Weights, description.Correlation);
        if (synapses.IsError)
            return Refused(synapses.ErrorValue);
        FSharpResult<Activation, ParameterError> activation = given is null
            ? ActivationModule.tryOfName(description.Activation)
            : FSharpResult<Activation, ParameterError>.NewOk(given);
        if (activation.IsError)
            return Refused(activation.ErrorValue);
        FSharpResult<InputEnsemble, ParameterError> inputs = Inputs(description);
        if (inputs.IsError)
            return Refused(inputs.ErrorValue);
        FSharpResult<NetworkSpec, ParameterError> spec = NetworkSpecModule.tryCreate(
            synapses.ResultValue,
            description.Gain,
            description.BiasVariance,
            activation.ResultValue,
            inputs.ResultValue,
            description.Depth,
            description.Width);
        FSharpResult<NetworkSpec, ParameterError> whole =
            spec.IsOk && description.Layers is { } layers ? WithLayers(spec.ResultValue, description, layers) : spec;
        return whole.IsOk && StructuredModel.IsStructured(description)
            ? Refused(ParameterErrorModule.create(
                "postsynaptic", "weights that need no structure; StructuredModel has others", description.Postsynaptic ?? "a structure"))
            : whole;
    }

    internal static ParameterError? DepthError(ModelDescription description) =>
        description.Layers is { } stated && stated.Count != description.Depth
            ? ParameterErrorModule.create(
                "depth", $"{stated.Count}, the number of layers that are given one by one", description.Depth)
            : null;

    internal static FSharpResult<InputEnsemble, ParameterError> Inputs(ModelDescription description)
    {
        FSharpResult<InputEnsemble, ParameterError> inputs =
            InputEnsembleModule.tryCreate(description.InputRatio, description.InputStd);
        if (inputs.IsError || description.InputLaw is not { } name)
            return inputs;
        FSharpResult<InputLaw, ParameterError> law = InputLawModule.tryOfName(name);
        return law.IsOk
            ? InputEnsembleModule.tryWithLaw(law.ResultValue, inputs.ResultValue)
            : FSharpResult<InputEnsemble, ParameterError>.NewError(law.ErrorValue);
    }

    private static FSharpResult<NetworkSpec, ParameterError> WithLayers(
        NetworkSpec spec, ModelDescription description, IReadOnlyList<LayerDescription> layers)
    {
        var resolved = new List<NetworkLayer>();
        foreach (LayerDescription layer in layers)
        {
            FSharpResult<SynapseEnsemble, ParameterError> synapses = Synapses(layer, description);
            if (synapses.IsError)
                return Refused(InLayer(synapses.ErrorValue, resolved.Count));
            FSharpResult<Activation, ParameterError> activation = layer.Activation is { } name
                ? ActivationModule.tryOfName(name)
                : FSharpResult<Activation, ParameterError>.NewOk(spec.Activation);
            if (activation.IsError)
                return Refused(InLayer(activation.ErrorValue, resolved.Count));
            resolved.Add(new NetworkLayer(
                synapses.ResultValue,
                layer.Gain ?? spec.Gain,
                layer.BiasVariance ?? spec.BiasVariance,
                activation.ResultValue,
                layer.Width ?? spec.Width));
        }

        return NetworkSpecModule.tryWithLayers(resolved, spec);
    }

    // A layer whose weights have no correlation does not take that of the model.
    private static FSharpResult<SynapseEnsemble, ParameterError> Synapses(
        LayerDescription layer, ModelDescription description)
    {
        string weights = layer.Weights ?? description.Weights;
        bool isUncorrelated = Synapses(weights, null) is { IsOk: true } plain
            && !SynapseEnsembleModule.hasCorrelationParameter(plain.ResultValue);
        return Synapses(weights, layer.Correlation ?? (isUncorrelated ? null : description.Correlation));
    }

    private static FSharpResult<SynapseEnsemble, ParameterError> Synapses(string weights, double? correlation) =>
        SynapseEnsembleModule.tryOfName(
            ModelDescription.Default.Correlation!.Value,
            correlation is { } r ? FSharpOption<double>.Some(r) : FSharpOption<double>.None,
            weights);

    private static ParameterError InLayer(ParameterError error, int index) =>
        new($"layers[{index}].{error.Parameter}", error.Value, error.Allowed);

    private static FSharpResult<NetworkSpec, ParameterError> Refused(ParameterError error) =>
        FSharpResult<NetworkSpec, ParameterError>.NewError(error);
}

/// <summary>An activation function that can be named.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Formula">phi(z) as text.</param>
/// <param name="IsOdd">Whether phi(-z) = -phi(z).</param>
public sealed record ActivationDescription(string Name, string Formula, bool IsOdd);
