using System.Globalization;
using System.IO.Compression;
using System.Text;
using CorrSyn.Formats.Npy;

namespace CorrSyn.Formats;

/// <summary>Writes arrays. The same arrays give the same bytes, whenever and wherever they are written.</summary>
public static class ArrayWriter
{
    // The earliest time that zip can say.
    private static readonly DateTimeOffset Timestamp = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Writes one array as npy.</summary>
    /// <param name="stream">Written from where it is, and left open.</param>
    /// <param name="array">The array.</param>
    /// <param name="precision">The type of the stored numbers.</param>
    /// <exception cref="IOException">The stream cannot be written.</exception>
    public static void WriteNpy(Stream stream, NumericArray array, StoredPrecision precision = StoredPrecision.Double)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(array);
        NpyWriter.Write(stream, array, precision);
    }

    /// <summary>Writes arrays as npz, sorted by name.</summary>
    /// <param name="stream">Written from where it is, and left open.</param>
    /// <param name="arrays">Arrays by name, without the extension .npy.</param>
    /// <param name="precision">The type of the stored numbers.</param>
    /// <param name="isCompressed">Whether members are deflated; otherwise they are stored.</param>
    /// <exception cref="IOException">The stream cannot be written.</exception>
    public static void WriteNpz(
        Stream stream,
        IReadOnlyDictionary<string, NumericArray> arrays,
        StoredPrecision precision = StoredPrecision.Double,
        bool isCompressed = false)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(arrays);
        WriteNpz(
            stream,
            arrays.OrderBy(item => item.Key, StringComparer.Ordinal).Select(item => (item.Key, item.Value)),
            precision,
            isCompressed);
    }

    /// <summary>Writes arrays as npz, one after the other, so that only one of them need exist at a time.</summary>
    /// <param name="stream">Written from where it is, and left open.</param>
    /// <param name="arrays">Arrays with their names, without the extension .npy, in the order in which they are written.</param>
    /// <param name="precision">The type of the stored numbers.</param>
    /// <param name="isCompressed">Whether members are deflated; otherwise they are stored.</param>
    /// <exception cref="IOException">The stream cannot be written.</exception>
    public static void WriteNpz(
        Stream stream,
        IEnumerable<(string Name, NumericArray Array)> arrays,
        StoredPrecision precision = StoredPrecision.Double,
        bool isCompressed = false)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(arrays);
        CompressionLevel level = isCompressed ? CompressionLevel.Optimal : CompressionLevel.NoCompression;
        using var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true);
        foreach ((string name, NumericArray array) in arrays)
        {
            ZipArchiveEntry member = archive.CreateEntry($"{name}.npy", level);
            member.LastWriteTime = Timestamp;
            using Stream content = member.Open();
            NpyWriter.Write(content, array, precision);
        }
    }

    /// <summary>Writes a matrix as lines of numbers separated by commas; every number reads back exactly.</summary>
    /// <param name="writer">Written from where it is, and left open.</param>
    /// <param name="array">Of rank 0 to 2; a vector becomes one column.</param>
    /// <exception cref="ArgumentException">The rank is above 2.</exception>
    /// <exception cref="IOException">The text cannot be written.</exception>
    public static void WriteCsv(TextWriter writer, NumericArray array)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(array);
        if (array.Shape.Count > 2)
            throw new ArgumentException("A table has at most two axes.", nameof(array));
        int columns = array.Shape.Count == 2 ? (int)array.Shape[1] : 1;
        var line = new StringBuilder();
        for (int start = 0; start < array.Values.Length; start += columns)
        {
            line.Clear();
            for (int column = 0; column < columns; column++)
                line.Append(column == 0 ? "" : ",").Append(array.Values[start + column].ToString("R", CultureInfo.InvariantCulture));
            writer.Write(line.Append('\n'));
        }
    }
}
