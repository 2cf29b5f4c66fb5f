namespace CorrSyn.Cli.Output;

/// <summary>A folder that files are written to whole or not at all. It is made when there is something to write, so a
/// program that ends early, however it ends, leaves none behind.</summary>
internal sealed class OutputFolder
{
    // About the size of a report, so that a full disk is found before the work and not after it.
    private const int ProbeLength = 128 * 1024;

    private readonly string _path;

    private OutputFolder(string path) => _path = path;

    /// <summary>Tries, before any work is done, whether the folder and files in it can be made, and leaves nothing.</summary>
    /// <exception cref="UnwritableException">They cannot.</exception>
    public static OutputFolder Prepare(string path)
    {
        try
        {
            IReadOnlyList<string> missing = Missing(path);
            try
            {
                Directory.CreateDirectory(path);
                Probe(TemporaryName(path, "probe"));
            }
            finally
            {
                RemoveEmpty(missing);
            }

            return new OutputFolder(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException)
        {
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
        IReadOnlyList<string> missing = Missing(_path);
        try
        {
            Directory.CreateDirectory(_path);
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
                Delete(draft);
            RemoveEmpty(missing);
        }
    }

    // The folders on the way to this one that do not exist, innermost first.
    private static List<string> Missing(string path)
    {
        var missing = new List<string>();
        for (string? folder = Path.GetFullPath(path);
             folder is not null && !Directory.Exists(folder);
             folder = Path.GetDirectoryName(folder))
            missing.Add(folder);
        return missing;
    }

    private static void RemoveEmpty(IEnumerable<string> folders)
    {
        foreach (string folder in folders)
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
            Delete(file);
        }
    }

    // Deleting in a folder that could not be made is an error; deleting a file that was not made is none.
    private static void Delete(string file)
    {
        if (File.Exists(file))
            File.Delete(file);
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
