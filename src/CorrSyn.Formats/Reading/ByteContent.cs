namespace CorrSyn.Formats.Reading;

/// <summary>Bytes with a name that can be read from the start again and again: a file, or a member of an
/// archive.</summary>
/// <param name="Name">For messages.</param>
/// <param name="Length">How many bytes there are, or are claimed to be.</param>
/// <param name="Open">A reader at the first byte; the caller disposes it.</param>
internal sealed record ByteContent(string Name, long Length, Func<ForwardReader> Open)
{
    /// <summary>All of a stream that can be positioned, and that stays open.</summary>
    public static ByteContent Of(Stream stream, string name) =>
        new(name, stream.Length, () =>
        {
            stream.Position = 0;
            return new ForwardReader(stream, name, ownsStream: false);
        });
}
