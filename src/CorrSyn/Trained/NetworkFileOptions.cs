using CorrSyn.Formats;

namespace CorrSyn.Trained;

/// <summary>How to find the layers of a network in its files. A pattern is a name in which * stands for any text and ?
/// for any character.</summary>
/// <param name="Layout">Which axis counts the postsynaptic neurons.</param>
/// <param name="LayerPattern">The names of the weights; null for every matrix and every kernel.</param>
/// <param name="BiasPattern">The names of the biases, matched with the layers in order; null to look for them by the
/// names of the weights.</param>
/// <param name="Limits">What is accepted from a file; null for the default.</param>
public sealed record NetworkFileOptions(
    WeightLayout Layout = WeightLayout.OutIn,
    string? LayerPattern = null,
    string? BiasPattern = null,
    FormatLimits? Limits = null);
