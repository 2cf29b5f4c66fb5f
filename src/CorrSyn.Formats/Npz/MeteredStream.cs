namespace CorrSyn.Formats.Npz;

/// <summary>A stream of which only so many bytes may be read until the meter is switched off. The framework reads the
/// directory of an archive into memory without asking how long it is; this asks.</summary>
/// <param name="inner">What is read.</param>
/// <param name="budget">Bytes that may be read while the meter runs.</param>
/// <param name="excess">What is thrown where they are not enough.</param>
internal sealed class MeteredStream(Stream inner, long budget, Func<Exception> excess) : Stream
{
    private long _left = budget;
    private bool _isMetered = true;

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length => inner.Length;

    public override long Position
    {
        get => inner.Position;
        set => inner.Position = value;
    }

    /// <summary>From now on everything may be read.</summary>
    public void SwitchOff() => _isMetered = false;

    public override int Read(Span<byte> buffer)
    {
        int read = inner.Read(buffer);
        _left -= read;
        return _isMetered && _left < 0 ? throw excess() : read;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override long Seek(long offset, SeekOrigin origin) => inner.Seek(offset, origin);

    public override void Flush()
    {
    }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
