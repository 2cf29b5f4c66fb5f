namespace CorrSyn.Trained;

/// <summary>Where a number of D/N comes from; each is null where it cannot be had.</summary>
/// <param name="ScalarMap">The layer map with r_eff^2, the gain and the biases of each layer.</param>
/// <param name="SingleNetwork">The theory of this one network, with its actual weights.</param>
/// <param name="Measured">Sampled: inputs sent through the network, corrected for their finite number.</param>
public sealed record LayerDimensions(double? ScalarMap, double? SingleNetwork, double? Measured);

/// <summary>What the weights of one layer are like, and what they do to the dimensionality.</summary>
/// <param name="Layer">The stored layer.</param>
/// <param name="Gain">g: the mean squared norm of a row.</param>
/// <param name="BiasVariance">The mean squared bias.</param>
/// <param name="Correlation">rBar and r_eff^2, with their null distributions.</param>
/// <param name="Spectrum">Outliers of w w^T.</param>
/// <param name="Dimensions">D/N of the layer.</param>
public sealed record AnalysedLayer(
    StoredLayer Layer,
    double Gain,
    double BiasVariance,
    WeightCorrelationReport Correlation,
    WeightSpectrumReport Spectrum,
    LayerDimensions Dimensions);

/// <summary>What was found about a network.</summary>
/// <param name="InputDimensions">D/N of the input.</param>
/// <param name="Layers">The layers from the input up.</param>
/// <param name="Notes">What limits the predictions, in sentences.</param>
public sealed record NetworkReport(
    LayerDimensions InputDimensions, IReadOnlyList<AnalysedLayer> Layers, IReadOnlyList<string> Notes);
