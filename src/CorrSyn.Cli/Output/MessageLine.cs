using System.Globalization;

namespace CorrSyn.Cli.Output;

/// <summary>Messages on standard error.</summary>
internal static class MessageLine
{
    /// <summary>A message as one line, whatever the text holds.</summary>
    public static string Of(string kind, string message) =>
        $"corrsyn: {kind}: {string.Concat(message.Select(c => IsShown(c) ? c : ' '))}";

    // Format characters are those that reorder text, and invisible ones.
    private static bool IsShown(char character) =>
        char.GetUnicodeCategory(character) is not (UnicodeCategory.Control or UnicodeCategory.Format);
}
