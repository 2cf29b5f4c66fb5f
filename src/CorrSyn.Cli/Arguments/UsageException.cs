using CorrSyn.Formats;

namespace CorrSyn.Cli.Arguments;

/// <summary>What was typed, or a file that was named, cannot be used; the program ends with exit code 2.</summary>
internal sealed class UsageException(string message) : Exception(message)
{
    /// <summary>The key of the parameter whose value was refused; null where that is not one.</summary>
    public string? Parameter { get; init; }

    /// <summary>A refused value, in the one form that all refusals have.</summary>
    /// <param name="source">Where it was given: an option, or a file and its key.</param>
    /// <param name="value">The value as it was typed.</param>
    /// <param name="allowed">What is allowed there.</param>
    public static UsageException Refused(string source, string value, string allowed) =>
        new($"{source}: {Shown(value)} is not allowed; allowed: {allowed}");

    /// <summary>A value as a message shows it: quoted where it is empty or has blanks, not endless, and without characters that would
    /// reorder the rest of the message.</summary>
    public static string Shown(string value)
    {
        string shown = PrintableText.Of(value.Length <= 80 ? value : string.Concat(value.AsSpan(0, 80), "..."));
        return shown.Length == 0 || shown.Any(char.IsWhiteSpace) ? $"'{shown}'" : shown;
    }
}
