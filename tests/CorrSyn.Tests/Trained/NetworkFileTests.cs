using CorrSyn.Formats;
using CorrSyn.Trained;
using Xunit;
using static CorrSyn.Tests.Trained.WrittenNetwork;

namespace CorrSyn.Tests.Trained;

public sealed class NetworkFileTests : IDisposable
{
    private readonly WrittenNetwork _written = new();

    public void Dispose() => _written.Dispose();

    [Fact]
    public void Open_NumberedNames_AreOrderedAsNumbers()
    {
        string path = _written.Npz(
            "n.npz", [.. Enumerable.Range(1, 12).Select(k => ($"fc{k}.weight", Zeros(3, 3)))]);

        using NetworkFile file = NetworkFile.Open([path]);

        Assert.Equal(Enumerable.Range(1, 12).Select(k => $"fc{k}.weight"), file.Layers.Select(layer => layer.Name));
        Assert.True(file.IsChain);
    }

    [Fact]
    public void Open_BiasesByName_AreFoundWhateverTheConvention()
    {
        string path = _written.Npz(
            "n.npz",
            ("a.weight", Zeros(3, 4)), ("a.bias", Vector([1, 2, 3])),
            ("b/kernel", Zeros(2, 3)), ("b/bias", Vector([4, 5])),
            ("norm.weight", Vector([1, 1, 1])));

        using NetworkFile file = NetworkFile.Open([path]);

        Assert.Equal(["a.bias", "b/bias"], file.Layers.Select(layer => layer.BiasName));
        Assert.Equal([4.0, 5], file.Layers[1].ReadBiases());
        SkippedArray skipped = Assert.Single(file.Skipped);
        Assert.Equal(("norm.weight", "a vector that is the bias of no layer"), (skipped.Name, skipped.Reason));
    }

    [Fact]
    public void Open_InOut_TransposesMatrices()
    {
        string path = _written.Npz("n.npz", ("w", Matrix(2, 3, [1, 2, 3, 4, 5, 6])), ("b", Vector([7, 8, 9])));

        using NetworkFile file = NetworkFile.Open([path], new NetworkFileOptions(WeightLayout.InOut));

        StoredLayer layer = Assert.Single(file.Layers);
        Assert.Equal((3, 2), (layer.PostsynapticCount, layer.PresynapticCount));
        Assert.Equal([1.0, 4, 2, 5, 3, 6], layer.ReadWeights());
        Assert.Equal([7.0, 8, 9], layer.ReadBiases());
    }

    [Fact]
    public void Open_Kernel_CountsPatches()
    {
        string path = _written.Npz("n.npz", ("conv.weight", NumericArray.Create([4, 2, 3, 3], new double[72])), ("fc.weight", Zeros(2, 4)));

        using NetworkFile file = NetworkFile.Open([path]);

        Assert.True(file.Layers[0].IsConvolution);
        Assert.Equal((4, 18), (file.Layers[0].PostsynapticCount, file.Layers[0].PresynapticCount));
        Assert.False(file.IsChain);
    }

    [Fact]
    public void Open_NamesThatSayNothing_AreOrderedBySizeAsInTheFile()
    {
        string path = _written.Npz("a.npz", ("b", Zeros(3, 2)), ("c", Zeros(4, 3)));
        string reversed = _written.Npz("b.npz", ("b", Zeros(3, 2)), ("a", Zeros(4, 3)));

        using NetworkFile file = NetworkFile.Open([path]);
        using NetworkFile other = NetworkFile.Open([reversed]);

        Assert.True(file.IsChain);
        Assert.False(other.IsChain);
    }

    [Fact]
    public void Open_SeveralFiles_AreInTheOrderGiven()
    {
        string first = _written.Npz("z.npz", ("z", Zeros(3, 2)));
        string second = _written.Npz("a.npz", ("a", Zeros(4, 3)));

        using NetworkFile file = NetworkFile.Open([first, second]);

        Assert.Equal(["z", "a"], file.Layers.Select(layer => layer.Name));
        Assert.True(file.IsChain);
    }

    [Fact]
    public void Open_Patterns_ChooseLayersAndBiases()
    {
        string path = _written.Npz(
            "n.npz", ("x1", Zeros(3, 3)), ("x2", Zeros(3, 3)), ("y1", Zeros(3, 3)), ("p1", Vector([1, 2, 3])), ("p2", Vector([4, 5, 6])));

        using NetworkFile file = NetworkFile.Open([path], new NetworkFileOptions(LayerPattern: "x?", BiasPattern: "p*"));

        Assert.Equal(["x1", "x2"], file.Layers.Select(layer => layer.Name));
        Assert.Equal(["p1", "p2"], file.Layers.Select(layer => layer.BiasName));
        Assert.Contains("2 vectors are named p*, but there are 3 layers", Refusal(path, new NetworkFileOptions(BiasPattern: "p*")), StringComparison.Ordinal);
        Assert.Contains("no weights are named q*", Refusal(path, new NetworkFileOptions(LayerPattern: "q*")), StringComparison.Ordinal);
    }

    [Fact]
    public void Open_NothingThatIsALayer_SaysWhy()
    {
        string path = _written.Npz("n.npz", ("v", Vector([1, 2])));

        Assert.Equal("no layer was found: v is skipped (a vector that is the bias of no layer)", Refusal(path, new NetworkFileOptions()));
    }

    [Fact]
    public void ReadWeights_NotFinite_NamesTheNumber()
    {
        string path = _written.Npz("n.npz", ("w", Matrix(2, 2, [1, 2, double.NaN, 4])));

        using NetworkFile file = NetworkFile.Open([path]);

        Assert.Equal("w: weight 2 (counted from 0) is NaN", Assert.Throws<NotFiniteNumberException>(() => file.Layers[0].ReadWeights()).Message);
    }

    private static NumericArray Zeros(int rows, int columns) => Matrix(rows, columns, new double[rows * columns]);

    private static string Refusal(string path, NetworkFileOptions options) =>
        Assert.Throws<ArgumentException>(() => NetworkFile.Open([path], options)).Message;
}
