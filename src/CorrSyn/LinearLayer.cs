using CorrSyn.Model;
using CorrSyn.Numeric.Linear;

namespace CorrSyn;

/// <summary>The inputs of a linear network: Gaussian with covariance xi xi^T / N, xi an N x P matrix of independent
/// N(0, sigma^2) entries, drawn once per network.</summary>
/// <param name="Width">N; at least 1.</param>
/// <param name="PatternCount">P; at least 1.</param>
/// <param name="StandardDeviation">sigma; finite, above 0.</param>
public sealed record LinearInputs(int Width, int PatternCount, double StandardDeviation);

/// <summary>A layer of a linear network with Gaussian weights, E[w_ik w_jl] = (g/N) R_ij S_kl, where N is the number of
/// presynaptic neurons. Biases play no part in covariances over inputs.</summary>
public sealed class LinearLayer
{
    private LinearLayer(int postsynapticCount, int presynapticCount, Numeric.Linear.LinearLayer core) =>
        (PostsynapticCount, PresynapticCount, Core) = (postsynapticCount, presynapticCount, core);

    /// <summary>The number of neurons of this layer.</summary>
    public int PostsynapticCount { get; }

    /// <summary>N, the number of neurons of the layer below.</summary>
    public int PresynapticCount { get; }

    /// <summary>g.</summary>
    public double Gain => Core.Gain;

    internal Numeric.Linear.LinearLayer Core { get; }

    /// <summary>A layer whose weights are correlated by given structures.</summary>
    /// <param name="postsynapticCount">At least 1; a multiple of the cells of the structure of rows.</param>
    /// <param name="presynapticCount">N; at least 1; a multiple of the cells of the structure of columns.</param>
    /// <param name="gain">g; finite, above 0. A weight has variance g/N.</param>
    /// <param name="rows">The structure of R, over postsynaptic neurons.</param>
    /// <param name="rowCorrelation">The number x of that structure, 0 &lt;= x &lt; 1: rho itself, not r.</param>
    /// <param name="columns">The structure of S, over presynaptic neurons; the identity if left out.</param>
    /// <param name="columnCorrelation">As rowCorrelation.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range; it is named.</exception>
    public static LinearLayer Create(
        int postsynapticCount,
        int presynapticCount,
        double gain,
        CorrelationStructure rows,
        double rowCorrelation,
        CorrelationStructure? columns = null,
        double columnCorrelation = 0)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentOutOfRangeException.ThrowIfLessThan(postsynapticCount, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(presynapticCount, 1);
        columns ??= CorrelationStructure.Identity;
        CheckGain(gain);
        CheckCells(rows, postsynapticCount, nameof(postsynapticCount));
        CheckCells(columns, presynapticCount, nameof(presynapticCount));
        CheckCorrelation(rowCorrelation, nameof(rowCorrelation));
        CheckCorrelation(columnCorrelation, nameof(columnCorrelation));
        return new LinearLayer(
            postsynapticCount,
            presynapticCount,
            new Numeric.Linear.LinearLayer(
                gain,
                CorrelationMatrix.NewStructured(rows, rowCorrelation, postsynapticCount),
                CorrelationMatrix.NewStructured(columns, columnCorrelation, presynapticCount)));
    }

    /// <summary>A layer whose weights are correlated over postsynaptic neurons by a given matrix.</summary>
    /// <param name="rowCorrelations">R: square, symmetric, with a unit diagonal. It must have no negative eigenvalue,
    /// which is not checked. Copied.</param>
    /// <param name="presynapticCount">N; at least 1.</param>
    /// <param name="gain">g; finite, above 0.</param>
    /// <exception cref="ArgumentException">The matrix is not a correlation matrix.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range; it is named.</exception>
    public static LinearLayer FromMatrix(double[,] rowCorrelations, int presynapticCount, double gain)
    {
        ArgumentNullException.ThrowIfNull(rowCorrelations);
        ArgumentOutOfRangeException.ThrowIfLessThan(presynapticCount, 1);
        CheckGain(gain);
        if (!IsCorrelationMatrix(rowCorrelations))
            throw new ArgumentException("A symmetric matrix with a unit diagonal and entries from -1 to 1 is needed.", nameof(rowCorrelations));
        return new LinearLayer(
            rowCorrelations.GetLength(0),
            presynapticCount,
            new Numeric.Linear.LinearLayer(
                gain,
                CorrelationMatrix.NewEntries((double[,])rowCorrelations.Clone()),
                CorrelationTraces.identity(presynapticCount)));
    }

    private static bool IsCorrelationMatrix(double[,] matrix)
    {
        int size = matrix.GetLength(0);
        if (size == 0 || matrix.GetLength(1) != size)
            return false;
        for (int i = 0; i < size; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                // Written so that NaN is refused.
                if (!(Math.Abs(matrix[i, j]) <= 1 && matrix[i, j] == matrix[j, i]) || (i == j && matrix[i, j] != 1))
                    return false;
            }
        }

        return true;
    }

    private static void CheckGain(double gain)
    {
        if (!(gain > 0 && double.IsFinite(gain)))
            throw new ArgumentOutOfRangeException(nameof(gain), gain, "A finite number above 0.");
    }

    private static void CheckCells(CorrelationStructure structure, int count, string name)
    {
        int cells = CorrelationStructureModule.cellCount(structure);
        if (count % cells != 0)
            throw new ArgumentOutOfRangeException(name, count, $"A multiple of {cells} for {CorrelationStructureModule.name(structure)}.");
    }

    private static void CheckCorrelation(double correlation, string name)
    {
        if (!(correlation >= 0 && correlation < 1))
            throw new ArgumentOutOfRangeException(name, correlation, "0 <= x < 1.");
    }
}
