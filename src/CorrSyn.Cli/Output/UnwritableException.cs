namespace CorrSyn.Cli.Output;

/// <summary>Something cannot be written; the program ends with exit code 2.</summary>
/// <param name="path">What could not be written.</param>
/// <param name="cause">Why.</param>
/// <param name="note">What else to say; null for nothing.</param>
internal sealed class UnwritableException(string path, Exception cause, string? note = null)
    : Exception($"{path} cannot be written: {Reason(cause)}{(note is null ? "" : $"; {note}")}", cause)
{
    // The text of an IOException often ends with a path in quotes, here that of a temporary file.
    private static string Reason(Exception cause) => cause.Message.Split(" : '", 2)[0].TrimEnd('.');
}
