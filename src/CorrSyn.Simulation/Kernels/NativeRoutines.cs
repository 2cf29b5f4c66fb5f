using System.Runtime.InteropServices;

namespace CorrSyn.Simulation.Kernels;

/// <summary>cblas_dgemm and cblas_dsyrk: double precision.</summary>
/// <param name="multiply">cblas_dgemm.</param>
/// <param name="update">cblas_dsyrk.</param>
/// <param name="useThreads">Tells the library how many threads to use.</param>
internal sealed class DoubleRoutines(nint multiply, nint update, Action<int> useThreads) : BlasRoutines<double>
{
    private readonly Gemm _multiply = Marshal.GetDelegateForFunctionPointer<Gemm>(multiply);
    private readonly Syrk _update = Marshal.GetDelegateForFunctionPointer<Syrk>(update);

    private delegate void Gemm(
        int order, int transposeLeft, int transposeRight, int rows, int columns, int inner,
        double factor, ref double left, int leftStride, ref double right, int rightStride,
        double outputFactor, ref double output, int outputStride);

    private delegate void Syrk(
        int order, int half, int transpose, int columns, int rows,
        double factor, ref double matrix, int stride, double sumFactor, ref double sum, int sumStride);

    /// <inheritdoc/>
    public override void Multiply(
        (int M, int N, int K) size,
        ref double left,
        int leftStride,
        ref double right,
        int rightStride,
        ref double output,
        int outputStride,
        int degree)
    {
        useThreads(degree);
        _multiply(
            RowMajor, Plain, Transposed, size.M, size.N, size.K, 1, ref left, leftStride, ref right, rightStride, 0,
            ref output, outputStride);
    }

    /// <inheritdoc/>
    public override void Update(
        (int M, int N) size, ref double rows, int rowStride, ref double sum, int sumStride, bool adds, int degree)
    {
        useThreads(degree);
        _update(
            RowMajor, Upper, Transposed, size.N, size.M, 1, ref rows, rowStride, adds ? 1 : 0, ref sum, sumStride);
    }
}

/// <summary>cblas_sgemm and cblas_ssyrk: single precision.</summary>
/// <param name="multiply">cblas_sgemm.</param>
/// <param name="update">cblas_ssyrk.</param>
/// <param name="useThreads">Tells the library how many threads to use.</param>
internal sealed class SingleRoutines(nint multiply, nint update, Action<int> useThreads) : BlasRoutines<float>
{
    private readonly Gemm _multiply = Marshal.GetDelegateForFunctionPointer<Gemm>(multiply);
    private readonly Syrk _update = Marshal.GetDelegateForFunctionPointer<Syrk>(update);

    private delegate void Gemm(
        int order, int transposeLeft, int transposeRight, int rows, int columns, int inner,
        float factor, ref float left, int leftStride, ref float right, int rightStride,
        float outputFactor, ref float output, int outputStride);

    private delegate void Syrk(
        int order, int half, int transpose, int columns, int rows,
        float factor, ref float matrix, int stride, float sumFactor, ref float sum, int sumStride);

    /// <inheritdoc/>
    public override void Multiply(
        (int M, int N, int K) size,
        ref float left,
        int leftStride,
        ref float right,
        int rightStride,
        ref float output,
        int outputStride,
        int degree)
    {
        useThreads(degree);
        _multiply(
            RowMajor, Plain, Transposed, size.M, size.N, size.K, 1, ref left, leftStride, ref right, rightStride, 0,
            ref output, outputStride);
    }

    /// <inheritdoc/>
    public override void Update(
        (int M, int N) size, ref float rows, int rowStride, ref float sum, int sumStride, bool adds, int degree)
    {
        useThreads(degree);
        _update(
            RowMajor, Upper, Transposed, size.N, size.M, 1, ref rows, rowStride, adds ? 1 : 0, ref sum, sumStride);
    }
}
