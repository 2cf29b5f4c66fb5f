using CorrSyn.Simulation.Estimation;
using CorrSyn.Simulation.Kernels;
using CorrSyn.Simulation.Sampling;

namespace CorrSyn.Simulation.Networks;

/// <summary>Where the inputs of a network come from.</summary>
internal interface IInputSource
{
    /// <summary>The longest row that is worked with.</summary>
    int LongestRow { get; }

    /// <summary>The number of inputs there are; null where any number can be drawn.</summary>
    int? Count { get; }

    /// <summary>Random numbers that one input takes, and the numbers in the patterns of a network.</summary>
    double CoordinateCount { get; }

    /// <summary>Fills in some inputs.</summary>
    /// <param name="seed">The network.</param>
    /// <param name="block">Which inputs.</param>
    /// <param name="work">Room for one row of <see cref="LongestRow"/> for each of them.</param>
    /// <param name="activity">h^0, one row for each of them.</param>
    /// <param name="product">Multiplies.</param>
    /// <param name="degree">Threads at most.</param>
    /// <param name="cancellation">Looked at many times a second.</param>
    void Fill(
        NetworkSeed seed,
        SampleBlock block,
        double[] work,
        MatrixView activity,
        TransposedProduct product,
        int degree,
        CancellationToken cancellation);
}
