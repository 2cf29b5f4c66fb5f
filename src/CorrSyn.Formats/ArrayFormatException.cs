using System.Globalization;

namespace CorrSyn.Formats;

/// <summary>A file that cannot be read as arrays: damaged, hostile, beyond the limits, or of a format that is not read.
/// The message is one line that names the file, the position and the cause.</summary>
public sealed class ArrayFormatException : Exception
{
    internal ArrayFormatException(string file, long? offset, string cause)
        : base(MessageOf(file, offset, cause)) => (File, Offset, Cause) = (file, offset, cause);

    internal ArrayFormatException(string file, UnreadFormat format)
        : this(file, null, $"{format.Name} is not read; convert it to npz (see the hint)") => Conversion = format.Conversion;

    /// <summary>The file, and within an archive the member after an exclamation mark.</summary>
    public string File { get; }

    /// <summary>Position in the file, or in the uncompressed member; in bytes from 0. Null where the file as a whole is
    /// at fault.</summary>
    public long? Offset { get; }

    /// <summary>What is wrong, without file and position.</summary>
    public string Cause { get; }

    /// <summary>Two lines of Python that convert the file, with FILE in place of its name; null where the format is not
    /// the fault.</summary>
    public string? Conversion { get; }

    private static string MessageOf(string file, long? offset, string cause)
    {
        string position = offset is { } bytes
            ? string.Create(CultureInfo.InvariantCulture, $" at byte {bytes}")
            : string.Empty;
        return $"{PrintableText.Of(file)}{position}: {cause}";
    }
}
