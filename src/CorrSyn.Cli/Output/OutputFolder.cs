namespace CorrSyn.Cli.Output;

/// <summary>A folder that files are written to whole or not at all. Disposing it removes the folders it made if nothing
/// was written to them.</summary>
internal sealed class OutputFolder : IDisposable
{
    // About the size of a report, so that a full disk is found before the work and not after it.
    private const int ProbeLength = 128 * 1024;

    private readonly string _path;
    private readonly List<string> _made;

    private OutputFolder(string path, List<string> made) => (_path, _made) = (path, made);

    /// <summary>Makes the folder and tries whether files can be made in it, before any work is done.</summary>
    /// <exception cref="UnwritableException">They cannot.</exception>
    public static OutputFolder Prepare(string path)
    {
        var made = new List<string>();
        for (string? missing = Path.GetFullPath(path);
             missing is not null && !Directory.Exists(missing);
             missing = Path.GetDirectoryName(missing))
            made.Add(missing);
        var folder = new OutputFolder(path, made);
        try
        {
            Directory.CreateDirectory(path);
            Probe(TemporaryName(path, "probe"));
            return folder;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException)
        {
            folder.Dispose();
            throw new UnwritableException(path, error);
        }
    }

    /// <summary>Writes files: all to temporary ones first, which then take their names.</summary>
    /// <param name="files">Names and contents.</param>
    /// <exception cref="UnwritableException">A file cannot be written; none of the temporary files stays.</exception>
    public void Write(IReadOnlyList<(string Name, string Content)> files)
    {
        var temporary = files.Select(file => (Draft: TemporaryName(_path, file.Name), file.Name, file.Content)).ToList();
        string current = _path;
        try
        {
            foreach ((string draft, string name, string content) in temporary)
            {
                current = Path.Combine(_path, name);
                if (Directory.Exists(current))
                    throw new IOException("Is a directory");
                Save(draft, System.Text.Encoding.UTF8.GetBytes(content));
            }

            foreach ((string draft, string name, _) in temporary)
            {
                current = Path.Combine(_path, name);
                File.Move(draft, current, overwrite: true);
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new UnwritableException(current, error);
        }
        finally
        {
            foreach ((string draft, _, _) in temporary)
                File.Delete(draft);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (string folder in _made)
        {
            if (Directory.Exists(folder) && !Directory.EnumerateFileSystemEntries(folder).Any())
                Directory.Delete(folder);
        }
    }

    private static void Probe(string file)
    {
        try
        {
            Save(file, new byte[ProbeLength]);
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static void Save(string file, byte[] content)
    {
        using FileStream stream = File.Create(file);
        stream.Write(content);
        stream.Flush(flushToDisk: true);
    }

    private static string TemporaryName(string folder, string name) =>
        Path.Combine(folder, $".{name}.{Environment.ProcessId}.tmp");
}
