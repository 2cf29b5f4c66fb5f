using System.Numerics.Tensors;

namespace CorrSyn.Simulation.Sampling;

/// <summary>
/// Draws Haar-distributed orthogonal matrices, by accumulating random reflections (Stewart, SIAM J. Numer. Anal. 17,
/// 403 (1980)), in the form of the subgroup algorithm: if W is Haar on O(n - 1), v uniform on the sphere and G any
/// orthogonal matrix made from v alone with first column v, then G diag(1, W) is Haar on O(n).
/// </summary>
/// <remarks>
/// G is a reflection R or its negative, whichever avoids cancellation. The sign is carried along as one number rather
/// than multiplied in at every step. The 1 x 1 base is a random sign. Cost 4/3 n^3 multiply-adds.
/// </remarks>
internal sealed class HaarSampler
{
    private readonly int _size;
    private readonly double _scale;
    private readonly double[] _values;
    private readonly double[] _axis;
    private readonly double[] _image;

    /// <summary>A sampler of scale times Haar on O(size).</summary>
    public HaarSampler(int size, double scale)
    {
        long elements = (long)size * size;
        ArgumentOutOfRangeException.ThrowIfGreaterThan(elements, Array.MaxLength, nameof(size));
        (_size, _scale) = (size, scale);
        _values = new double[elements];
        _axis = new double[size];
        _image = new double[size];
    }

    /// <summary>One row of the matrix drawn last.</summary>
    public ReadOnlySpan<double> Row(int row)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(row, _size);
        return _values.AsSpan(row * _size, _size);
    }

    /// <summary>Draws a matrix. Position 0 of the stream is the sign of the base, position n (N + 1 numbers rounded up
    /// to groups each) the direction of step n.</summary>
    public void Draw(RandomStream stream, CancellationToken cancellation)
    {
        Span<double> sign = stackalloc double[1];
        stream.FillSigns(0, sign);
        double blockSign = sign[0];
        Tail(_size - 1, 1)[0] = 1;
        for (int n = 2; n <= _size; n++)
        {
            Span<double> axis = _axis.AsSpan(0, n);
            stream.FillGaussian(n * RandomStream.GroupCount(_size), axis);
            double norm = TensorPrimitives.Norm<double>(axis);
            double direction = axis[0] < 0 ? -1 : 1;

            // u = v + direction |v| e1: the reflection along u takes e1 to -direction v/|v|.
            double inverse = 1 / (norm * (norm + Math.Abs(axis[0])));
            axis[0] += direction * norm;
            Border(n, blockSign);
            Reflect(n, axis, inverse, cancellation);
            blockSign *= -direction;
        }

        TensorPrimitives.Multiply(_values, blockSign * _scale, _values);
    }

    // The last n columns of a row.
    private Span<double> Tail(int row, int n) => _values.AsSpan(row * _size + _size - n, n);

    // The lower right n x n block becomes blockSign diag(1, W), divided by blockSign.
    private void Border(int n, double blockSign)
    {
        int first = _size - n;
        Tail(first, n).Clear();
        Tail(first, n)[0] = blockSign;
        for (int row = first + 1; row < _size; row++)
            Tail(row, n)[0] = 0;
    }

    // block -= u (2/|u|^2 u^T block), with inverse = 2/|u|^2.
    private void Reflect(int n, ReadOnlySpan<double> axis, double inverse, CancellationToken cancellation)
    {
        int first = _size - n;
        Span<double> image = _image.AsSpan(0, n);
        image.Clear();
        for (int i = 0; i < n; i++)
            TensorPrimitives.MultiplyAdd(Tail(first + i, n), inverse * axis[i], image, image);
        cancellation.ThrowIfCancellationRequested();
        for (int i = 0; i < n; i++)
            TensorPrimitives.MultiplyAdd(image, -axis[i], Tail(first + i, n), Tail(first + i, n));
    }
}
