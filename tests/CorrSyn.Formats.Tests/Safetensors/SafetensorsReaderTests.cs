using System.Buffers.Binary;
using System.Text;

namespace CorrSyn.Formats.Tests.Safetensors;

public sealed class SafetensorsReaderTests
{
    [Theory]
    [InlineData("F64", "000000000000F4BF", -1.25)]
    [InlineData("F32", "0000A0BF", -1.25)]
    [InlineData("F16", "00BD", -1.25)]
    [InlineData("BF16", "A0BF", -1.25)]
    [InlineData("I8", "FF", -1)]
    [InlineData("U8", "FF", 255)]
    [InlineData("I16", "FEFF", -2)]
    [InlineData("U16", "FEFF", 65534)]
    [InlineData("I32", "FEFFFFFF", -2)]
    [InlineData("U32", "FEFFFFFF", 4294967294)]
    [InlineData("I64", "FEFFFFFFFFFFFFFF", -2)]
    [InlineData("U64", "0000000000000080", 9223372036854775808)]
    [InlineData("BOOL", "01", 1)]
    public void Read_EveryType(string type, string bytes, double expected)
    {
        byte[] data = Convert.FromHexString(bytes);

        NumericArray array = Samples.ReadSingle("a.safetensors", File($$$"""{"x":{"dtype":"{{{type}}}","shape":[1,1],"data_offsets":[0,{{{data.Length}}}]}}""", data));

        Assert.Equal([1, 1], array.Shape);
        Assert.Equal([expected], array.Values);
    }

    [Fact]
    public void Read_TensorsInAnyOrder_MetadataScalarAndEmpty()
    {
        byte[] data = [1, 2, 3, 4, 5];
        string header = """
            {"__metadata__":{"format":"pt"},
             "last":{"dtype":"U8","shape":[2],"data_offsets":[3,5]},
             "none":{"dtype":"F64","shape":[0,7],"data_offsets":[3,3]},
             "one":{"dtype":"U8","shape":[],"data_offsets":[0,1]},
             "two":{"shape":[2,1],"data_offsets":[1,3],"dtype":"U8"}}
            """;

        using ArrayFile file = ArrayFile.Open("a.safetensors", File(header, data));

        Assert.Equal(ArrayFormat.Safetensors, file.Format);
        Assert.Equal(["one", "two", "none", "last"], file.Arrays.Select(entry => entry.Name));
        Assert.Equal([1], file.Arrays[0].Read().Values);
        Assert.Equal([2, 3], file.Arrays[1].Read().Values);
        Assert.Empty(file.Arrays[2].Read().Values);
        Assert.Equal([4, 5], file.Arrays[3].Read().Values);
    }

    [Fact]
    public void Open_TypesThatAreNotRead_AreSkippedByName()
    {
        using ArrayFile file = ArrayFile.Open(
            "a.safetensors",
            File("""{"a":{"dtype":"F8_E5M2","shape":[2],"data_offsets":[0,2]},"b":{"dtype":"NEW","shape":[9],"data_offsets":[2,4]}}""", new byte[4]));

        Assert.Empty(file.Arrays);
        Assert.Equal(["elements of type F8_E5M2", "elements of type NEW"], file.Skipped.Select(skipped => skipped.Reason));
    }

    [Theory]
    [InlineData("""{"x":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}""", "does not take")]
    [InlineData("""{"x":{"dtype":"F32","shape":[4294967296,4294967296],"data_offsets":[0,0]}}""", "does not take")]
    [InlineData("""{"x":{"dtype":"U8","shape":[4194305,4194305,211106198978564],"data_offsets":[0,4]}}""", "does not take")]
    [InlineData("""{"x":{"dtype":"F8_E5M2","shape":[3],"data_offsets":[0,4]}}""", "does not take")]
    [InlineData("""{"x":{"dtype":"F4","shape":[3],"data_offsets":[0,4]}}""", "does not take")]
    [InlineData("""{"x":{"dtype":"U8","shape":[4],"data_offsets":[4,0]}}""", "not below")]
    [InlineData("""{"x":{"dtype":"U8","shape":[4],"data_offsets":[-4,0]}}""", "not below")]
    [InlineData("""{"x":{"dtype":"U8","shape":[8],"data_offsets":[0,8]}}""", "but 4 follow")]
    [InlineData("""{"x":{"dtype":"U8","shape":[3],"data_offsets":[0,3]}}""", "but 4 follow")]
    [InlineData("""{"x":{"dtype":"U8","shape":[3],"data_offsets":[1,4]}}""", "hole or an overlap")]
    [InlineData("""{"x":{"dtype":"U8","shape":[3],"data_offsets":[0,3]},"y":{"dtype":"U8","shape":[2],"data_offsets":[2,4]}}""", "hole or an overlap")]
    [InlineData("""{"x":{"dtype":"U8","shape":[4.0],"data_offsets":[0,4]}}""", "whole numbers")]
    [InlineData("""{"x":{"dtype":"U8","shape":[18446744073709551615],"data_offsets":[0,4]}}""", "whole numbers")]
    [InlineData("""{"x":{"dtype":"U8","shape":[1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,4],"data_offsets":[0,4]}}""", "at most 16")]
    [InlineData("""{"x":{"dtype":"U8","shape":[4],"data_offsets":[0,4],"more":1}}""", "exactly")]
    [InlineData("""{"x":{"dtype":8,"shape":[4],"data_offsets":[0,4]}}""", "exactly")]
    [InlineData("""{"x":{"dtype":"U8","shape":[4],"data_offsets":[0,4]},"x":{"dtype":"U8","shape":[4],"data_offsets":[0,4]}}""", "not valid JSON")]
    [InlineData("""{"__metadata__":{"a":1},"x":{"dtype":"U8","shape":[4],"data_offsets":[0,4]}}""", "__metadata__")]
    [InlineData("""{"x":[[[[[[[[[[1]]]]]]]]]]}""", "not valid JSON")]
    [InlineData("""[]""", "does not start")]
    [InlineData("""{"x":""", "not valid JSON")]
    [InlineData("""{} x""", "not valid JSON")]
    [InlineData(""" {}""", "does not start")]
    [InlineData("", "does not start")]
    public void Open_BadHeader_IsRefused(string header, string cause)
    {
        ArrayFormatException error = Samples.Refusal("a.safetensors", File(header, new byte[4]));

        Assert.Contains(cause, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Theory]
    [InlineData(ulong.MaxValue)]
    [InlineData(1UL << 63)]
    [InlineData(1UL << 32)]
    [InlineData(100UL)]
    public void Open_HeaderLongerThanTheFile_IsRefusedBeforeItIsAllocated(ulong length)
    {
        byte[] content = File("{}", []);
        BinaryPrimitives.WriteUInt64LittleEndian(content, length);

        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Contains("claims", Samples.Refusal("a.safetensors", content).Message, StringComparison.Ordinal);

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
    }

    [Fact]
    public void Open_LongHeaderOrManyTensors_AreRefused()
    {
        IEnumerable<string> tensors = Enumerable.Range(0, 50).Select(
            k => $$"""  "t{{k}}":{"dtype":"U8","shape":[0],"data_offsets":[0,0]}  """);
        string header = "{" + string.Join(',', tensors) + "}";
        byte[] content = File(header, []);

        Assert.Contains("a header of", Samples.Refusal("a.safetensors", content, new FormatLimits(MaxHeaderBytes: 100)).Message, StringComparison.Ordinal);
        Assert.Contains("more than 49 tensors", Samples.Refusal("a.safetensors", content, new FormatLimits(MaxArrayCount: 49)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_BadUtf8InAName_IsRefused()
    {
        byte[] content = File("""{"?":{"dtype":"U8","shape":[0],"data_offsets":[0,0]}}""", []);
        content[10] = 0xFF;

        Assert.Contains("UTF-8", Samples.Refusal("a.safetensors", content).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_NamesWithEscapes_ArePrintedHarmlessly()
    {
        string message = Samples.Refusal(
            "a.safetensors", File("{\"\\u001b[31m\\u202e\\n\":{}}", [])).Message;

        Assert.Contains("'\\u001b[31m\\u202e\\u000a'", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_EveryTruncation_IsRefused()
    {
        byte[] content = File("""{"x":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", new byte[4]);
        for (int length = 0; length < content.Length; length++)
            Samples.Refusal("a.safetensors", content[..length]);
    }

    internal static byte[] File(string header, byte[] data)
    {
        byte[] text = Encoding.UTF8.GetBytes(header);
        byte[] length = new byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(length, (ulong)text.Length);
        return [.. length, .. text, .. data];
    }
}
