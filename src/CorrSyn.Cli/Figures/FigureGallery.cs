namespace CorrSyn.Cli.Figures;

/// <summary>Every figure that can be made.</summary>
internal static class FigureGallery
{
    /// <summary>In the order of the page.</summary>
    public static IReadOnlyList<FigureKind> All { get; } =
    [
        new("dimension", "D/N against depth: orthogonal, and gaussian synapses with r = 0, 0.5, 1, 2",
            context => DimensionFigure.Make(context, "dimension", "gaussian")),
        new("dimension-binary", "the same for binary synapses", context => DimensionFigure.Make(context, "dimension-binary", "binary")),
        new("decorrelation", "N Sigma against depth, and the ratio of successive layers against r", DecorrelationFigure.Make),
        new("scaling", "what rho = r N^-gamma does in the first layer, for three values of gamma", ScalingFigure.Make),
        new("one-layer", "D/N of one layer against that of its input, for several r", OneLayerFigure.Make),
        new("finite-size", "D/N against the width: simulation and the theory of finite width", FiniteSizeFigure.Make),
        new("phase-diagram", "D/N of very deep networks over gain and bias variance", PhaseFigure.Make),
        new("spectrum", "eigenvalues of the neural covariance of single networks, for r = 0, 1, 2", SpectrumFigure.Make),
        new("hebbian", "a network that learned by Oja's rule, beside shuffled and orthogonal synapses", HebbianFigure.Make),
    ];
}
