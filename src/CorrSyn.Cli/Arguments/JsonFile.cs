using System.Text;
using System.Text.Json;

namespace CorrSyn.Cli.Arguments;

/// <summary>Reads a small file that holds one JSON object.</summary>
internal static class JsonFile
{
    private const int LargestLength = 4_000_000;

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 8 };

    /// <summary>What the one JSON object of a file says.</summary>
    /// <param name="option">The option that named the file.</param>
    /// <param name="path">The file.</param>
    /// <param name="read">Reads the object, given how messages name the file.</param>
    /// <exception cref="UsageException">The file cannot be read or holds anything else.</exception>
    public static T Read<T>(string option, string path, Func<string, JsonElement, T> read)
    {
        string file = $"{option} {UsageException.Shown(path)}";
        return Parse(file, Load(file, path), read);
    }

    /// <summary>What the one JSON object in some bytes says.</summary>
    /// <param name="file">How messages name the bytes.</param>
    /// <param name="content">UTF-8.</param>
    /// <param name="read">Reads the object, given how messages name the bytes.</param>
    /// <exception cref="UsageException">The bytes hold anything else.</exception>
    public static T Parse<T>(string file, byte[] content, Func<string, JsonElement, T> read)
    {
        string text = Decode(file, content);
        try
        {
            using JsonDocument document = JsonDocument.Parse(text, Strict);
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? read(file, document.RootElement)
                : throw new UsageException($"{file}: holds {Kind(document.RootElement)}; allowed: one JSON object");
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

    /// <summary>The values of an object whose keys are all known.</summary>
    /// <param name="file">How messages name the file.</param>
    /// <param name="root">The object.</param>
    /// <param name="keys">The keys that are allowed.</param>
    /// <param name="isNullable">The keys for which null means that nothing is said.</param>
    /// <exception cref="UsageException">Another key.</exception>
    public static IReadOnlyDictionary<string, JsonElement> Values(
        string file, JsonElement root, IReadOnlyList<string> keys, Func<string, bool> isNullable)
    {
        var given = new Dictionary<string, JsonElement>();
        foreach (JsonProperty property in root.EnumerateObject())
        {
            if (!keys.Contains(property.Name))
                throw new UsageException(
                    $"{file}: unknown key {UsageException.Shown(property.Name)}; allowed: {string.Join(", ", keys)}{NearestName.Suggestion(property.Name, keys)}");
            if (property.Value.ValueKind != JsonValueKind.Null || !isNullable(property.Name))
                given.Add(property.Name, property.Value);
        }

        return given;
    }

    /// <summary>Where each value stands.</summary>
    /// <param name="values">The values of a file.</param>
    /// <param name="given">The same by key.</param>
    public static IReadOnlyDictionary<string, ValueOrigin> Origins(
        ModelFileValues values, IReadOnlyDictionary<string, JsonElement> given) =>
        given.ToDictionary(
            entry => entry.Key, entry => new ValueOrigin(values.Source(entry.Key), ModelFileValues.Shown(entry.Value)));

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
