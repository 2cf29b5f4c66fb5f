using CorrSyn.Formats;

namespace CorrSyn.Cli.Arguments;

/// <summary>Reads files that a user named; whatever is wrong with them is bad input.</summary>
internal static class InputFile
{
    /// <summary>Runs what reads.</summary>
    /// <exception cref="UsageException">A file cannot be read, or holds something else than it should.</exception>
    public static T Read<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (ArrayFormatException error) when (error.Conversion is { } conversion)
        {
            throw new UsageException(
                error.Message.Replace("(see the hint)", $"with python3 -c \"{conversion.Replace("\n", "; ", StringComparison.Ordinal)}\"", StringComparison.Ordinal));
        }
        catch (Exception error) when (error is ArrayFormatException or ArgumentException or NotFiniteNumberException or IOException or UnauthorizedAccessException)
        {
            throw new UsageException(error.Message.TrimEnd('.'));
        }
    }
}
