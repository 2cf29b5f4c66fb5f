using CorrSyn.Cli.Arguments;
using CorrSyn.Formats;
using CorrSyn.Simulation.Kernels;
using CorrSyn.Simulation.Networks;

namespace CorrSyn.Cli.Output;

/// <summary>The weights of the first network of a simulation in an npz file: layer1.weight (N_out x N_in) and layer1.bias,
/// layer2.weight and so on.</summary>
internal static class WeightsFile
{
    private const int FirstNetwork = 0;

    public static ValueOption Option { get; } = new(
        "--save-weights", "FILE", "an npz file that can be written",
        "write weights and biases of the first network to this file, before the simulation begins; `corrsyn network FILE` reads it");

    /// <summary>Writes the file, one layer at a time.</summary>
    /// <param name="path">The file.</param>
    /// <param name="networks">The networks.</param>
    /// <param name="seed">The seed of the simulation.</param>
    /// <param name="cancellation">Looked at many times a second.</param>
    /// <exception cref="UsageException">The path is a folder, or its folder does not exist.</exception>
    /// <exception cref="UnwritableException">It cannot be written; what was there before is still there.</exception>
    public static void Write(string path, NetworkEnsemble networks, long seed, CancellationToken cancellation)
    {
        string? obstacle = Directory.Exists(path) ? "is a directory"
            : !Directory.Exists(Path.GetDirectoryName(Path.GetFullPath(path))) ? "its folder does not exist"
            : null;
        if (obstacle is not null)
            throw new UsageException($"{Option.Name} {UsageException.Shown(path)}: {obstacle}; allowed: {Option.Allowed}");
        OutputFile.Replace(path, stream => ArrayWriter.WriteNpz(stream, Arrays(networks, seed, cancellation)));
    }

    private static IEnumerable<(string Name, NumericArray Array)> Arrays(
        NetworkEnsemble networks, long seed, CancellationToken cancellation)
    {
        for (int layer = 1; layer <= networks.Depth; layer++)
        {
            (MatrixView weights, double[] biases) = networks.DrawLayer(seed, FirstNetwork, layer, cancellation);
            yield return ($"layer{NumberText.Whole(layer)}.bias", NumericArray.Create([biases.Length], biases));
            yield return ($"layer{NumberText.Whole(layer)}.weight", NumericArray.Create([weights.Rows, weights.Columns], weights.Values));
        }
    }
}
