using BenchmarkDotNet.Attributes;
using CorrSyn.Simulation.Kernels;

namespace CorrSyn.Kernels.Bench;

/// <summary>Work on square matrices in one kind of arithmetic.</summary>
public abstract class ArithmeticBenchmark
{
    /// <summary>The width.</summary>
    [Params(200, 1000, 2000)]
    public int Size { get; set; }

    /// <summary>Threads; a native library takes as many as it likes.</summary>
    [Params(1, 2)]
    public int Threads { get; set; }

    /// <summary>The kernels and the precision.</summary>
    [ParamsSource(nameof(Kinds))]
    public string Kind { get; set; } = "";

    /// <summary>The kinds there are: those of a native library only where one is found.</summary>
    public static IEnumerable<string> Kinds =>
        from kernel in BlasLibrary.TryLoad(BlasLibrary.UsualNames) is null ? (string[])["managed"] : ["managed", "native"]
        from precision in Enum.GetNames<NumberPrecision>()
        select $"{kernel} {precision}";

    /// <summary>The kind as the kernels know it.</summary>
    protected Arithmetic Arithmetic
    {
        get
        {
            string[] words = Kind.Split(' ');
            return new Arithmetic(
                Enum.Parse<NumberPrecision>(words[1]), words[0] == "native" ? BlasLibrary.TryLoad(BlasLibrary.UsualNames) : null);
        }
    }
}
