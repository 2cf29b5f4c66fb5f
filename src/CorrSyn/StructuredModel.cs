using System.Diagnostics.CodeAnalysis;
using CorrSyn.Model;
using CorrSyn.Simulation.Networks;
using Microsoft.FSharp.Core;

namespace CorrSyn;

/// <summary>A network some of whose weights have a structure or a law beyond the four ensembles.</summary>
public sealed class StructuredModel
{
    private StructuredModel(StructuredNetwork network, ModelDescription description, IReadOnlyList<StructuredLayerModel> layers) =>
        (Network, Description, Layers) = (network, description, layers);

    /// <summary>The networks.</summary>
    public StructuredNetwork Network { get; }

    /// <summary>The model, with defaults filled in.</summary>
    public ModelDescription Description { get; }

    internal IReadOnlyList<StructuredLayerModel> Layers { get; }

    /// <summary>Whether a description says more of weights than <see cref="NetworkModel"/> can hold. A structure that one of
    /// the four ensembles has anyway is not more: uniform for gaussian and binary weights, identity for others.</summary>
    /// <param name="description">The parameters.</param>
    public static bool IsStructured(ModelDescription description)
    {
        ArgumentNullException.ThrowIfNull(description);
        return !Merged(description).All(StructuredLayerModel.IsPlain);
    }

    /// <summary>A network from a description, or why there is none.</summary>
    /// <param name="description">The parameters.</param>
    /// <param name="model">The network.</param>
    /// <param name="error">The first parameter that was refused.</param>
    public static bool TryCreate(
        ModelDescription description,
        [NotNullWhen(true)] out StructuredModel? model,
        [NotNullWhen(false)] out ParameterError? error)
    {
        ArgumentNullException.ThrowIfNull(description);
        model = null;
        FSharpResult<InputEnsemble, ParameterError> inputs = NetworkModel.Inputs(description);
        error = NetworkModel.DepthError(description)
            ?? (inputs.IsError ? inputs.ErrorValue
                : description.Depth < 1 ? ParameterErrorModule.create("depth", "at least 1", description.Depth)
                : null);
        if (error is not null)
            return false;
        LayerDescription[] merged = Merged(description);
        var settings = new List<StructuredLayerModel>();
        var layers = new List<StructuredLayer>();
        int below = description.Width;
        for (int index = 0; index < description.Depth; index++)
        {
            LayerDescription layer = merged[Math.Min(index, merged.Length - 1)];
            int width = layer.Width!.Value;
            if (StructuredLayerModel.TryCreate(layer, out ParameterError? refusal) is not { } resolved)
            {
                error = InLayer(refusal!, description, index);
                return false;
            }

            FSharpResult<StructuredLayer, ParameterError> drawn = resolved.AtWidth(below, width);
            if (drawn.IsError)
            {
                error = InLayer(drawn.ErrorValue, description, index);
                return false;
            }

            settings.Add(resolved);
            layers.Add(drawn.ResultValue);
            below = width;
        }

        FSharpResult<StructuredNetwork, ParameterError> network =
            StructuredNetworkModule.tryCreate(inputs.ResultValue, description.Width, layers);
        error = network.IsOk ? null : OfNetwork(network.ErrorValue, description);
        if (error is not null)
            return false;
        model = new StructuredModel(network.ResultValue, Complete(description, settings, layers), settings);
        return true;
    }

    /// <summary>What to sample for a description, structured or not.</summary>
    /// <param name="description">The parameters.</param>
    /// <param name="networks">The networks.</param>
    /// <param name="complete">The description with defaults filled in.</param>
    /// <param name="error">The first parameter that was refused.</param>
    public static bool TryCreateEnsemble(
        ModelDescription description,
        [NotNullWhen(true)] out NetworkEnsemble? networks,
        [NotNullWhen(true)] out ModelDescription? complete,
        [NotNullWhen(false)] out ParameterError? error)
    {
        (networks, complete) = (null, null);
        if (IsStructured(description))
        {
            if (!TryCreate(description, out StructuredModel? model, out error))
                return false;
            (networks, complete) = (NetworkEnsemble.Of(model.Network), model.Description);
            return true;
        }

        if (!NetworkModel.TryCreate(description, out NetworkSpec? spec, out error))
            return false;
        (networks, complete) = (NetworkEnsemble.Of(spec), ModelDescription.Of(spec));
        return true;
    }

    // One description for each layer, or one for all where they are alike.
    private static LayerDescription[] Merged(ModelDescription description) =>
        [.. (description.Layers ?? [new LayerDescription()]).Select(layer => StructuredLayerModel.Merge(layer, description))];

    private static ModelDescription Complete(
        ModelDescription description, List<StructuredLayerModel> settings, List<StructuredLayer> layers)
    {
        LayerDescription first = settings[0].Describe(layers[0].Width);
        ModelDescription uniform = description with
        {
            Weights = first.Weights!,
            Correlation = first.Correlation,
            Postsynaptic = first.Postsynaptic,
            CorrelationExponent = first.CorrelationExponent,
            Presynaptic = first.Presynaptic,
            PresynapticCorrelation = first.PresynapticCorrelation,
            PresynapticExponent = first.PresynapticExponent,
            InputLaw = description.InputLaw is null or "gaussian" ? null : description.InputLaw,
        };
        return description.Layers is null
            ? uniform
            : description with
            {
                InputLaw = uniform.InputLaw,
                Layers = [.. settings.Zip(layers, (setting, layer) => setting.Describe(layer.Width))],
            };
    }

    private static ParameterError InLayer(ParameterError error, ModelDescription description, int index) =>
        description.Layers is null ? error : new ParameterError($"layers[{index}].{error.Parameter}", error.Value, error.Allowed);

    // Where all layers are alike, a setting is one of the model.
    private static ParameterError OfNetwork(ParameterError error, ModelDescription description) =>
        description.Layers is null && error.Parameter.Split("].") is [_, var parameter]
            ? new ParameterError(parameter, error.Value, error.Allowed)
            : error;
}
