using System.Security.Cryptography;
using System.Text;
using CorrSyn.Simulation.Estimation;
using CorrSyn.Simulation.Networks;

namespace CorrSyn.Cli.Checkpoint;

/// <summary>A file that is no checkpoint, or one that cannot be used.</summary>
internal sealed class CheckpointException(string message) : Exception(message);

/// <summary>The bytes of a checkpoint: a line that names the format, the header, the networks, and a SHA-256 of all that.</summary>
internal static class CheckpointFormat
{
    private const int HashLength = 32;
    private static readonly byte[] FirstLine = "corrsyn checkpoint 1\n"u8.ToArray();

    /// <summary>A checkpoint as bytes; the same networks give the same bytes.</summary>
    public static byte[] Encode(
        CheckpointHeader header, IReadOnlyList<KeyValuePair<NetworkKey, IReadOnlyList<LayerStatistics>>> networks)
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream, Encoding.UTF8);
        writer.Write(FirstLine);
        foreach (string text in new[] { header.Version, header.Model, header.Settings, header.Arithmetic })
            writer.Write(text);
        writer.Write(networks.Count);
        foreach ((NetworkKey key, IReadOnlyList<LayerStatistics> layers) in networks)
        {
            writer.Write(key.Model);
            writer.Write(key.Samples);
            writer.Write(key.Instance);
            writer.Write(layers.Count);
            foreach (LayerStatistics layer in layers)
                Write(writer, layer);
        }

        writer.Flush();
        writer.Write(SHA256.HashData(stream.GetBuffer().AsSpan(0, (int)stream.Length)));
        writer.Flush();
        return stream.ToArray();
    }

    /// <summary>Whether a file begins as checkpoints do, so that nothing else is read as a whole.</summary>
    public static bool BeginsWell(Stream file)
    {
        var start = new byte[FirstLine.Length];
        return file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false) == start.Length
            && start.AsSpan().SequenceEqual(FirstLine);
    }

    /// <summary>The networks of a checkpoint.</summary>
    /// <param name="content">The bytes of a file that begins well.</param>
    /// <param name="expected">The header that they must have.</param>
    /// <exception cref="CheckpointException">The bytes are no checkpoint, or not one of these networks.</exception>
    public static IReadOnlyList<KeyValuePair<NetworkKey, IReadOnlyList<LayerStatistics>>> Decode(
        byte[] content, CheckpointHeader expected)
    {
        int length = content.Length - HashLength;
        bool isWhole = length >= FirstLine.Length
            && SHA256.HashData(content.AsSpan(0, length)).AsSpan().SequenceEqual(content.AsSpan(length));
        if (!isWhole)
            throw new CheckpointException("is damaged or not complete");
        using var reader = new BinaryReader(new MemoryStream(content, 0, length), Encoding.UTF8);
        reader.ReadBytes(FirstLine.Length);
        var header = new CheckpointHeader(
            reader.ReadString(), reader.ReadString(), reader.ReadString(), reader.ReadString());
        if (expected.Difference(header) is { } difference)
            throw new CheckpointException(difference);
        int count = reader.ReadInt32();
        var networks = new List<KeyValuePair<NetworkKey, IReadOnlyList<LayerStatistics>>>();
        for (int network = 0; network < count; network++)
        {
            var key = new NetworkKey(reader.ReadInt32(), reader.ReadInt32(), reader.ReadInt32());
            var layers = new LayerStatistics[reader.ReadInt32()];
            for (int layer = 0; layer < layers.Length; layer++)
                layers[layer] = ReadLayer(reader);
            networks.Add(new(key, layers));
        }

        return networks;
    }

    private static void Write(BinaryWriter writer, LayerStatistics layer)
    {
        writer.Write(layer.Layer);
        writer.Write(layer.K1);
        writer.Write(layer.K2);
        writer.Write(layer.Q);
        writer.Write(layer.NSigma);
        Write(writer, layer.Dimension);
        writer.Write(layer.SquaredTrace);
        writer.Write(layer.TraceOfSquare);
        writer.Write(layer.SquaredSampleMean);
        Write(writer, layer.PreActivation);
        Write(writer, layer.ExpectedPreActivation);
        Write(writer, layer.DimensionInputVariance);
    }

    private static void Write(BinaryWriter writer, double? value)
    {
        writer.Write(value.HasValue);
        if (value is { } number)
            writer.Write(number);
    }

    private static void Write(BinaryWriter writer, PreActivationStatistics? value)
    {
        writer.Write(value.HasValue);
        if (value is not { } statistics)
            return;
        writer.Write(statistics.Variance);
        writer.Write(statistics.SharedVariance);
        writer.Write(statistics.SquaredMean);
    }

    // Arguments are evaluated from left to right, in the order in which they were written.
    private static LayerStatistics ReadLayer(BinaryReader reader) =>
        new(
            reader.ReadInt32(),
            reader.ReadDouble(),
            reader.ReadDouble(),
            reader.ReadDouble(),
            reader.ReadDouble(),
            ReadNumber(reader),
            reader.ReadDouble(),
            reader.ReadDouble(),
            reader.ReadDouble(),
            ReadPreActivation(reader))
        {
            ExpectedPreActivation = ReadPreActivation(reader),
            DimensionInputVariance = ReadNumber(reader),
        };

    private static double? ReadNumber(BinaryReader reader) => reader.ReadBoolean() ? reader.ReadDouble() : null;

    private static PreActivationStatistics? ReadPreActivation(BinaryReader reader) =>
        reader.ReadBoolean()
            ? new PreActivationStatistics(reader.ReadDouble(), reader.ReadDouble(), reader.ReadDouble())
            : null;
}
