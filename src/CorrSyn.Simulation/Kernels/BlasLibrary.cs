using System.Runtime.InteropServices;

namespace CorrSyn.Simulation.Kernels;

/// <summary>A native library with the C interface of BLAS, with 32-bit sizes. It stays loaded until the program ends.</summary>
/// <remarks>Its results depend on the library, its version, the machine and the number of threads.</remarks>
public sealed class BlasLibrary
{
    private BlasLibrary(string name, BlasRoutines<double> doubles, BlasRoutines<float> singles) =>
        (Name, Doubles, Singles) = (name, doubles, singles);

    /// <summary>The names that are tried where no path is given, in order.</summary>
    public static IReadOnlyList<string> UsualNames { get; } =
        OperatingSystem.IsWindows() ? ["openblas.dll", "libopenblas.dll", "mkl_rt.2.dll", "mkl_rt.dll"]
        : OperatingSystem.IsMacOS()
            ? ["/System/Library/Frameworks/Accelerate.framework/Accelerate", "libopenblas.dylib"]
        : ["libopenblas.so.0", "libopenblas.so", "libmkl_rt.so.2", "libmkl_rt.so", "libblas.so.3", "libcblas.so.3", "libcblas.so"];

    /// <summary>The file name it was found under, and what it says of itself where it does.</summary>
    public string Name { get; }

    internal BlasRoutines<double> Doubles { get; }

    internal BlasRoutines<float> Singles { get; }

    /// <summary>The first of some libraries that is there and has the four routines cblas_dgemm, cblas_sgemm, cblas_dsyrk and
    /// cblas_ssyrk; null if none is.</summary>
    /// <param name="names">File names, or paths.</param>
    public static BlasLibrary? TryLoad(IReadOnlyList<string> names)
    {
        ArgumentNullException.ThrowIfNull(names);
        foreach (string name in names)
        {
            if (NativeLibrary.TryLoad(name, out nint handle) && TryCreate(name, handle) is { } library)
                return library;
        }

        return null;
    }

    private static BlasLibrary? TryCreate(string name, nint handle)
    {
        if (!NativeLibrary.TryGetExport(handle, "cblas_dgemm", out nint multiplyDoubles)
            || !NativeLibrary.TryGetExport(handle, "cblas_sgemm", out nint multiplySingles)
            || !NativeLibrary.TryGetExport(handle, "cblas_dsyrk", out nint updateDoubles)
            || !NativeLibrary.TryGetExport(handle, "cblas_ssyrk", out nint updateSingles))
        {
            return null;
        }

        Action<int> useThreads = ThreadSetter(handle);
        return new BlasLibrary(
            Describe(name, handle),
            new DoubleRoutines(multiplyDoubles, updateDoubles, useThreads),
            new SingleRoutines(multiplySingles, updateSingles, useThreads));
    }

    private static Action<int> ThreadSetter(nint handle) =>
        NativeLibrary.TryGetExport(handle, "openblas_set_num_threads", out nint setter)
        || NativeLibrary.TryGetExport(handle, "MKL_Set_Num_Threads", out setter)
            ? new Action<int>(Marshal.GetDelegateForFunctionPointer<SetThreads>(setter).Invoke)
            : static _ => { };

    // Without commas and braces, which separate the members of a header.
    private static string Describe(string name, nint handle)
    {
        string file = Path.GetFileName(name);
        if (!NativeLibrary.TryGetExport(handle, "openblas_get_config", out nint config)
            || Marshal.PtrToStringUTF8(Marshal.GetDelegateForFunctionPointer<GetText>(config)()) is not { } text)
        {
            return file;
        }

        string[] words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return $"{file} ({string.Join(' ', words.Take(2))})";
    }

    private delegate void SetThreads(int count);

    private delegate nint GetText();
}
