using System.Text.Json;
using System.Text.Unicode;

namespace CorrSyn.Formats.Safetensors;

/// <summary>JSON objects from files that are not trusted: valid UTF-8, no name twice, no deep nesting.</summary>
internal static class StrictJson
{
    private static readonly JsonDocumentOptions Options = new() { AllowDuplicateProperties = false, MaxDepth = 8 };

    /// <summary>Parses an object.</summary>
    /// <param name="text">The bytes; spaces may follow the object.</param>
    /// <param name="file">For messages.</param>
    /// <param name="start">Position of the text in the file.</param>
    /// <exception cref="ArrayFormatException">It is not one.</exception>
    public static JsonDocument Parse(ReadOnlyMemory<byte> text, string file, long start)
    {
        // The parser reads bad UTF-8 in names, and fails only when the name is used.
        if (!Utf8.IsValid(text.Span))
            throw new ArrayFormatException(file, start, "the header is not UTF-8 text");
        try
        {
            JsonDocument document = JsonDocument.Parse(text, Options);
            if (document.RootElement.ValueKind == JsonValueKind.Object)
                return document;
            document.Dispose();
            throw new ArrayFormatException(file, start, "the header is not a JSON object");
        }
        catch (JsonException error)
        {
            throw new ArrayFormatException(
                file, start + (error.BytePositionInLine ?? 0), $"the header is not valid JSON: {PrintableText.Of(FirstSentence(error.Message))}");
        }
    }

    private static string FirstSentence(string message) => message.Split(". ")[0].TrimEnd('.');
}
