using System.Globalization;
using System.Text;

namespace CorrSyn.Formats;

/// <summary>Names that come from files, made safe to print: one line, nothing that a terminal obeys, of limited
/// length.</summary>
public static class PrintableText
{
    private const int LongestText = 200;

    /// <summary>The text with control, format (bidirectional and invisible) and surrogate characters written as \uXXXX,
    /// cut after 200 characters.</summary>
    /// <param name="text">Any text.</param>
    public static string Of(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var printable = new StringBuilder();
        foreach (char character in text)
        {
            if (printable.Length >= LongestText)
                return printable.Append("...").ToString();
            if (IsPrintable(character))
                printable.Append(character);
            else
                printable.Append(CultureInfo.InvariantCulture, $"\\u{(int)character:x4}");
        }

        return printable.ToString();
    }

    private static bool IsPrintable(char character) =>
        char.GetUnicodeCategory(character) is not (
            UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate
            or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
            or UnicodeCategory.OtherNotAssigned or UnicodeCategory.PrivateUse);
}
