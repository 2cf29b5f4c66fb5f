using CorrSyn.Model;

namespace CorrSyn.Simulation.Sampling;

/// <summary>A symmetric law of one number, of mean 0 and variance 1, from a uniform number.</summary>
/// <remarks>Derived here; dimensionless. E x^4 is 1/p for the three values -1/sqrt(p), 0 and 1/sqrt(p), 9/5 for the uniform law, and 6 for
/// that of Laplace, whose numbers are at most 26 in size (k/2^53 has no smaller distance to its ends but 0).</remarks>
internal readonly struct ValueLaw
{
    private readonly WeightValues _values;
    private readonly double _density;
    private readonly double _scale;

    /// <summary>The law of some values that are not Gaussian.</summary>
    /// <param name="values">Binary, sparse, uniform or of Laplace.</param>
    /// <param name="amplitude">The standard deviation of the numbers.</param>
    public ValueLaw(WeightValues values, double amplitude)
    {
        _values = values;
        _density = values is WeightValues.Sparse sparse ? sparse.density : 1;
        _scale = values.IsUniform ? amplitude * Math.Sqrt(12)
            : values.IsLaplace ? amplitude * Math.Sqrt(0.5)
            : amplitude / Math.Sqrt(_density);
    }

    /// <summary>Uniform numbers k/2^53 become numbers of this law.</summary>
    public void Transform(Span<double> numbers)
    {
        if (_values.IsUniform)
        {
            foreach (ref double number in numbers)
                number = _scale * (number + HalfStep - 0.5);
        }
        else if (_values.IsLaplace)
        {
            foreach (ref double number in numbers)
                number = Laplace(number + HalfStep);
        }
        else
        {
            foreach (ref double number in numbers)
                number = number < 0.5 * _density ? -_scale : number < _density ? _scale : 0;
        }
    }

    // In the middle of its step, so that the law is symmetric and no number is at the end.
    private const double HalfStep = 1.0 / (1UL << 54);

    private double Laplace(double uniform) =>
        uniform < 0.5 ? _scale * Math.Log(2 * uniform) : -_scale * Math.Log(2 * (1 - uniform));
}
