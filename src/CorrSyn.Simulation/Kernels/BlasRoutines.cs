namespace CorrSyn.Simulation.Kernels;

/// <summary>The two routines of a native library that are used, in one precision. All matrices are row-major.</summary>
/// <typeparam name="TNumber">What is multiplied.</typeparam>
internal abstract class BlasRoutines<TNumber>
    where TNumber : struct
{
    /// <summary>CblasRowMajor.</summary>
    protected const int RowMajor = 101;

    /// <summary>CblasNoTrans.</summary>
    protected const int Plain = 111;

    /// <summary>CblasTrans.</summary>
    protected const int Transposed = 112;

    /// <summary>CblasUpper.</summary>
    protected const int Upper = 121;

    /// <summary>output = left right^T: M x K by N x K.</summary>
    /// <param name="size">M, N and K, each at least 1.</param>
    /// <param name="left">The first element; rows are leftStride apart.</param>
    /// <param name="leftStride">At least K.</param>
    /// <param name="right">The first element; rows are rightStride apart.</param>
    /// <param name="rightStride">At least K.</param>
    /// <param name="output">The first element; rows are outputStride apart.</param>
    /// <param name="outputStride">At least N.</param>
    /// <param name="degree">Threads at most, where the library can be told.</param>
    public abstract void Multiply(
        (int M, int N, int K) size,
        ref TNumber left,
        int leftStride,
        ref TNumber right,
        int rightStride,
        ref TNumber output,
        int outputStride,
        int degree);

    /// <summary>The upper half of sum (+)= rows^T rows: M x N.</summary>
    /// <param name="size">M and N, each at least 1.</param>
    /// <param name="rows">The first element; rows are rowStride apart.</param>
    /// <param name="rowStride">At least N.</param>
    /// <param name="sum">The first element; rows are sumStride apart.</param>
    /// <param name="sumStride">At least N.</param>
    /// <param name="adds">Whether to add to what the sum holds.</param>
    /// <param name="degree">Threads at most, where the library can be told.</param>
    public abstract void Update(
        (int M, int N) size,
        ref TNumber rows,
        int rowStride,
        ref TNumber sum,
        int sumStride,
        bool adds,
        int degree);
}
