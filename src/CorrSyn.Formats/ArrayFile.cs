using CorrSyn.Formats.Csv;
using CorrSyn.Formats.Idx;
using CorrSyn.Formats.Npy;
using CorrSyn.Formats.Npz;
using CorrSyn.Formats.Reading;
using CorrSyn.Formats.Safetensors;

namespace CorrSyn.Formats;

/// <summary>A file of arrays, open for reading: its headers are checked, its numbers are read when they are asked for.
/// For one thread at a time.</summary>
public sealed class ArrayFile : IDisposable
{
    private readonly List<Stream> _streams;

    private ArrayFile(string path, ArrayFormat format, ArrayContents contents, List<Stream> streams) =>
        (Path, Format, Arrays, Skipped, _streams) = (path, format, contents.Arrays, contents.Skipped, streams);

    /// <summary>The file as it was named.</summary>
    public string Path { get; }

    /// <summary>What it is, by its content.</summary>
    public ArrayFormat Format { get; }

    /// <summary>The arrays that can be read, in the order of the file; safetensors in the order of their places, shards
    /// in the order of their names.</summary>
    public IReadOnlyList<ArrayEntry> Arrays { get; }

    /// <summary>What cannot be read, and why.</summary>
    public IReadOnlyList<SkippedArray> Skipped { get; }

    /// <summary>Opens a file and checks everything that can be checked without reading the numbers; a CSV table is read
    /// whole.</summary>
    /// <param name="path">npy, npz, safetensors, the index of safetensors shards, CSV, or IDX; plain IDX files may be
    /// compressed by gzip. The format is known by the content, not by the name.</param>
    /// <param name="limits">What is accepted at most.</param>
    /// <exception cref="ArrayFormatException">Damaged, beyond the limits, or of a format that is not read.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It must not be read, or is a folder.</exception>
    public static ArrayFile Open(string path, FormatLimits? limits = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        string folder = System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(path))!;
        return Open(path, File.OpenRead(path), name => File.OpenRead(System.IO.Path.Combine(folder, name)), limits);
    }

    /// <summary>As <see cref="Open(string, FormatLimits?)"/>, from bytes that are in memory; an index of shards is
    /// refused.</summary>
    /// <param name="name">Stands for the file in messages; its extension tells text formats apart.</param>
    /// <param name="content">All of the file.</param>
    /// <param name="limits">What is accepted at most.</param>
    /// <exception cref="ArrayFormatException">Damaged, beyond the limits, or of a format that is not read.</exception>
    public static ArrayFile Open(string name, byte[] content, FormatLimits? limits = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(content);
        return Open(
            name,
            new MemoryStream(content, writable: false),
            shard => throw new ArrayFormatException(name, null, $"the shard {PrintableText.Of(shard)} is not in memory"),
            limits);
    }

    /// <inheritdoc/>
    public void Dispose() => _streams.ForEach(stream => stream.Dispose());

    private static ArrayFile Open(string path, Stream stream, Func<string, Stream> openNeighbour, FormatLimits? limits)
    {
        List<Stream> streams = [stream];
        try
        {
            if (!stream.CanSeek)
                throw new ArrayFormatException(path, null, "not a regular file, which could be read from any position");
            (ArrayFormat format, ArrayContents contents) = Read(
                path, stream, name => Shard(name, openNeighbour, streams, limits), limits ?? FormatLimits.Default);
            return new ArrayFile(path, format, contents, streams);
        }
        catch
        {
            streams.ForEach(opened => opened.Dispose());
            throw;
        }
    }

    private static ArrayContents Shard(
        string name, Func<string, Stream> open, List<Stream> streams, FormatLimits? limits)
    {
        Stream stream = open(name);
        streams.Add(stream);
        return SafetensorsReader.Open(stream, name, limits ?? FormatLimits.Default);
    }

    private static (ArrayFormat Format, ArrayContents Contents) Read(
        string path, Stream stream, Func<string, ArrayContents> openShard, FormatLimits limits)
    {
        string name = System.IO.Path.GetFileNameWithoutExtension(path);
        ArrayFormat format = FormatDetection.Detect(stream, path);
        return (format, format switch
        {
            ArrayFormat.Npy => Single(NpyReader.Open(ByteContent.Of(stream, path), name, limits), path),
            ArrayFormat.Npz => NpzReader.Open(stream, path, limits),
            ArrayFormat.Safetensors => SafetensorsReader.Open(stream, path, limits),
            ArrayFormat.SafetensorsIndex => ShardIndex.Open(Text(stream, path, limits), path, openShard, limits),
            ArrayFormat.Idx => Single((IdxReader.Open(stream, path, name, limits), null), path),
            ArrayFormat.Csv => Single((CsvTable.Open(stream, path, name, limits), null), path),
            _ => throw new InvalidOperationException($"The format {format} has no reader."),
        });
    }

    private static ArrayContents Single((ArrayEntry? Entry, SkippedArray? Skipped) found, string path)
    {
        if (found.Skipped is { } skipped)
            throw new ArrayFormatException(path, null, $"holds {skipped.Reason}, which is not read");
        var contents = new ArrayContents();
        contents.Add(found);
        return contents;
    }

    private static byte[] Text(Stream stream, string path, FormatLimits limits)
    {
        if (stream.Length > limits.MaxHeaderBytes)
            throw new ArrayFormatException(path, null, $"an index of {stream.Length} bytes; allowed: at most {limits.MaxHeaderBytes}");
        byte[] text = new byte[stream.Length];
        using ForwardReader reader = ByteContent.Of(stream, path).Open();
        reader.Fill(text);
        return text;
    }
}
