using System.Numerics.Tensors;
using CorrSyn.Simulation.Kernels;

namespace CorrSyn.Simulation.Estimation;

/// <summary>The scatter Y^T Y of blocks of activity. Keeps its buffers; layers of the same width share it.</summary>
internal sealed class BlockScatter
{
    private readonly int _width;
    private readonly int _degree;
    private readonly double[] _byNeuron;
    private readonly double[] _scatter;
    private readonly TransposedProduct _product = new();

    /// <summary>For blocks of at most that many samples, of N neurons.</summary>
    public BlockScatter(int blockLength, int width, int degree)
    {
        (_width, _degree) = (width, degree);
        _byNeuron = new double[(long)blockLength * width];
        _scatter = new double[(long)width * width];
    }

    /// <summary>The bytes of the buffers.</summary>
    public static long EstimateBytes(int blockLength, int width, int degree) =>
        sizeof(double) * (long)width * (blockLength + width)
        + TransposedProduct.EstimateBytes(width, blockLength, degree);

    /// <summary>Takes in successive samples of a block.</summary>
    /// <param name="samples">The samples in rows.</param>
    /// <param name="first">The place of the first one in the block.</param>
    /// <param name="count">How many there are in the block.</param>
    public void Put(MatrixView samples, int first, int count)
    {
        for (int neuron = 0; neuron < _width; neuron++)
        {
            int target = neuron * count + first;
            for (int sample = 0; sample < samples.Rows; sample++)
                _byNeuron[target + sample] = samples.Values[samples.Offset + sample * samples.Stride + neuron];
        }
    }

    /// <summary>Adds the scatter of a block that has been taken in.</summary>
    /// <param name="count">The number of samples in it.</param>
    /// <param name="sum">What it is added to; N x N.</param>
    /// <param name="cancellation">Looked at many times a second.</param>
    public void AddTo(double[] sum, int count, CancellationToken cancellation)
    {
        _product.MultiplyByItself(
            new MatrixView(_byNeuron, _width, count),
            new MatrixView(_scatter, _width, _width),
            _degree,
            cancellation);
        TensorPrimitives.Add(sum, _scatter, sum);
    }
}
