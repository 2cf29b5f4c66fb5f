namespace CorrSyn.Cli.Output;

/// <summary>Something cannot be written; the program ends with exit code 2.</summary>
/// <param name="path">What could not be written.</param>
/// <param name="cause">Why.</param>
internal sealed class UnwritableException(string path, Exception cause)
    : Exception($"{path} cannot be written: {Reason(path, cause)}", cause)
{
    // The text of an IOException on Unix often repeats the path in quotes.
    private static string Reason(string path, Exception cause) =>
        cause.Message
            .Replace($" : '{Path.GetFullPath(path)}'", "", StringComparison.Ordinal)
            .TrimEnd('.');
}
