using System.Numerics.Tensors;
using CorrSyn.Simulation.Kernels;

namespace CorrSyn.Simulation.Learning.Rules;

/// <summary>Symmetric lateral weights l that inhibit, y = w x - l y, and what they make of the feedforward weights:
/// y = (1 + l)^-1 w x.</summary>
/// <remarks>The inverse follows the lateral weights by Newton's iteration p := p (2 - (1 + l) p), which doubles the digits in each
/// round and needs nothing but products; the inverse of the step before is a good beginning.</remarks>
internal sealed class LateralInhibition
{
    // The next round squares it.
    private const double LastResidual = 1e-7;
    private const int MostRounds = 60;

    private readonly int _count;
    private readonly TransposedProduct _product = new();
    private readonly double[] _inverse;
    private readonly double[] _residual;
    private readonly double[] _next;

    /// <summary>No inhibition yet.</summary>
    public LateralInhibition(int count)
    {
        _count = count;
        Weights = new double[count * count];
        _inverse = new double[count * count];
        _residual = new double[count * count];
        _next = new double[count * count];
        for (int i = 0; i < count; i++)
            _inverse[i * (count + 1)] = 1;
    }

    /// <summary>l, symmetric with zeros on the diagonal; N x N.</summary>
    public double[] Weights { get; }

    /// <summary>output = (1 + l)^-1 w.</summary>
    /// <param name="transposed">w^T, N_in x N.</param>
    /// <param name="output">N x N_in.</param>
    /// <param name="degree">Threads at most.</param>
    /// <param name="cancellation">Looked at many times a second.</param>
    public void Apply(MatrixView transposed, MatrixView output, int degree, CancellationToken cancellation) =>
        _product.Multiply(View(_inverse), transposed, output, degree, cancellation);

    /// <summary>l += rate a outside the diagonal, a the second moments.</summary>
    /// <param name="moments">Mean of y y^T over the batch, N x N.</param>
    /// <param name="rate">The rate.</param>
    /// <param name="degree">Threads at most.</param>
    /// <param name="cancellation">Looked at many times a second.</param>
    /// <returns>Whether the inverse could follow.</returns>
    public bool Learn(double[] moments, double rate, int degree, CancellationToken cancellation)
    {
        TensorPrimitives.MultiplyAdd(moments, rate, Weights, Weights);
        for (int i = 0; i < _count; i++)
            Weights[i * (_count + 1)] = 0;
        for (int round = 0; round < MostRounds; round++)
        {
            // The inverse of a symmetric matrix is symmetric, and a b^T = a b.
            _product.Multiply(View(Weights), View(_inverse), View(_residual), degree, cancellation);
            TensorPrimitives.Add(_residual, _inverse, _residual);
            TensorPrimitives.Negate<double>(_residual, _residual);
            for (int i = 0; i < _count; i++)
                _residual[i * (_count + 1)] += 1;

            // The library gives the element of largest size with its sign.
            double size = Math.Abs(TensorPrimitives.MaxMagnitude<double>(_residual));
            if (!double.IsFinite(size))
                return false;
            Transposition.Copy(View(_residual), View(_next));
            Array.Copy(_next, _residual, _next.Length);
            _product.Multiply(View(_inverse), View(_residual), View(_next), degree, cancellation);
            TensorPrimitives.Add(_inverse, _next, _inverse);
            Symmetrise();
            if (size < LastResidual)
                return true;
        }

        return false;
    }

    private void Symmetrise()
    {
        for (int i = 0; i < _count; i++)
        {
            for (int j = 0; j < i; j++)
            {
                double mean = 0.5 * (_inverse[i * _count + j] + _inverse[j * _count + i]);
                (_inverse[i * _count + j], _inverse[j * _count + i]) = (mean, mean);
            }
        }
    }

    private MatrixView View(double[] values) => new(values, _count, _count);
}
