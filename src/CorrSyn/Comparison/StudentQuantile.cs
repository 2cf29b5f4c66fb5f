using MathNet.Numerics.Distributions;

namespace CorrSyn.Comparison;

/// <summary>Quantiles of Student's t.</summary>
internal static class StudentQuantile
{
    /// <summary>The t that Student's t exceeds with that probability.</summary>
    /// <remarks>Bisection of the logarithm on the lower tail, which the library computes without cancellation; its own inverse does
    /// not reach the wide tails of few degrees of freedom.</remarks>
    public static double Upper(double probability, int freedom)
    {
        double low = 0, high = Math.Log(1e200);
        while (high - low > 1e-14 * high)
        {
            double middle = (low + high) / 2;
            if (StudentT.CDF(0, 1, freedom, -Math.Exp(middle)) > probability)
                low = middle;
            else
                high = middle;
        }

        return Math.Exp(high);
    }
}
