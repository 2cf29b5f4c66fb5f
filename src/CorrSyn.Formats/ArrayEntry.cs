namespace CorrSyn.Formats;

/// <summary>One array in a file: known from the header, read on request.</summary>
public sealed class ArrayEntry
{
    private readonly Func<CancellationToken, double[]> _read;

    internal ArrayEntry(string name, ElementType elementType, IReadOnlyList<long> shape, Func<CancellationToken, double[]> read) =>
        (Name, ElementType, Shape, _read) = (name, elementType, shape, read);

    /// <summary>The name in the file; of a file with one array, the name of the file without folder and extension. May
    /// hold anything: print it through <see cref="PrintableText"/>.</summary>
    public string Name { get; }

    /// <summary>How the numbers are stored.</summary>
    public ElementType ElementType { get; }

    /// <summary>The extent of each axis; empty for a single number.</summary>
    public IReadOnlyList<long> Shape { get; }

    /// <summary>How many numbers there are.</summary>
    public long Count => (long)Reading.ArrayShape.Count(Shape);

    /// <summary>Reads the numbers; nothing of them is kept here. One reading at a time per file.</summary>
    /// <param name="cancellation">Looked at every megabyte.</param>
    /// <exception cref="ArrayFormatException">The data are damaged.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public NumericArray Read(CancellationToken cancellation = default) => new(Shape, _read(cancellation));
}
