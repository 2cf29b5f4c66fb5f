namespace CorrSyn.Cli.Arguments;

/// <summary>Where a value was given, for messages about it.</summary>
/// <param name="Source">An option, or a file and its key.</param>
/// <param name="Text">The value as it was written.</param>
internal readonly record struct ValueOrigin(string Source, string Text);

/// <summary>Those parameters of a model that were given in one place; the others are null.</summary>
internal sealed record PartialModel
{
    public string? Weights { get; init; }

    public double? Correlation { get; init; }

    public double? Gain { get; init; }

    public double? BiasVariance { get; init; }

    public string? Activation { get; init; }

    public int? Depth { get; init; }

    public int? Width { get; init; }

    public double? InputRatio { get; init; }

    public double? InputStd { get; init; }

    public string? Postsynaptic { get; init; }

    public double? CorrelationExponent { get; init; }

    public string? Presynaptic { get; init; }

    public double? PresynapticCorrelation { get; init; }

    public double? PresynapticExponent { get; init; }

    public string? InputLaw { get; init; }

    /// <summary>The layers one by one.</summary>
    public IReadOnlyList<LayerDescription>? Layers { get; init; }

    /// <summary>Where each given parameter stands, by key.</summary>
    public IReadOnlyDictionary<string, ValueOrigin> Origins { get; init; } = new Dictionary<string, ValueOrigin>();

    /// <summary>This model, with what it leaves out taken from another one.</summary>
    public PartialModel OrElse(PartialModel other)
    {
        var origins = new Dictionary<string, ValueOrigin>(other.Origins);
        foreach ((string key, ValueOrigin origin) in Origins)
            origins[key] = origin;
        return new PartialModel
        {
            Weights = Weights ?? other.Weights,
            Correlation = Correlation ?? other.Correlation,
            Gain = Gain ?? other.Gain,
            BiasVariance = BiasVariance ?? other.BiasVariance,
            Activation = Activation ?? other.Activation,
            Depth = Depth ?? other.Depth,
            Width = Width ?? other.Width,
            InputRatio = InputRatio ?? other.InputRatio,
            InputStd = InputStd ?? other.InputStd,
            Postsynaptic = Postsynaptic ?? other.Postsynaptic,
            CorrelationExponent = CorrelationExponent ?? other.CorrelationExponent,
            Presynaptic = Presynaptic ?? other.Presynaptic,
            PresynapticCorrelation = PresynapticCorrelation ?? other.PresynapticCorrelation,
            PresynapticExponent = PresynapticExponent ?? other.PresynapticExponent,
            InputLaw = InputLaw ?? other.InputLaw,
            Layers = Layers ?? other.Layers,
            Origins = origins,
        };
    }

    /// <summary>The whole description; the correlation stays null where none was given.</summary>
    public ModelDescription Describe()
    {
        ModelDescription fallback = ModelDescription.Default;
        return new ModelDescription(
            Weights ?? fallback.Weights,
            Correlation,
            Gain ?? fallback.Gain,
            BiasVariance ?? fallback.BiasVariance,
            Activation ?? fallback.Activation,
            Depth ?? fallback.Depth,
            Width ?? fallback.Width,
            InputRatio ?? fallback.InputRatio,
            InputStd ?? fallback.InputStd,
            Layers)
        {
            Postsynaptic = Postsynaptic,
            CorrelationExponent = CorrelationExponent,
            Presynaptic = Presynaptic,
            PresynapticCorrelation = PresynapticCorrelation,
            PresynapticExponent = PresynapticExponent,
            InputLaw = InputLaw,
        };
    }
}
