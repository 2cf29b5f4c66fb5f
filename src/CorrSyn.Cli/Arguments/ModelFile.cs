using System.Text;
using System.Text.Json;

namespace CorrSyn.Cli.Arguments;

/// <summary>Reads a model from a JSON file: the same object as <c>model</c> in any output.</summary>
internal static class ModelFile
{
    private const int LargestLength = 1_000_000;

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 8 };

    /// <summary>The parameters that the file gives.</summary>
    /// <exception cref="UsageException">The file cannot be read or is not a model.</exception>
    public static PartialModel Read(string path)
    {
        string file = $"--config {UsageException.Shown(path)}";
        string text = Decode(file, Load(file, path));
        try
        {
            using JsonDocument document = JsonDocument.Parse(text, Strict);
            return Model(file, document.RootElement);
        }
        catch (InvalidOperationException)
        {
            // An escaped half of a surrogate pair: found when the text is read, not when it is parsed.
            throw new UsageException($"{file}: holds a text that is not Unicode; allowed: one JSON object");
        }
        catch (JsonException error)
        {
            // The parser's own text has the position at its end; the line is enough to find the place.
            string place = error.LineNumber is { } line ? $" in line {line + 1}" : "";
            string cause = error.Message.Split(" LineNumber:", 2)[0].Split(" Path:", 2)[0].TrimEnd('.', ' ');
            throw new UsageException($"{file}: not valid JSON{place}: {cause}; allowed: one JSON object");
        }
    }

    private static byte[] Load(string file, string path)
    {
        try
        {
            if (Directory.Exists(path))
                throw new UsageException($"{file}: is a directory; allowed: a JSON file");
            using FileStream stream = File.OpenRead(path);
            var content = new byte[LargestLength + 1];
            int length = stream.ReadAtLeast(content, content.Length, throwOnEndOfStream: false);
            return length <= LargestLength
                ? content[..length]
                : throw new UsageException($"{file}: larger than {LargestLength} bytes; allowed: one small JSON object");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException
            or NotSupportedException)
        {
            string cause = error is FileNotFoundException or DirectoryNotFoundException
                ? "no such file"
                : error.Message;
            throw new UsageException($"{file}: cannot be read: {cause}; allowed: a readable JSON file");
        }
    }

    private static string Decode(string file, byte[] content)
    {
        try
        {
            ReadOnlySpan<byte> withoutMark =
                content.AsSpan().StartsWith(Encoding.UTF8.Preamble) ? content.AsSpan(3) : content;
            return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(withoutMark);
        }
        catch (DecoderFallbackException error)
        {
            throw new UsageException(
                FormattableString.Invariant($"{file}: not UTF-8 at byte {error.Index}; allowed: one JSON object in UTF-8"));
        }
    }

    private static PartialModel Model(string file, JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object)
            throw new UsageException($"{file}: holds {Kind(root)}; allowed: one JSON object");
        string[] keys = [.. ModelParameter.All.Select(parameter => parameter.Key)];
        var given = new Dictionary<string, JsonElement>();
        foreach (JsonProperty property in root.EnumerateObject())
        {
            if (!keys.Contains(property.Name))
                throw new UsageException(
                    $"{file}: unknown key {UsageException.Shown(property.Name)}; allowed: {string.Join(", ", keys)}{NearestName.Suggestion(property.Name, keys)}");
            bool isAbsent = property.Value.ValueKind == JsonValueKind.Null
                && property.Name == ModelParameter.Correlation.Key;
            if (!isAbsent)
                given.Add(property.Name, property.Value);
        }

        var values = new ModelFileValues(file, given);
        return new PartialModel
        {
            Weights = values.Text(ModelParameter.Weights),
            Correlation = values.Number(ModelParameter.Correlation),
            Gain = values.Number(ModelParameter.Gain),
            BiasVariance = values.Number(ModelParameter.BiasVariance),
            Activation = values.Text(ModelParameter.Activation),
            Depth = values.Whole(ModelParameter.Depth, 1, ModelParameter.LargestDepth),
            Width = values.Whole(ModelParameter.Width, 2, ModelParameter.LargestWidth),
            InputRatio = values.Number(ModelParameter.InputRatio),
            InputStd = values.Number(ModelParameter.InputStd),
            Origins = given.ToDictionary(
                entry => entry.Key, entry => new ValueOrigin(values.Source(entry.Key), ModelFileValues.Shown(entry.Value))),
        };
    }

    private static string Kind(JsonElement element) =>
        element.ValueKind switch
        {
            JsonValueKind.Array => "an array",
            JsonValueKind.Null => "null",
            JsonValueKind.String => "a text",
            JsonValueKind.Number => "a number",
            _ => "true or false",
        };
}
