using System.Globalization;
using System.Text;

namespace CorrSyn.Formats.Tests.Csv;

public sealed class CsvTableTests
{
    [Theory]
    [InlineData("table.txt")]
    [InlineData("table.csv")]
    public void Read_WhatNumPyWrote(string name)
    {
        using ArrayFile file = ArrayFile.Open(Samples.Path(name));

        Assert.Equal(ArrayFormat.Csv, file.Format);
        NumericArray array = Assert.Single(file.Arrays).Read();
        Assert.Equal([2, 3], array.Shape);
        Assert.Equal(Samples.Quarters(6), array.Values);
    }

    [Theory]
    [InlineData("1,2\n3,4\n")]
    [InlineData("1;2\r\n3;4")]
    [InlineData("1\t2\n3\t4\n\n")]
    [InlineData("# a comment, with a comma\na,b\n 1 , 2\n3,4")]
    [InlineData("\uFEFF1,2\n\"3\",4e0")]
    [InlineData("  1   2\n  3   4  \n")]
    public void Read_Spellings(string text)
    {
        CultureInfo.CurrentCulture = new CultureInfo("de-DE");

        NumericArray array = Samples.ReadSingle("a.csv", Encoding.UTF8.GetBytes(text));

        Assert.Equal([2, 2], array.Shape);
        Assert.Equal([1.0, 2, 3, 4], array.Values);
    }

    [Fact]
    public void Read_OneColumnAndNonFiniteNumbers()
    {
        NumericArray array = Samples.ReadSingle("a.csv", "nan\ninf\n-inf\n-nan\n1e999\n"u8.ToArray());

        Assert.Equal([5, 1], array.Shape);
        Assert.Equal([double.NaN, double.PositiveInfinity, double.NegativeInfinity, double.NaN, double.PositiveInfinity], array.Values);
    }

    [Theory]
    [InlineData("1,2\n3\n", "line 2: 1 columns, but 2 in the first row")]
    [InlineData("a,b\n1,x\n", "line 2: column 2: 'x' is not a number")]
    [InlineData("1,2\n3,\n", "line 2: column 2: '' is not a number")]
    [InlineData("a,1\n3,4\n", "line 1: column 1: 'a' is not a number")]
    [InlineData("a,b\n", "a table without numbers")]
    [InlineData("# nothing\n", "a table without numbers")]
    [InlineData("1,\"2\n3,4\n", "")]
    public void Open_NoTable_IsRefused(string text, string cause) =>
        Assert.Contains(cause, Samples.Refusal("a.csv", Encoding.UTF8.GetBytes(text)).Message, StringComparison.Ordinal);

    [Fact]
    public void Open_BeyondTheLimit_IsRefused() =>
        Assert.Contains(
            "more than 3 numbers",
            Samples.Refusal("a.csv", "1,2\n3,4\n"u8.ToArray(), new FormatLimits(MaxArrayBytes: 24)).Message,
            StringComparison.Ordinal);

    [Fact]
    public void Open_Binary_IsOfUnknownFormat() =>
        Assert.Contains("unknown format; read are npy", Samples.Refusal("a.bin", [1, 2, 3, 4]).Message, StringComparison.Ordinal);
}
