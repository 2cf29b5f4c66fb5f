using CorrSyn.Cli.Output;

namespace CorrSyn.Cli.Tests.Output;

public sealed class OutputFolderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Write_Files_ReplaceOlderOnesAndLeaveNoOthers()
    {
        string kept = _folder.Write("kept.txt", "kept");
        _folder.Write("a.txt", "a much longer text than the new one");
        OutputFolder folder = OutputFolder.Prepare(_folder.Location);

        folder.Write([("a.txt", "new"), ("b.txt", "\u03b1")]);

        Assert.Equal("new", File.ReadAllText(_folder["a.txt"]));
        Assert.Equal("\u03b1", File.ReadAllText(_folder["b.txt"]));
        Assert.Equal("kept", File.ReadAllText(kept));
        Assert.Equal(3, Directory.EnumerateFileSystemEntries(_folder.Location).Count());
    }

    [Fact]
    public void Write_OneFileImpossible_WritesNone()
    {
        Directory.CreateDirectory(_folder["b.txt"]);
        OutputFolder folder = OutputFolder.Prepare(_folder.Location);

        UnwritableException error = Assert.Throws<UnwritableException>(
            () => folder.Write([("a.txt", "a"), ("b.txt", "b")]));

        Assert.Contains("b.txt", error.Message, StringComparison.Ordinal);
        Assert.Equal([_folder["b.txt"]], Directory.EnumerateFileSystemEntries(_folder.Location));
    }

    [Fact]
    public void Prepare_MissingFolders_AreMadeByTheFirstWrite()
    {
        OutputFolder folder = OutputFolder.Prepare(_folder["a/b/c"]);

        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder.Location));
        folder.Write([("d.txt", "d")]);
        Assert.Equal("d", File.ReadAllText(_folder["a/b/c/d.txt"]));
    }

    [Fact]
    public void Write_Impossible_LeavesNoFolder()
    {
        OutputFolder folder = OutputFolder.Prepare(_folder["a/b"]);

        Assert.Throws<UnwritableException>(() => folder.Write([("missing/d.txt", "d")]));

        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder.Location));
    }
}
