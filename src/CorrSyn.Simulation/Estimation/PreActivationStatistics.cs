namespace CorrSyn.Simulation.Estimation;

/// <summary>What is measured of the pre-activations z = w h + b of one layer of one network. Given the layer below, the
/// mean of each over draws of the weights and biases follows from their variances and pair correlation alone.</summary>
/// <param name="Variance">Mean over neurons of the variance of z over inputs; unbiased.</param>
/// <param name="SharedVariance">Variance over inputs of the mean of z over neurons; where the weights are correlated in
/// blocks or patterns, the sum over these of the variance of the mean of s_i z_i, s_i being 1, -1 or 0; unbiased.</param>
/// <param name="SquaredMean">Mean over neurons of the squared mean of z over the M inputs themselves.</param>
public readonly record struct PreActivationStatistics(double Variance, double SharedVariance, double SquaredMean);
