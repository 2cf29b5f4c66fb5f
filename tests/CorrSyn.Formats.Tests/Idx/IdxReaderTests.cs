using System.IO.Compression;

namespace CorrSyn.Formats.Tests.Idx;

public sealed class IdxReaderTests
{
    [Theory]
    [InlineData("images.idx")]
    [InlineData("images.idx.gz")]
    public void Read_Images(string name)
    {
        using ArrayFile file = ArrayFile.Open(Samples.Path(name));

        Assert.Equal(ArrayFormat.Idx, file.Format);
        ArrayEntry entry = Assert.Single(file.Arrays);
        Assert.Equal([2, 2, 3], entry.Shape);
        Assert.Equal(Enumerable.Range(0, 12).Select(k => (double)k), entry.Read().Values);
    }

    [Theory]
    [InlineData("00000B010000000100FF", 255)]
    [InlineData("00000B0100000001FF00", -256)]
    [InlineData("00000C0100000001FFFFFFFE", -2)]
    [InlineData("00000D0100000001BFA00000", -1.25)]
    [InlineData("00000E0100000001BFF4000000000000", -1.25)]
    [InlineData("0000090100000001FF", -1)]
    public void Read_EveryType(string bytes, double expected) =>
        Assert.Equal([expected], Samples.ReadSingle("a.idx", Convert.FromHexString(bytes)).Values);

    [Theory]
    [InlineData("0000080100000002FF", "takes 2 bytes, but 1 follow")]
    [InlineData("0000080100000001FFFF", "takes 1 bytes, but 2 follow")]
    [InlineData("00000801FFFFFFFFFF", "negative")]
    [InlineData("000008037FFFFFFF7FFFFFFF7FFFFFFF", "elements")]
    [InlineData("0000080300000001", "too early")]
    public void Open_Damaged_IsRefused(string bytes, string cause)
    {
        byte[] content = Convert.FromHexString(bytes);

        Assert.Contains(cause, Samples.Refusal("a.idx", content).Message, StringComparison.Ordinal);
        Samples.Refusal("a.idx.gz", Compressed(content));
    }

    [Fact]
    public void Open_GzipOfSomethingElse_IsRefused() =>
        Assert.Contains("no IDX header", Samples.Refusal("a.gz", Compressed("hello"u8.ToArray())).Message, StringComparison.Ordinal);

    [Fact]
    public void Open_EveryTruncationOfACompressedFile_IsRefused()
    {
        byte[] content = Samples.Bytes("images.idx.gz");
        for (int length = 0; length < content.Length; length++)
            Samples.Refusal("a.idx.gz", content[..length]);
    }

    [Fact]
    public void Open_Bomb_IsRefused()
    {
        byte[] header = Convert.FromHexString("000008020001000000001000");

        Assert.Contains("at most", Samples.Refusal("a.gz", Compressed(header), new FormatLimits(MaxArrayBytes: 1L << 40)).Message, StringComparison.Ordinal);
    }

    private static byte[] Compressed(byte[] content)
    {
        using var stream = new MemoryStream();
        using (var gzip = new GZipStream(stream, CompressionLevel.Optimal, leaveOpen: true))
            gzip.Write(content);
        return stream.ToArray();
    }
}
