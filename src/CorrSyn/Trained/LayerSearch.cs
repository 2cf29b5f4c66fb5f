using System.IO.Enumeration;
using CorrSyn.Formats;

namespace CorrSyn.Trained;

/// <summary>Finds layers among the arrays of files.</summary>
internal sealed class LayerSearch(NetworkFileOptions options)
{
    private static readonly (string Weights, string Biases)[] Names =
        [("weights", "biases"), ("weight", "bias"), ("kernel", "bias"), ("W", "b"), ("w", "b")];

    /// <summary>What was not taken for a layer, and why.</summary>
    public List<SkippedArray> Skipped { get; } = [];

    /// <summary>The layers, in the order of the arrays.</summary>
    /// <param name="arrays">The arrays of all files.</param>
    /// <exception cref="ArgumentException">A pattern finds nothing, or the biases do not fit the layers.</exception>
    public List<StoredLayer> Find(IReadOnlyList<ArrayEntry> arrays)
    {
        List<ArrayEntry> weights = [];
        List<ArrayEntry> others = [];
        foreach (ArrayEntry array in arrays)
        {
            if (Refusal(array) is not { } reason)
                weights.Add(array);
            else if (array.Shape.Count == 1)
                others.Add(array);
            else
                Skip(array, reason);
        }

        if (options.LayerPattern is { } pattern && weights.Count == 0)
            throw new ArgumentException($"no weights are named {pattern}");
        Dictionary<ArrayEntry, ArrayEntry> biases = options.BiasPattern is null
            ? ByName(weights, others)
            : InOrder(weights, others, options.BiasPattern);
        foreach (ArrayEntry other in others.Except(biases.Values))
            Skip(other, "a vector that is the bias of no layer");
        return [.. weights.Select(array => new StoredLayer(array, biases.GetValueOrDefault(array), options.Layout))];
    }

    private string? Refusal(ArrayEntry array)
    {
        if (options.LayerPattern is { } pattern && !FileSystemName.MatchesSimpleExpression(pattern, array.Name, ignoreCase: false))
            return $"not named {PrintableText.Of(pattern)}";
        if (array.Shape.Count is < 2 or > 5)
            return array.Shape.Count < 2 ? "not a matrix" : $"{array.Shape.Count} axes";
        if (array.ElementType is not (ElementType.Float16 or ElementType.BFloat16 or ElementType.Float32 or ElementType.Float64))
            return "whole numbers, not weights";
        return array.Shape[0] < 2 || array.Count / array.Shape[0] < 2 || array.Shape[1] < (array.Shape.Count == 2 ? 2 : 1)
            ? "fewer than two neurons on one side"
            : null;
    }

    private Dictionary<ArrayEntry, ArrayEntry> ByName(List<ArrayEntry> weights, List<ArrayEntry> vectors)
    {
        var byName = vectors.GroupBy(vector => vector.Name, StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => group.First(), StringComparer.Ordinal);
        var biases = new Dictionary<ArrayEntry, ArrayEntry>();
        foreach (ArrayEntry array in weights)
        {
            foreach ((string ofWeights, string ofBiases) in Names)
            {
                int place = array.Name.LastIndexOf(ofWeights, StringComparison.Ordinal);
                if (place < 0)
                    continue;
                string name = array.Name[..place] + ofBiases + array.Name[(place + ofWeights.Length)..];
                if (byName.TryGetValue(name, out ArrayEntry? found) && Fits(found, array))
                {
                    biases.Add(array, found);
                    break;
                }
            }
        }

        return biases;
    }

    private Dictionary<ArrayEntry, ArrayEntry> InOrder(
        List<ArrayEntry> weights, List<ArrayEntry> vectors, string pattern)
    {
        List<ArrayEntry> named =
        [
            .. vectors.Where(vector => FileSystemName.MatchesSimpleExpression(pattern, vector.Name, ignoreCase: false)),
        ];
        if (named.Count != weights.Count)
            throw new ArgumentException($"{named.Count} vectors are named {pattern}, but there are {weights.Count} layers");
        (named, List<ArrayEntry> ordered) = (Ordered(named), Ordered(weights));
        foreach ((ArrayEntry array, ArrayEntry vector) in ordered.Zip(named))
        {
            if (!Fits(vector, array))
                throw new ArgumentException(
                    $"{PrintableText.Of(vector.Name)} has {vector.Count} numbers, which are not the biases of {PrintableText.Of(array.Name)}");
        }

        return ordered.Zip(named).ToDictionary(pair => pair.First, pair => pair.Second);
    }

    private static List<ArrayEntry> Ordered(List<ArrayEntry> arrays) =>
        [.. arrays.OrderBy(array => array.Name, NameOrder.Instance)];

    private bool Fits(ArrayEntry biases, ArrayEntry weights) =>
        biases.Count == new StoredLayer(weights, null, options.Layout).PostsynapticCount;

    private void Skip(ArrayEntry array, string reason) => Skipped.Add(new SkippedArray(array.Name, array.Shape, reason));
}
