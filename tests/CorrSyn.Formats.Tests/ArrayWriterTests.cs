using System.Globalization;
using FsCheck;
using FsCheck.Fluent;

namespace CorrSyn.Formats.Tests;

public sealed class ArrayWriterTests
{
    private static readonly Gen<NumericArray> Arrays =
        from rank in Gen.Choose(0, 4)
        from shape in Gen.ArrayOf(Gen.Choose(0, 5), rank)
        let count = shape.Aggregate(1, (product, extent) => product * extent)
        from values in Gen.ArrayOf(ArbMap.Default.GeneratorFor<double>(), count)
        select NumericArray.Create([.. shape.Select(extent => (long)extent)], values);

    [Fact]
    public void WriteNpy_AndRead_GiveTheSameNumbers() =>
        Property.Holds(Arrays, array =>
        {
            NumericArray back = Samples.ReadSingle("a.npy", Written(stream => ArrayWriter.WriteNpy(stream, array)));
            Assert.Equal(array.Shape, back.Shape);
            Assert.Equal(array.Values, back.Values);
        });

    [Fact]
    public void WriteNpz_AndRead_GiveTheSameNumbers() =>
        Property.Holds(from arrays in Gen.ListOf(Arrays) from isCompressed in Gen.Elements(true, false) select (arrays, isCompressed), drawn =>
        {
            Dictionary<string, NumericArray> arrays = drawn.arrays.Select((array, k) => ($"{k}/x", array)).ToDictionary();
            using ArrayFile file = ArrayFile.Open(
                "a.npz", Written(stream => ArrayWriter.WriteNpz(stream, arrays, isCompressed: drawn.isCompressed)));
            Assert.Equal(arrays.Keys.Order(StringComparer.Ordinal), file.Arrays.Select(entry => entry.Name));
            Assert.All(file.Arrays, entry => Assert.Equal(arrays[entry.Name].Values, entry.Read().Values));
        });

    [Fact]
    public void WriteNpy_IsWhatNumPyWrites()
    {
        var array = NumericArray.Create([2, 3], Samples.Quarters(6));

        Assert.Equal(Samples.Bytes("f8-little.npy"), Written(stream => ArrayWriter.WriteNpy(stream, array)));
        Assert.Equal(Samples.Bytes("f4-little.npy"), Written(stream => ArrayWriter.WriteNpy(stream, array, StoredPrecision.Single)));
    }

    [Fact]
    public void WriteNpz_Twice_GivesTheSameBytes()
    {
        var a = NumericArray.Create([1], [1.0]);
        var b = NumericArray.Create([2], [1.0, 2]);

        Assert.Equal(
            Written(stream => ArrayWriter.WriteNpz(stream, new Dictionary<string, NumericArray> { ["a"] = a, ["b"] = b })),
            Written(stream => ArrayWriter.WriteNpz(stream, new Dictionary<string, NumericArray> { ["b"] = b, ["a"] = a })));
    }

    [Fact]
    public void WriteCsv_AndRead_GiveTheSameNumbersInEveryCulture()
    {
        CultureInfo.CurrentCulture = new CultureInfo("fr-FR");
        var array = NumericArray.Create([2, 2], [1.5, -1.0 / 3, 1e300, double.Epsilon]);
        using var text = new StringWriter(CultureInfo.CurrentCulture);

        ArrayWriter.WriteCsv(text, array);

        Assert.Equal(array.Values, Samples.ReadSingle("a.csv", System.Text.Encoding.UTF8.GetBytes(text.ToString())).Values);
    }

    [Fact]
    public void Create_OtherCountThanTheShape_IsRefused()
    {
        Assert.Throws<ArgumentException>(() => NumericArray.Create([2, 2], [1.0]));
        Assert.Throws<ArgumentException>(() => NumericArray.Create([-1], []));
    }

    private static byte[] Written(Action<Stream> write)
    {
        using var stream = new MemoryStream();
        write(stream);
        return stream.ToArray();
    }
}
