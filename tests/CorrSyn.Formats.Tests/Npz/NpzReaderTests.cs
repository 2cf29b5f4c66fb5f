using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace CorrSyn.Formats.Tests.Npz;

public sealed class NpzReaderTests
{
    [Theory]
    [InlineData("stored.npz")]
    [InlineData("deflated.npz")]
    public void Read_WhatNumPyWrote(string name)
    {
        using ArrayFile file = ArrayFile.Open(Samples.Path(name));

        Assert.Equal(["layer1/weight", "layer2/weight"], file.Arrays.Select(entry => entry.Name));
        Assert.Equal(Samples.Quarters(6), file.Arrays[0].Read().Values);
        Assert.Equal([1, 3], file.Arrays[1].Shape);
        Assert.Equal(ElementType.Float32, file.Arrays[1].ElementType);
        Assert.Equal(Samples.Quarters(3), file.Arrays[1].Read().Values);
        SkippedArray skipped = Assert.Single(file.Skipped);
        Assert.Equal(("names", "text"), (skipped.Name, skipped.Reason));
    }

    [Fact]
    public void Read_EveryFlippedBitOfTheNumbers_IsNoticed()
    {
        byte[] content = Samples.Bytes("stored.npz");
        int start = Find(content, BitConverter.GetBytes(1.25));
        for (int bit = 0; bit < 64; bit++)
        {
            byte[] damaged = [.. content];
            damaged[start + (bit / 8)] ^= (byte)(1 << (bit % 8));

            Assert.Contains("checksum", Samples.Refusal("a.npz", damaged).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Open_TheSameNameTwice_IsRefused() =>
        Assert.Contains("two members", Samples.Refusal("a.npz", Archive(("a.npy", Npy(1)), ("a.npy", Npy(2)))).Message, StringComparison.Ordinal);

    [Fact]
    public void Open_NamesThatLookLikePaths_AreOnlyNames()
    {
        using ArrayFile file = ArrayFile.Open("a.npz", Archive(("../../evil.npy", Npy(1)), ("/etc/x.txt", [])));

        Assert.Equal("../../evil", Assert.Single(file.Arrays).Name);
        Assert.Equal("not an npy member", Assert.Single(file.Skipped).Reason);
    }

    [Fact]
    public void Open_ManyMembers_AreRefused() =>
        Assert.Contains(
            "4097 members",
            Samples.Refusal("a.npz", Archive([.. Enumerable.Range(0, 4097).Select(k => ($"{k}.txt", Array.Empty<byte>()))])).Message,
            StringComparison.Ordinal);

    [Fact]
    public void Open_LongDirectory_IsRefusedBeforeItIsRead() =>
        Assert.Contains(
            "directory of the archive is longer",
            Samples.Refusal(
                "a.npz",
                Archive([.. Enumerable.Range(0, 4000).Select(k => ($"{k}.txt", Array.Empty<byte>()))]),
                new FormatLimits(MaxHeaderBytes: 100_000)).Message,
            StringComparison.Ordinal);

    [Fact]
    public void Open_Bomb_IsRefusedByItsRatio()
    {
        byte[] zeros = Npy(new double[3 << 20]);

        string message = Samples.Refusal("a.npz", Archive(("zeros.npy", zeros))).Message;

        Assert.Matches("^a.npz!zeros.npy: [0-9]+ bytes claim to expand to 25165952; allowed: a ratio of 200$", message);
    }

    [Fact]
    public void Read_SmallArrayOfZeros_IsNoBomb()
    {
        using ArrayFile file = ArrayFile.Open("a.npz", Archive(("zeros.npy", Npy(new double[100_000]))));

        Assert.Equal(100_000, Assert.Single(file.Arrays).Read().Values.Length);
    }

    [Fact]
    public void Open_SmallerDeclaredLength_IsRefused()
    {
        byte[] content = Archive(("a.npy", Npy(1, 2, 3)));
        int directory = Find(content, [0x50, 0x4B, 0x01, 0x02]);
        BinaryPrimitives.WriteInt32LittleEndian(content.AsSpan(directory + 24), Npy(1, 2, 3).Length - 8);

        Samples.Refusal("a.npz", content);
    }

    [Fact]
    public void Open_EveryTruncation_IsRefused()
    {
        byte[] content = Samples.Bytes("stored.npz");
        for (int length = 0; length < content.Length; length++)
            Samples.Refusal("a.npz", content[..length]);
    }

    [Fact]
    public void Open_EncryptedMember_IsRefused()
    {
        byte[] content = Archive(("a.npy", Npy(1)));
        content[Find(content, [0x50, 0x4B, 0x01, 0x02]) + 8] |= 1;
        content[6] |= 1;

        Assert.Contains("encrypted", Samples.Refusal("a.npz", content).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_UnknownMethod_IsRefused()
    {
        byte[] content = Archive(("a.npy", Npy(1)));
        content[Find(content, [0x50, 0x4B, 0x01, 0x02]) + 10] = 99;

        Assert.Contains("method", Samples.Refusal("a.npz", content).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_ArchivesOfOthers_AreRefusedWithAConversion()
    {
        ArrayFormatException torch = Samples.Refusal("model.pt", Archive(("model/data.pkl", [0x80, 2])));
        ArrayFormatException keras = Samples.Refusal("model.keras", Archive(("model.weights.h5", [1])));

        Assert.Contains("PyTorch", torch.Message, StringComparison.Ordinal);
        Assert.Equal(2, torch.Conversion!.Split('\n').Length);
        Assert.Contains("Keras", keras.Message, StringComparison.Ordinal);
        Assert.Equal(2, keras.Conversion!.Split('\n').Length);
    }

    private static byte[] Npy(params double[] values)
    {
        using var stream = new MemoryStream();
        ArrayWriter.WriteNpy(stream, NumericArray.Create([values.Length], values));
        return stream.ToArray();
    }

    private static byte[] Archive(params (string Name, byte[] Content)[] members)
    {
        using var stream = new MemoryStream();
        using (var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true, Encoding.UTF8))
        {
            foreach ((string name, byte[] content) in members)
            {
                using Stream member = archive.CreateEntry(name).Open();
                member.Write(content);
            }
        }

        return stream.ToArray();
    }

    private static int Find(byte[] content, byte[] part) => content.AsSpan().IndexOf(part);
}
