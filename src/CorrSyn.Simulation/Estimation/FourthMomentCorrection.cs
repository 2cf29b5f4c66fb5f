namespace CorrSyn.Simulation.Estimation;

/// <summary>
/// Turns traces of the sample covariance S (denominator n - 1) of n independent samples into unbiased estimates of the
/// traces of the true covariance C, for every distribution with fourth moments (Himeno and Yamada, J. Multivariate
/// Anal. 130, 27 (2014); the unbiasedness is checked here by enumeration).
/// </summary>
/// <remarks>
/// With F = sum_s |x_s - mean|^4/(n - 1) and c = (n - 1)/(n (n - 2)(n - 3)):
/// tr C^2 from c [(n - 1)(n - 2) tr S^2 + (tr S)^2 - n F];
/// (tr C)^2 from c [2 tr S^2 + (n^2 - 3n + 1)(tr S)^2 - n F]. In one dimension the two agree.
/// </remarks>
public readonly struct FourthMomentCorrection
{
    private readonly double _n;
    private readonly double _factor;

    /// <summary>The correction for n samples.</summary>
    /// <param name="sampleCount">n; at least 4.</param>
    /// <exception cref="ArgumentOutOfRangeException">Below 4.</exception>
    public FourthMomentCorrection(int sampleCount)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(sampleCount, 4);
        _n = sampleCount;
        _factor = (_n - 1) / (_n * (_n - 2) * (_n - 3));
    }

    /// <summary>An unbiased estimate of tr C^2; can be negative.</summary>
    /// <param name="traceOfSquare">tr S^2.</param>
    /// <param name="trace">tr S.</param>
    /// <param name="fourthMoment">F.</param>
    public double TraceOfSquare(double traceOfSquare, double trace, double fourthMoment) =>
        _factor * ((_n - 1) * (_n - 2) * traceOfSquare + trace * trace - _n * fourthMoment);

    /// <summary>An unbiased estimate of (tr C)^2; can be negative.</summary>
    /// <param name="traceOfSquare">tr S^2.</param>
    /// <param name="trace">tr S.</param>
    /// <param name="fourthMoment">F.</param>
    public double SquaredTrace(double traceOfSquare, double trace, double fourthMoment) =>
        _factor * (2 * traceOfSquare + (_n * _n - 3 * _n + 1) * trace * trace - _n * fourthMoment);

    /// <summary>An unbiased estimate of sum_i C_ii^2: the one-dimensional case, which is linear in its moments and so can
    /// be summed over variables first.</summary>
    /// <param name="squaredVariances">sum_i S_ii^2.</param>
    /// <param name="fourthMoments">sum_i F_i, F of each variable alone.</param>
    public double SquaredVariances(double squaredVariances, double fourthMoments) =>
        _factor * ((_n * _n - 3 * _n + 3) * squaredVariances - _n * fourthMoments);
}
