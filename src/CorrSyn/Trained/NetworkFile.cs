using CorrSyn.Formats;

namespace CorrSyn.Trained;

/// <summary>The layers of a network that somebody trained, in its files.</summary>
public sealed class NetworkFile : IDisposable
{
    private readonly List<ArrayFile> _files;

    private NetworkFile(List<ArrayFile> files, IReadOnlyList<StoredLayer> layers, IReadOnlyList<SkippedArray> skipped, bool isChain) =>
        (_files, Layers, Skipped, IsChain) = (files, layers, skipped, isChain);

    /// <summary>The layers from the input up, as far as sizes and names tell.</summary>
    public IReadOnlyList<StoredLayer> Layers { get; }

    /// <summary>What is no layer, and why.</summary>
    public IReadOnlyList<SkippedArray> Skipped { get; }

    /// <summary>Whether every layer takes in what the one below gives out. If not, each can be measured, but nothing can
    /// be sent through them.</summary>
    public bool IsChain { get; }

    /// <summary>Opens files and puts the layers in order: as they are given, by the numbers in their names, or as they lie
    /// in the files, whichever of these fits together by size; by the numbers in their names if none does.</summary>
    /// <param name="paths">The files, from the input up if there are several; at least one.</param>
    /// <param name="options">How to find the layers.</param>
    /// <exception cref="ArrayFormatException">A file is damaged, or of a format that is not read.</exception>
    /// <exception cref="ArgumentException">There is no layer; or a pattern finds nothing, or does not fit.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">A file must not be read.</exception>
    public static NetworkFile Open(IReadOnlyList<string> paths, NetworkFileOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(paths);
        ArgumentOutOfRangeException.ThrowIfZero(paths.Count);
        options ??= new NetworkFileOptions();
        var files = new List<ArrayFile>();
        try
        {
            files.AddRange(paths.Select(path => ArrayFile.Open(path, options.Limits)));
            var search = new LayerSearch(options);
            List<StoredLayer> layers = search.Find([.. files.SelectMany(file => file.Arrays)]);
            SkippedArray[] skipped = [.. files.SelectMany(file => file.Skipped), .. search.Skipped];
            if (layers.Count == 0)
                throw new ArgumentException($"no layer was found{Reasons(skipped)}");
            IReadOnlyList<StoredLayer> byName = [.. layers.OrderBy(layer => layer.Name, NameOrder.Instance)];
            IReadOnlyList<StoredLayer> ordered = paths.Count == 1 && Fits(byName) ? byName : Fits(layers) ? layers : byName;
            return new NetworkFile(files, ordered, skipped, Fits(ordered));
        }
        catch
        {
            files.ForEach(file => file.Dispose());
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _files.ForEach(file => file.Dispose());

    private static bool Fits(IReadOnlyList<StoredLayer> layers) =>
        layers.Count > 0 && (layers.Count == 1 || layers.All(layer => !layer.IsConvolution))
        && layers.Zip(layers.Skip(1)).All(pair => pair.First.PostsynapticCount == pair.Second.PresynapticCount);

    private static string Reasons(SkippedArray[] skipped) =>
        skipped.Length == 0
            ? string.Empty
            : $": {PrintableText.Of(skipped[0].Name)} is skipped ({skipped[0].Reason})"
                + (skipped.Length > 1 ? $", and {skipped.Length - 1} more" : string.Empty);
}
