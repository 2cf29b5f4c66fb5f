using CorrSyn.Simulation.Kernels;

namespace CorrSyn.Simulation.Estimation;

/// <summary>What was measured at one layer of one network. C is the covariance of the activity h over inputs, m its
/// mean; all numbers are dimensionless estimates from M inputs, and all are finite.</summary>
/// <param name="Layer">0 (the input) to L.</param>
/// <param name="K1">mean_i C_ii = tr C / N.</param>
/// <param name="K2">mean_i C_ii^2.</param>
/// <param name="Q">mean_i m_i^2.</param>
/// <param name="NSigma">N Sigma = (tr C^2 - sum_i C_ii^2)/(N - 1): N times the mean squared covariance of two
/// neurons.</param>
/// <param name="Dimension">D/N = (tr C)^2/(N tr C^2), from 8 inputs on without the bias of the ratio; null where the estimate of
/// tr C^2 is not above 0, as for a dead layer.</param>
/// <param name="SquaredTrace">(tr C)^2.</param>
/// <param name="TraceOfSquare">tr C^2.</param>
/// <param name="SquaredSampleMean">Mean over neurons of the squared mean over the M inputs themselves: Q before any
/// correction.</param>
/// <param name="PreActivation">The pre-activations; null at the input.</param>
public readonly record struct LayerStatistics(
    int Layer,
    double K1,
    double K2,
    double Q,
    double NSigma,
    double? Dimension,
    double SquaredTrace,
    double TraceOfSquare,
    double SquaredSampleMean,
    PreActivationStatistics? PreActivation)
{
    // Activity is rounded to 1e-16 of its size, so a variation of 1e-10 of its mean is still known to 1e-6.
    private const double SmallestVariation = 1e-10;

    // After products in single precision activity is rounded to 1e-7 of its size, so a variation of 1e-4 of its mean is still
    // known to 1e-3.
    private const double SmallestVariationInSingle = 1e-4;

    // The square of a larger number would overflow in the variance over networks.
    private const double Limit = 1e150;

    /// <summary>The mean of <see cref="PreActivation"/> over draws of the weights and biases of this layer, given the layer
    /// below in this network; measured for structured networks only, else null, and null at the input.</summary>
    public PreActivationStatistics? ExpectedPreActivation { get; init; }

    /// <summary>The variance that the choice of the inputs, rather than of the network, gives <see cref="Dimension"/>; a
    /// rough estimate, to be averaged over networks. Null for the plain estimator and below 8 inputs.</summary>
    public double? DimensionInputVariance { get; init; }

    /// <summary>A quantity by name; null only for a dimension that is not defined.</summary>
    /// <param name="quantity">Which one.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such quantity.</exception>
    public double? ValueOf(LayerQuantity quantity) =>
        quantity switch
        {
            LayerQuantity.K1 => K1,
            LayerQuantity.K2 => K2,
            LayerQuantity.Q => Q,
            LayerQuantity.NSigma => NSigma,
            LayerQuantity.Dimension => Dimension,
            _ => throw new ArgumentOutOfRangeException(nameof(quantity), quantity, "No such quantity."),
        };

    /// <summary>Whether activity varies over inputs by more than floating point rounds it: where it does not, as deep in a
    /// network whose inputs have all become alike, K1, K2, N Sigma and D/N are rounding noise.</summary>
    public bool IsResolved => IsResolvedIn(NumberPrecision.Double);

    /// <summary>The same after products in that precision.</summary>
    internal bool IsResolvedIn(NumberPrecision precision)
    {
        double smallest = precision == NumberPrecision.Single ? SmallestVariationInSingle : SmallestVariation;
        return K1 > smallest * smallest * SquaredSampleMean;
    }

    /// <summary>Whether every number is small enough for averages and errors over networks to be finite.</summary>
    internal bool IsInRange =>
        Math.Abs(K1) < Limit && Math.Abs(K2) < Limit && Math.Abs(Q) < Limit && Math.Abs(NSigma) < Limit
        && SquaredTrace < Limit && Math.Abs(TraceOfSquare) < Limit && Math.Abs(Dimension ?? 0) < Limit
        && (PreActivation?.Variance ?? 0) < Limit && (PreActivation?.SquaredMean ?? 0) < Limit;
}
