using System.CommandLine;
using CorrSyn.Simulation.Kernels;

namespace CorrSyn.Cli.Arguments;

/// <summary>The options that say how matrix products are computed.</summary>
internal static class ArithmeticOptions
{
    /// <summary>The environment variable that names the native library.</summary>
    public const string LibraryVariable = "CORRSYN_BLAS";

    private const string Native = "native";

    public static ValueOption Precision { get; } = new(
        "--precision", "NAME", "double, single",
        "single: round what enters matrix products to 24 bits, which is faster; random numbers, activations and sums over inputs stay double",
        "double");

    public static ValueOption Kernel { get; } = new(
        "--kernel", "NAME", "managed, native",
        $"native: compute matrix products by a BLAS of this machine, one of the usual names or the file in the environment variable {LibraryVariable}; the same seed then gives the same bytes no more, and no checkpoint can be kept",
        "managed");

    /// <summary>How products are computed.</summary>
    /// <exception cref="UsageException">A value is not allowed, or there is no native library.</exception>
    public static Arithmetic Read(ParseResult parsed)
    {
        NumberPrecision precision = Precision.Choice(parsed, "double", "single") == "single"
            ? NumberPrecision.Single
            : NumberPrecision.Double;
        if (Kernel.Choice(parsed, "managed", Native) != Native)
            return new Arithmetic(precision, null);
        if (SimulationOptions.Checkpoint.Text(parsed) is not null)
            throw new UsageException($"{SimulationOptions.Checkpoint.Name} contradicts --kernel native, whose results cannot be resumed bit for bit; allowed: --kernel managed");
        return new Arithmetic(precision, Library());
    }

    private static BlasLibrary Library()
    {
        string? given = Environment.GetEnvironmentVariable(LibraryVariable);
        IReadOnlyList<string> names = string.IsNullOrWhiteSpace(given) ? BlasLibrary.UsualNames : [given];
        return BlasLibrary.TryLoad(names)
            ?? throw new UsageException(
                $"--kernel native finds no library with cblas_dgemm, cblas_sgemm, cblas_dsyrk and cblas_ssyrk; tried: {string.Join(", ", names)}; allowed: --kernel managed, or a BLAS in {LibraryVariable}");
    }
}
