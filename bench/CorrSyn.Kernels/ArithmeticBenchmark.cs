using BenchmarkDotNet.Attributes;
using CorrSyn.Simulation.Kernels;

namespace CorrSyn.Kernels;

/// <summary>Work on square matrices in one kind of arithmetic, on one thread.</summary>
public abstract class ArithmeticBenchmark
{
    private const string Native = "Native";

    /// <summary>N.</summary>
    [Params(64, 200, 1000, 2000)]
    public int Width { get; set; }

    /// <summary>The kinds there are: those of a native library only where one is found.</summary>
    [ParamsSource(nameof(Kinds))]
    public string Arithmetic { get; set; } = "";

    /// <summary>What <see cref="Arithmetic"/> can be.</summary>
    public static IEnumerable<string> Kinds =>
        from kernel in BlasLibrary.TryLoad(BlasLibrary.UsualNames) is null ? (string[])["Managed"] : ["Managed", Native]
        from precision in Enum.GetNames<NumberPrecision>()
        select $"{kernel} {precision}";

    /// <summary>The kind as the kernels know it.</summary>
    protected Arithmetic Chosen
    {
        get
        {
            string[] words = Arithmetic.Split(' ');
            BlasLibrary? library = words[0] == Native ? BlasLibrary.TryLoad(BlasLibrary.UsualNames) : null;
            return new Arithmetic(Enum.Parse<NumberPrecision>(words[1]), library);
        }
    }
}
