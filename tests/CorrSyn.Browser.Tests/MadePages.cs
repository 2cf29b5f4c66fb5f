namespace CorrSyn.Browser.Tests;

/// <summary>Pages that the program made, in a folder whose name is as hostile as file systems allow.</summary>
public sealed class MadePages : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("corrsyn-browser-");

    private string Reports => Path.Combine(_folder.FullName, HostileText.FolderName);

    public string Report => Path.Combine(Reports, "report", "report.html");

    /// <summary>A page of one figure with lines and points.</summary>
    public string Figure => Path.Combine(Reports, "figures", "dimension.html");

    /// <summary>A page of a heat map.</summary>
    public string HeatMap => Path.Combine(Reports, "figures", "phase-diagram.html");

    public async Task InitializeAsync()
    {
        Directory.CreateDirectory(Reports);
        await Make("verify", "--widths", "50,100", "--instances", "60", "--out", "report");
        await Make("figure", "dimension", "phase-diagram", "--samples", "60", "--instances", "10", "--out", "figures");
    }

    public Task DisposeAsync()
    {
        _folder.Delete(recursive: true);
        return Task.CompletedTask;
    }

    // Exit code 1 says that theory and simulation disagree, 3 that the widths are too small to tell: a page is there all the same.
    private async Task Make(params string[] arguments)
    {
        (int code, _, string error) = await BuiltProgram.Run(arguments, Reports);
        Assert.True(code is 0 or 1 or 3, $"corrsyn {string.Join(' ', arguments)}: exit code {code}: {error}");
    }
}
