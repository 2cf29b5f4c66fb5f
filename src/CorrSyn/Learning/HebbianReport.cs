using CorrSyn.Simulation.Estimation;
using CorrSyn.Simulation.Learning;

namespace CorrSyn.Learning;

/// <summary>What was found about networks that learn, and about their controls. Every estimate is a mean over the runs
/// with its standard error over them.</summary>
/// <param name="Settings">What was run.</param>
/// <param name="Input">The held-out inputs.</param>
/// <param name="Networks">One for each variant: learned, rotated, shuffled, orthogonal.</param>
/// <param name="Learned">The claims about the learned networks, against shuffled and orthogonal rows.</param>
/// <param name="Rotated">The same about the rotated networks, which keep the correlations of learned rows and lose their alignment with
/// the covariance of the layer below: what correlations do by themselves.</param>
/// <param name="Notes">What stands out, in sentences.</param>
public sealed record HebbianReport(
    HebbianSettings Settings,
    HebbianInput Input,
    IReadOnlyList<HebbianNetworkReport> Networks,
    HebbianClaims Learned,
    HebbianClaims Rotated,
    IReadOnlyList<string> Notes);

/// <summary>The held-out inputs.</summary>
/// <param name="Width">N of the input.</param>
/// <param name="K1">Mean variance of a neuron.</param>
/// <param name="NSigma">N Sigma.</param>
/// <param name="Dimension">D/N; null where it is not defined.</param>
/// <param name="Accuracy">Of the read-out; null without labels.</param>
public sealed record HebbianInput(int Width, Estimate K1, Estimate NSigma, Estimate? Dimension, Estimate? Accuracy);

/// <summary>Networks with one kind of weights.</summary>
/// <param name="Variant">Which weights.</param>
/// <param name="Layers">The layers above the input, from below.</param>
public sealed record HebbianNetworkReport(SynapseVariant Variant, IReadOnlyList<HebbianLayerReport> Layers);

/// <summary>One layer of networks with one kind of weights.</summary>
/// <param name="Layer">From 1.</param>
/// <param name="Gain">The mean squared norm of a row.</param>
/// <param name="MeanCorrelation">rBar.</param>
/// <param name="EffectiveCorrelationSquared">r_eff^2.</param>
/// <param name="AlignedCorrelationSquared">r_C^2: the same with directions weighted by the covariance of the layer below. The map
/// takes r_eff^2, for weights that know nothing of that covariance; where r_C^2 is far from it, weights are aligned with it.</param>
/// <param name="K1">Mean variance of a neuron.</param>
/// <param name="NSigma">N Sigma.</param>
/// <param name="NSigmaRatio">N Sigma over that of the layer below; null where one of them is not above 0 in a run.</param>
/// <param name="Dimension">D/N, bias-corrected; null where it is not defined in a run.</param>
/// <param name="Accuracy">Of the read-out; null without labels.</param>
/// <param name="Ridges">The regularisation chosen in each run, in units of the mean variance of a neuron; empty without
/// labels.</param>
/// <param name="Theory">What the layer map says of the measured r_eff^2, gain, biases and input; null where it has no
/// answer.</param>
/// <param name="SingleNetwork">What the theory of each network says of its actual weights and biases and of the mean and covariance of
/// the held-out inputs; null where it was not asked for, or has no answer.</param>
public sealed record HebbianLayerReport(
    int Layer,
    Estimate Gain,
    Estimate MeanCorrelation,
    Estimate EffectiveCorrelationSquared,
    Estimate AlignedCorrelationSquared,
    Estimate K1,
    Estimate NSigma,
    Estimate? NSigmaRatio,
    Estimate? Dimension,
    Estimate? Accuracy,
    IReadOnlyList<double> Ridges,
    HebbianPrediction? Theory,
    HebbianPrediction? SingleNetwork);

/// <summary>What a theory says of a layer: a mean over the runs, each with its own measured numbers.</summary>
/// <param name="Dimension">D/N.</param>
/// <param name="NSigma">N Sigma.</param>
/// <param name="NSigmaRatio">N Sigma over that of the layer below; null where that is 0.</param>
public sealed record HebbianPrediction(Estimate Dimension, Estimate NSigma, Estimate? NSigmaRatio);
