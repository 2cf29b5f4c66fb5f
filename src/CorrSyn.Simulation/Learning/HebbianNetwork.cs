using CorrSyn.Simulation.Estimation;
using CorrSyn.Simulation.Kernels;
using CorrSyn.Simulation.Learning.Readout;

namespace CorrSyn.Simulation.Learning;

/// <summary>One layer of a network.</summary>
/// <param name="Weights">w, N_out x N_in.</param>
/// <param name="Biases">b, N_out numbers; the same for all variants.</param>
/// <param name="CovarianceBelow">C of the layer below over the held-out inputs, N_in x N_in.</param>
/// <param name="Statistics">Of the activity, over the held-out inputs, bias-corrected.</param>
/// <param name="Readout">How well classes are read from the activity; null without labels.</param>
public sealed record HebbianLayer(
    MatrixView Weights, double[] Biases, double[] CovarianceBelow, LayerStatistics Statistics, ReadoutResult? Readout);

/// <summary>A network with one kind of weights.</summary>
/// <param name="Variant">Which weights.</param>
/// <param name="Layers">From the first layer above the input up.</param>
public sealed record HebbianNetwork(SynapseVariant Variant, IReadOnlyList<HebbianLayer> Layers);

/// <summary>The networks of one run, which have their inputs and biases in common.</summary>
/// <param name="Instance">The number of the run, from 0.</param>
/// <param name="Input">The statistics of the held-out inputs.</param>
/// <param name="InputMean">The mean of the held-out inputs; their covariance is that below the first layer.</param>
/// <param name="InputReadout">How well classes are read from the input; null without labels.</param>
/// <param name="Networks">One for each variant, in the order of <see cref="SynapseVariant"/>.</param>
public sealed record HebbianRun(
    int Instance, LayerStatistics Input, double[] InputMean, ReadoutResult? InputReadout, IReadOnlyList<HebbianNetwork> Networks);
