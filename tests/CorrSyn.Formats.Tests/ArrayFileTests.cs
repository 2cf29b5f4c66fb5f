namespace CorrSyn.Formats.Tests;

public sealed class ArrayFileTests
{
    [Theory]
    [InlineData("model.pth", "80028A0A", "PyTorch")]
    [InlineData("model.pkl", "80049500", "Python pickle")]
    [InlineData("model.h5", "894844460D0A1A0A", "HDF5")]
    [InlineData("model.onnx", "08071207", "ONNX")]
    [InlineData("model.gguf", "4747554603000000", "GGUF")]
    [InlineData("model.mat", "4D41544C414220352E30204D41542D66696C65", "MATLAB")]
    public void Open_FormatsThatAreNotRead_AreNamedWithAConversion(string name, string bytes, string format)
    {
        ArrayFormatException error = Samples.Refusal(name, Convert.FromHexString(bytes));

        Assert.Contains(format, error.Message, StringComparison.Ordinal);
        Assert.Equal(2, error.Conversion!.Split('\n').Length);
    }

    [Fact]
    public void Open_NoFile_NamesIt()
    {
        string path = Samples.Path("no such file.npy");

        Assert.Contains(path, Assert.Throws<FileNotFoundException>(() => ArrayFile.Open(path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_EmptyFile_IsRefused() =>
        Assert.Contains("empty", Samples.Refusal("a.npy", []).Message, StringComparison.Ordinal);

    [Fact]
    public void Open_EndlessDevice_IsRefused()
    {
        if (File.Exists("/dev/zero"))
            Assert.Throws<ArrayFormatException>(() => ArrayFile.Open("/dev/zero"));
    }

    [Fact]
    public void Read_Cancelled_Stops()
    {
        using ArrayFile file = ArrayFile.Open("a.npy", Samples.Bytes("f8-little.npy"));

        Assert.Throws<OperationCanceledException>(() => file.Arrays[0].Read(new CancellationToken(true)));
    }
}
