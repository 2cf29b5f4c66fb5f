namespace CorrSyn.Formats.Tests.Safetensors;

public sealed class ShardIndexTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("corrsyn-").FullName;

    public ShardIndexTests()
    {
        Shard("1.safetensors", "a", 1);
        Shard("2.safetensors", "b", 2);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Read_TensorsOfAllShards()
    {
        using ArrayFile file = ArrayFile.Open(Index("""{"metadata":{"total_size":2},"weight_map":{"b":"2.safetensors","a":"1.safetensors"}}"""));

        Assert.Equal(ArrayFormat.SafetensorsIndex, file.Format);
        Assert.Equal(["a", "b"], file.Arrays.Select(entry => entry.Name));
        Assert.Equal([1.0, 2], file.Arrays.Select(entry => entry.Read().Values.Single()));
    }

    [Fact]
    public void Open_TensorThatTheIndexDoesNotHave_IsSkipped()
    {
        Shard("2.safetensors", "c", 2);
        Shard("1.safetensors", "a", 1);

        using ArrayFile file = ArrayFile.Open(Index("""{"weight_map":{"a":"1.safetensors"}}"""));
        Assert.Empty(file.Skipped);
        Assert.Contains("'b' is not in 2.safetensors", Refusal("""{"weight_map":{"a":"1.safetensors","b":"2.safetensors"}}"""), StringComparison.Ordinal);
        Assert.Contains("'b' is not in 1.safetensors", Refusal("""{"weight_map":{"a":"1.safetensors","b":"1.safetensors"}}"""), StringComparison.Ordinal);
    }

    [Fact]
    public void Open_MissingShard_IsAnError() =>
        Assert.Throws<FileNotFoundException>(
            () => ArrayFile.Open(Index("""{"weight_map":{"a":"3.safetensors"}}""")));

    [Theory]
    [InlineData("../1.safetensors")]
    [InlineData("/1.safetensors")]
    [InlineData("x\\\\1.safetensors")]
    [InlineData("..")]
    [InlineData("")]
    [InlineData("1.npz")]
    public void Open_NameThatLeavesTheFolder_IsRefused(string name) =>
        Assert.Contains("same folder", Refusal($$$"""{"weight_map":{"a":"{{{name}}}"}}"""), StringComparison.Ordinal);

    [Theory]
    [InlineData("""{"weights":{}}""")]
    [InlineData("""{"weight_map":[]}""")]
    [InlineData("""{"weight_map":{"a":1}}""")]
    [InlineData("""{"weight_map":{"a":"1.safetensors","a":"1.safetensors"}}""")]
    public void Open_NoIndex_IsRefused(string text) => Assert.NotEmpty(Refusal(text));

    private string Refusal(string text) => Assert.Throws<ArrayFormatException>(() => ArrayFile.Open(Index(text))).Message;

    private string Index(string text)
    {
        string path = Path.Combine(_folder, "model.safetensors.index.json");
        File.WriteAllText(path, text);
        return path;
    }

    private void Shard(string file, string tensor, byte value) =>
        File.WriteAllBytes(
            Path.Combine(_folder, file),
            SafetensorsReaderTests.File($$$"""{"{{{tensor}}}":{"dtype":"U8","shape":[1],"data_offsets":[0,1]}}""", [value]));
}
