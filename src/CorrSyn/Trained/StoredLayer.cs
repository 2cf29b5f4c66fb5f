using CorrSyn.Formats;

namespace CorrSyn.Trained;

/// <summary>The weights and biases of one layer in a file: known by name and size, read on request.</summary>
public sealed class StoredLayer
{
    private readonly ArrayEntry _weights;
    private readonly ArrayEntry? _biases;
    private readonly WeightLayout _layout;

    internal StoredLayer(ArrayEntry weights, ArrayEntry? biases, WeightLayout layout) =>
        (_weights, _biases, _layout) = (weights, biases, layout);

    /// <summary>The name of the weights in the file; print it through <see cref="PrintableText"/>.</summary>
    public string Name => _weights.Name;

    /// <summary>The name of the biases; null if there are none, and they count as 0.</summary>
    public string? BiasName => _biases?.Name;

    /// <summary>The shape in the file.</summary>
    public IReadOnlyList<long> Shape => _weights.Shape;

    /// <summary>Whether the weights are a kernel of a convolution (out, in, extents), of which each output channel counts
    /// as a neuron that sees one patch.</summary>
    public bool IsConvolution => Shape.Count > 2;

    /// <summary>N_out, rows of the weight matrix.</summary>
    public int PostsynapticCount => (int)(_layout == WeightLayout.OutIn || IsConvolution ? Shape[0] : Shape[1]);

    /// <summary>N_in, columns of the weight matrix; of a kernel, the size of its patch.</summary>
    public int PresynapticCount => (int)(_weights.Count / PostsynapticCount);

    /// <summary>Reads the weights.</summary>
    /// <param name="cancellation">Looked at every megabyte.</param>
    /// <returns>w, N_out x N_in, row by row.</returns>
    /// <exception cref="ArrayFormatException">The data are damaged.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="NotFiniteNumberException">A weight is not a finite number; the message names it.</exception>
    public double[] ReadWeights(CancellationToken cancellation = default)
    {
        double[] values = Finite(_weights.Read(cancellation).Values, Name, "weight");
        return _layout == WeightLayout.OutIn || IsConvolution
            ? values
            : Transposed(values, PostsynapticCount, PresynapticCount);
    }

    /// <summary>Reads the biases.</summary>
    /// <param name="cancellation">Looked at every megabyte.</param>
    /// <returns>b, one number for each neuron; zeros if there are none.</returns>
    /// <exception cref="ArrayFormatException">The data are damaged.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="NotFiniteNumberException">A bias is not a finite number; the message names it.</exception>
    public double[] ReadBiases(CancellationToken cancellation = default) =>
        _biases is null
            ? new double[PostsynapticCount]
            : Finite(_biases.Read(cancellation).Values, _biases.Name, "bias");

    private static double[] Finite(double[] values, string name, string what)
    {
        int place = Array.FindIndex(values, value => !double.IsFinite(value));
        return place < 0
            ? values
            : throw new NotFiniteNumberException(
                FormattableString.Invariant($"{PrintableText.Of(name)}: {what} {place} (counted from 0) is {values[place]}"), values[place]);
    }

    private static double[] Transposed(double[] values, int rows, int columns)
    {
        // Squares of 32 x 32 numbers, so that both sides stay in the cache.
        const int Side = 32;
        var transposed = new double[values.Length];
        for (int firstRow = 0; firstRow < rows; firstRow += Side)
        {
            for (int firstColumn = 0; firstColumn < columns; firstColumn += Side)
            {
                for (int row = firstRow; row < Math.Min(firstRow + Side, rows); row++)
                {
                    for (int column = firstColumn; column < Math.Min(firstColumn + Side, columns); column++)
                        transposed[(row * columns) + column] = values[(column * rows) + row];
                }
            }
        }

        return transposed;
    }
}
