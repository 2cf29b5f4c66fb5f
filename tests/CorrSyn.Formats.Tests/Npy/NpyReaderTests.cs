using System.Text;

namespace CorrSyn.Formats.Tests.Npy;

public sealed class NpyReaderTests
{
    public static TheoryData<string> NumberFiles =>
        new(Directory.EnumerateFiles(Samples.Path("."), "??-*.npy").Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(NumberFiles))]
    public void Read_EveryType_GivesTheNumbersThatNumPyWrote(string name)
    {
        double[] expected = name[0] switch
        {
            'f' => Samples.Quarters(6),
            'b' => [0, 1, 1, 1, 1, 1],
            _ => [0, 1, 2, 3, 4, 5],
        };

        using ArrayFile file = ArrayFile.Open(Samples.Path(name));

        Assert.Equal(ArrayFormat.Npy, file.Format);
        ArrayEntry entry = Assert.Single(file.Arrays);
        Assert.Equal(Path.GetFileNameWithoutExtension(name), entry.Name);
        Assert.Equal([2, 3], entry.Shape);
        Assert.Equal(expected, entry.Read().Values);
        Assert.Equal(expected, entry.Read().Values);
    }

    [Theory]
    [InlineData("version1.npy")]
    [InlineData("version2.npy")]
    [InlineData("version3.npy")]
    public void Read_EveryVersion(string name) =>
        Assert.Equal(Samples.Quarters(6), Samples.ReadSingle(name, Samples.Bytes(name)).Values);

    [Fact]
    public void Read_ColumnMajor_IsPutInRowMajorOrder()
    {
        NumericArray array = Samples.ReadSingle("a.npy", Samples.Bytes("column-major.npy"));

        Assert.Equal([2, 3, 4], array.Shape);
        Assert.Equal(Samples.Quarters(24), array.Values);
    }

    [Fact]
    public void Read_ColumnMajor_OverManyBlocks()
    {
        // 700 x 500 numbers of 8 bytes are nearly three blocks of a megabyte.
        const int Rows = 700;
        const int Columns = 500;
        var values = new double[Rows * Columns];
        for (int i = 0; i < Rows; i++)
            for (int j = 0; j < Columns; j++)
                values[(j * Rows) + i] = (i * Columns) + j;
        byte[] data = new byte[values.Length * sizeof(double)];
        Buffer.BlockCopy(values, 0, data, 0, data.Length);

        NumericArray array = Samples.ReadSingle("a.npy", File($"{{'descr': '<f8', 'fortran_order': True, 'shape': ({Rows}, {Columns}), }}", data));

        Assert.Equal(Enumerable.Range(0, Rows * Columns).Select(k => (double)k), array.Values);
    }

    [Fact]
    public void Read_ScalarAndEmpty()
    {
        NumericArray scalar = Samples.ReadSingle("a.npy", Samples.Bytes("scalar.npy"));
        NumericArray empty = Samples.ReadSingle("a.npy", Samples.Bytes("empty.npy"));

        Assert.Empty(scalar.Shape);
        Assert.Equal([2.5], scalar.Values);
        Assert.Equal([0, 5], empty.Shape);
        Assert.Empty(empty.Values);
    }

    [Theory]
    [InlineData("{'shape': (2L,), 'fortran_order': False, 'descr': '<u1'}")]
    [InlineData("{\"descr\": \"|u1\", \"fortran_order\": False, \"shape\": (2, ), }   ")]
    [InlineData("{ 'descr':'=u1','fortran_order':True ,'shape':(1,2) }\n")]
    public void Read_OtherSpellings(string header) =>
        Assert.Equal([200.0, 7], Samples.ReadSingle("a.npy", File(header, [200, 7])).Values);

    [Theory]
    [InlineData("complex.npy", "complex numbers")]
    [InlineData("objects.npy", "Python objects")]
    [InlineData("records.npy", "records")]
    public void Open_OtherTypes_AreRefusedByName(string name, string what) =>
        Assert.Contains(what, Samples.Refusal(name, Samples.Bytes(name)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("{'descr': '<f8', 'fortran_order': False, 'shape': (-1,), }")]
    [InlineData("{'descr': '<f8', 'fortran_order': False, 'shape': (9223372036854775808,), }")]
    [InlineData("{'descr': '<f8', 'fortran_order': False, 'shape': (4294967296, 4294967296), }")]
    [InlineData("{'descr': '<f8', 'fortran_order': False, 'shape': (4194305, 4194305, 211106198978564), }")]
    [InlineData("{'descr': '<f8', 'fortran_order': False, 'shape': (1.0,), }")]
    [InlineData("{'descr': '<f8', 'fortran_order': False, 'shape': (2), ")]
    [InlineData("{'descr': '<f8', 'fortran_order': False, 'shape': [2], }")]
    [InlineData("{'descr': '<f8', 'fortran_order': 0, 'shape': (1,), }")]
    [InlineData("{'descr': '<f8', 'fortran_order': False, }")]
    [InlineData("{'descr': '<f8', 'fortran_order': False, 'shape': (1,), 'more': 1}")]
    [InlineData("{'descr': '<f8', 'descr': '<f8', 'fortran_order': False, 'shape': (1,)}")]
    [InlineData("{'descr': '<f8', 'fortran_order': False, 'shape': (1,)} + exit()")]
    [InlineData("{'descr': '\\x3cf8', 'fortran_order': False, 'shape': (1,)}")]
    [InlineData("{'descr': __import__('os'), 'fortran_order': False, 'shape': (1,)}")]
    [InlineData("{'descr': [('a', '<f8', 'fortran_order': False, 'shape': (1,)}")]
    [InlineData("{'descr': '', 'fortran_order': False, 'shape': (1,)}")]
    [InlineData("{'descr': '<V2', 'fortran_order': False, 'shape': (4,)}")]
    [InlineData("{'descr': '<f16', 'fortran_order': False, 'shape': (1,)}")]
    [InlineData("")]
    [InlineData("[]")]
    public void Open_BadHeader_IsRefused(string header)
    {
        ArrayFormatException error = Samples.Refusal("bad.npy", File(header, new byte[8]));

        Assert.StartsWith("bad.npy", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Theory]
    [InlineData(7)]
    [InlineData(9)]
    public void Open_OtherLengthThanTheShape_IsRefused(int length) =>
        Assert.Contains(
            $"takes 8 bytes, but {length} follow",
            Samples.Refusal("a.npy", File("{'descr': '<f8', 'fortran_order': False, 'shape': (1,)}", new byte[length])).Message,
            StringComparison.Ordinal);

    [Fact]
    public void Open_ManyAxes_AreRefused() =>
        Assert.Contains(
            "axes",
            Samples.Refusal("a.npy", File($"{{'descr': '<f8', 'fortran_order': False, 'shape': ({string.Join(',', Enumerable.Repeat(1, 33))})}}", new byte[8])).Message,
            StringComparison.Ordinal);

    [Fact]
    public void Open_OtherVersion_IsRefused()
    {
        byte[] content = Samples.Bytes("f8-little.npy");
        content[6] = 4;

        Assert.Contains("npy version 4", Samples.Refusal("a.npy", content).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_HugeHeaderLength_IsRefusedBeforeItIsAllocated()
    {
        byte[] content = Samples.Bytes("version2.npy");
        content.AsSpan(8, 4).Fill(0xFF);

        long before = GC.GetAllocatedBytesForCurrentThread();
        ArrayFormatException error = Samples.Refusal("a.npy", content);

        Assert.Equal(12, error.Offset);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
    }

    [Fact]
    public void Open_EveryTruncation_IsRefused()
    {
        byte[] content = Samples.Bytes("f4-big.npy");
        for (int length = 0; length < content.Length; length++)
            Samples.Refusal("a.npy", content[..length]);
    }

    [Fact]
    public void Open_BeyondTheLimit_IsRefusedWithIt() =>
        Assert.Contains(
            "more than 5 elements",
            Samples.Refusal("a.npy", Samples.Bytes("f8-little.npy"), new FormatLimits(MaxArrayBytes: 40)).Message,
            StringComparison.Ordinal);

    // Old writers align the data to 16 bytes, or not at all.
    private static byte[] File(string header, byte[] data)
    {
        byte[] text = Encoding.UTF8.GetBytes(header);
        return [0x93, .. "NUMPY"u8, 1, 0, (byte)(text.Length % 256), (byte)(text.Length / 256), .. text, .. data];
    }
}
