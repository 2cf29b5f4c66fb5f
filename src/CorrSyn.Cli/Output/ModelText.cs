namespace CorrSyn.Cli.Output;

/// <summary>Models as people read them, and as they are typed.</summary>
internal static class ModelText
{
    /// <summary>The parameters but the width: one line, and one more for each layer where they differ.</summary>
    /// <param name="model">The model.</param>
    /// <param name="given">What to say of inputs that are not those of the model.</param>
    public static string Line(ModelDescription model, string? given = null)
    {
        string inputs = given ?? Inputs(model);
        if (model.Layers is { } layers)
        {
            IEnumerable<string> rows = layers.Select((layer, index) => $"layer {index + 1}: {Line(layer)}");
            return $"depth {NumberText.Whole(model.Depth)}, {inputs}\n{string.Join('\n', rows)}";
        }

        string correlation = model.Correlation is { } r ? $", r = {NumberText.Full(r)}" : "";
        string structure = Structure(
            model.Postsynaptic, model.CorrelationExponent, model.Presynaptic, model.PresynapticCorrelation, model.PresynapticExponent);
        return $"{model.Weights} weights{correlation}{structure}, g = {NumberText.Full(model.Gain)}, bias variance {NumberText.Full(model.BiasVariance)}, "
            + $"{model.Activation}, depth {NumberText.Whole(model.Depth)}, {inputs}";
    }

    /// <summary>The options that describe a model, those at their defaults left out; starts with a blank if there is
    /// any. Layers that differ are described by a file only.</summary>
    public static string Arguments(ModelDescription model)
    {
        if (model.Layers is not null)
            return " --config MODEL.json";
        ModelDescription standard = ModelDescription.Default;
        (string Option, string Value, bool IsDefault)[] options =
        [
            ("--weights", model.Weights, model.Weights == standard.Weights),
            ("--correlation", NumberText.Full(model.Correlation ?? 0), model.Correlation is null || model.Correlation == standard.Correlation),
            ("--gain", NumberText.Full(model.Gain), model.Gain == standard.Gain),
            ("--bias-variance", NumberText.Full(model.BiasVariance), model.BiasVariance == standard.BiasVariance),
            ("--activation", Quoted(model.Activation), model.Activation == standard.Activation),
            ("--depth", NumberText.Whole(model.Depth), model.Depth == standard.Depth),
            ("--width", NumberText.Whole(model.Width), model.Width == standard.Width),
            ("--input-ratio", NumberText.Full(model.InputRatio), model.InputRatio == standard.InputRatio),
            ("--input-std", NumberText.Full(model.InputStd), model.InputStd == standard.InputStd),
            ("--input-law", model.InputLaw ?? "", model.InputLaw is null),
            ("--postsynaptic", model.Postsynaptic ?? "", model.Postsynaptic is null),
            ("--correlation-exponent", NumberText.Full(model.CorrelationExponent ?? 0), model.CorrelationExponent is null),
            ("--presynaptic", model.Presynaptic ?? "", model.Presynaptic is null),
            ("--presynaptic-correlation", NumberText.Full(model.PresynapticCorrelation ?? 0), model.PresynapticCorrelation is null),
            ("--presynaptic-exponent", NumberText.Full(model.PresynapticExponent ?? 0), model.PresynapticExponent is null),
        ];
        return string.Concat(options.Where(option => !option.IsDefault).Select(option => $" {option.Option} {option.Value}"));
    }

    // A formula holds what a shell would interpret.
    private static string Quoted(string activation) =>
        activation.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or ':' or '.') ? activation : $"\"{activation}\"";

    private static string Inputs(ModelDescription model) =>
        $"{(model.InputLaw is { } law ? $"{law} inputs" : "inputs")} alpha = {NumberText.Full(model.InputRatio)}, sigma = {NumberText.Full(model.InputStd)}";

    private static string Structure(
        string? postsynaptic, double? gamma, string? presynaptic, double? s, double? delta)
    {
        string rows = postsynaptic is null or "identity" ? ""
            : $", R {postsynaptic}{(gamma is { } exponent and not 0.5 ? $" gamma = {NumberText.Full(exponent)}" : "")}";
        string columns = presynaptic is null or "identity" ? ""
            : $", S {presynaptic} s = {NumberText.Full(s ?? 0)}{(delta is { } other and not 0.5 ? $" delta = {NumberText.Full(other)}" : "")}";
        return rows + columns;
    }

    private static string Line(LayerDescription layer)
    {
        string correlation = layer.Correlation is { } r ? $", r = {NumberText.Full(r)}" : "";
        string width = layer.Width is { } neurons ? $"{NumberText.Whole(neurons)} neurons, " : "";
        string structure = Structure(
            layer.Postsynaptic, layer.CorrelationExponent, layer.Presynaptic, layer.PresynapticCorrelation, layer.PresynapticExponent);
        return $"{width}{layer.Weights} weights{correlation}{structure}, g = {NumberText.Full(layer.Gain ?? 0)}, "
            + $"bias variance {NumberText.Full(layer.BiasVariance ?? 0)}, {layer.Activation}";
    }
}
