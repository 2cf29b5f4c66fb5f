namespace CorrSyn.Formats.Reading;

/// <summary>Bytes in order, with the position for messages. Damage that the decompressor finds is reported like any
/// other.</summary>
/// <param name="stream">At the first byte.</param>
/// <param name="name">For messages.</param>
/// <param name="ownsStream">Whether the stream is closed with the reader.</param>
/// <param name="checksum">The CRC-32 of all bytes, looked at when the end is reached; null for none.</param>
/// <param name="start">Where the first byte is.</param>
internal sealed class ForwardReader(Stream stream, string name, bool ownsStream, uint? checksum = null, long start = 0)
    : IDisposable
{
    private readonly Crc32? _crc = checksum is null ? null : new Crc32();

    /// <summary>Where the next byte is, counted from the start of the file or member.</summary>
    public long Position { get; private set; } = start;

    /// <inheritdoc/>
    public void Dispose()
    {
        if (ownsStream)
            stream.Dispose();
    }

    /// <summary>Reads exactly as many bytes as fit.</summary>
    /// <exception cref="ArrayFormatException">The file ends before, or is damaged.</exception>
    public void Fill(Span<byte> destination)
    {
        int read = ReadSome(destination);
        if (read < destination.Length)
            throw Fault($"the data end {destination.Length - read} bytes too early");
    }

    /// <summary>Nothing may follow, and the checksum must be right.</summary>
    /// <exception cref="ArrayFormatException">It is not so.</exception>
    public void ExpectEnd()
    {
        Span<byte> next = stackalloc byte[1];
        if (ReadSome(next) > 0)
            throw new ArrayFormatException(name, Position - 1, "more bytes follow than the header says");
        if (_crc is not null && _crc.Value != checksum)
            throw Fault("the checksum is wrong: the data are damaged");
    }

    /// <summary>Reads as many bytes as there are, up to the length given.</summary>
    public int ReadSome(Span<byte> destination)
    {
        int total = 0;
        try
        {
            while (total < destination.Length && stream.Read(destination[total..]) is > 0 and var read)
                total += read;
        }
        catch (InvalidDataException)
        {
            throw Fault("the compressed data are damaged");
        }

        _crc?.Append(destination[..total]);
        Position += total;
        return total;
    }

    /// <summary>What is wrong here.</summary>
    public ArrayFormatException Fault(string cause) => new(name, Position, cause);
}
