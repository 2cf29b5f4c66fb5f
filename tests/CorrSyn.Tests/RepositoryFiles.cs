using System.Text;

namespace CorrSyn.Tests;

/// <summary>Files of the source tree that tests compare with.</summary>
internal static class RepositoryFiles
{
    private static readonly string Root = FindRoot();

    /// <summary>The full name of a file given from the root of the repository, with slashes.</summary>
    public static string PathOf(string file) => Path.Combine([Root, .. file.Split('/')]);

    /// <summary>The text of a file, with line feeds only.</summary>
    public static string Read(string file) =>
        File.ReadAllText(PathOf(file), Encoding.UTF8).ReplaceLineEndings("\n");

    private static string FindRoot()
    {
        for (var directory = new DirectoryInfo(AppContext.BaseDirectory);
            directory is not null;
            directory = directory.Parent)
        {
            if (File.Exists(Path.Combine(directory.FullName, "CorrSyn.sln")))
                return directory.FullName;
        }

        throw new InvalidOperationException("CorrSyn.sln is in no directory above the tests.");
    }
}
