using System.Text.Json;
using CorrSyn.Formats.Reading;

namespace CorrSyn.Formats.Safetensors;

/// <summary>Reads model.safetensors.index.json, which says in which file of the same folder each tensor is.</summary>
internal static class ShardIndex
{
    private const int LargestShardCount = 1024;

    /// <summary>Opens every shard and checks that each holds what the index says.</summary>
    /// <param name="text">The index file.</param>
    /// <param name="path">Where it is.</param>
    /// <param name="openShard">Opens a file of the same folder by its name, and keeps it open.</param>
    /// <param name="limits">What is accepted at most.</param>
    /// <exception cref="ArrayFormatException">Damaged, or index and shards do not agree.</exception>
    public static ArrayContents Open(
        ReadOnlyMemory<byte> text, string path, Func<string, ArrayContents> openShard, FormatLimits limits)
    {
        using JsonDocument document = StrictJson.Parse(text, path, 0);
        if (!document.RootElement.TryGetProperty("weight_map", out JsonElement map) || map.ValueKind != JsonValueKind.Object)
            throw new ArrayFormatException(path, null, "a JSON file without a weight_map is not an index of safetensors files");
        var shardOf = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (JsonProperty item in map.EnumerateObject())
        {
            if (shardOf.Count == limits.MaxArrayCount)
                throw new ArrayFormatException(path, null, $"more than {limits.MaxArrayCount} tensors");
            shardOf.Add(item.Name, FileName(item, path));
        }

        string[] shards = [.. shardOf.Values.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        if (shards.Length > LargestShardCount)
            throw new ArrayFormatException(path, null, $"{shards.Length} shards; allowed: at most {LargestShardCount}");
        var contents = new ArrayContents();
        foreach (string shard in shards)
            Take(shard, openShard(shard), shardOf, contents);
        string? missing = shardOf.Keys.Except(contents.Arrays.Select(entry => entry.Name)
            .Concat(contents.Skipped.Select(skipped => skipped.Name)), StringComparer.Ordinal).FirstOrDefault();
        return missing is null
            ? contents
            : throw new ArrayFormatException(
                path, null, $"tensor '{PrintableText.Of(missing)}' is not in {PrintableText.Of(shardOf[missing])}");
    }

    private static void Take(
        string shard, ArrayContents found, Dictionary<string, string> shardOf, ArrayContents contents)
    {
        foreach (ArrayEntry entry in found.Arrays)
        {
            if (shardOf.GetValueOrDefault(entry.Name) == shard)
                contents.Arrays.Add(entry);
            else
                contents.Skipped.Add(new SkippedArray(entry.Name, entry.Shape, $"in {PrintableText.Of(shard)}, where the index does not have it"));
        }

        contents.Skipped.AddRange(found.Skipped.Where(skipped => shardOf.GetValueOrDefault(skipped.Name) == shard));
    }

    // A name and nothing else: an index must not reach out of its folder.
    private static string FileName(JsonProperty item, string path)
    {
        string? name = item.Value.ValueKind == JsonValueKind.String ? item.Value.GetString() : null;
        bool isPlain = !string.IsNullOrWhiteSpace(name) && name.IndexOfAny(['/', '\\', ':', '\0']) < 0
            && name is not ("." or "..") && name.EndsWith(".safetensors", StringComparison.Ordinal);
        return isPlain
            ? name!
            : throw new ArrayFormatException(
                path, null, $"tensor '{PrintableText.Of(item.Name)}' is not in a .safetensors file of the same folder");
    }
}
