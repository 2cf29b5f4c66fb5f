using CorrSyn.Simulation.Kernels;

namespace CorrSyn.Simulation.Estimation;

/// <summary>Adds the scatter Y^T Y of some samples at a time. Keeps its buffers; layers of the same width share it.</summary>
internal sealed class BlockScatter
{
    // A multiple of the rows that an update packs at a time; 2 MB at N = 1000.
    private const int MostRows = 256;

    private readonly int _width;
    private readonly int _degree;
    private readonly double[] _rows;
    private readonly double[] _squaredNorms = new double[MostRows];
    private readonly SymmetricUpdate _update;

    /// <summary>For N neurons.</summary>
    public BlockScatter(int width, int degree, Arithmetic arithmetic)
    {
        (_width, _degree) = (width, degree);
        _update = new SymmetricUpdate(arithmetic);
        _rows = new double[(long)MostRows * width];
    }

    /// <summary>The bytes of the buffers.</summary>
    public static long EstimateBytes(int width) =>
        sizeof(double) * (long)MostRows * width + SymmetricUpdate.EstimateBytes(width);

    /// <summary>Takes in successive samples.</summary>
    /// <param name="activity">h, one row per sample.</param>
    /// <param name="shift">What is subtracted from every sample.</param>
    /// <param name="powers">The sums over samples of the powers 2, 3 and 4 of h minus the shift, neuron by neuron.</param>
    /// <param name="half">Everything else is added to it.</param>
    /// <param name="cancellation">Looked at many times a second.</param>
    public void Add(
        MatrixView activity, double[] shift, double[][] powers, HalfScatter half, CancellationToken cancellation)
    {
        double[][] fromFirst = [half.Sums, .. powers];
        for (int first = 0; first < activity.Rows; first += MostRows)
        {
            cancellation.ThrowIfCancellationRequested();
            MatrixView part = activity.Part(first, Math.Min(MostRows, activity.Rows - first));
            var shifted = new MatrixView(_rows, part.Rows, _width);
            Span<double> squaredNorms = _squaredNorms.AsSpan(0, part.Rows);
            RowSums.AddPowers(part, shift, shifted, fromFirst, squaredNorms);
            half.AddNorms(shifted, squaredNorms);
            _update.Add(shifted, new MatrixView(half.Scatter, _width, _width), _degree, cancellation);
        }
    }
}
