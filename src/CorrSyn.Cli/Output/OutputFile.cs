namespace CorrSyn.Cli.Output;

/// <summary>A file that is replaced whole or not at all.</summary>
internal static class OutputFile
{
    /// <summary>Writes a file: beside it first, to the disk, and then under its name.</summary>
    /// <param name="path">The file; its folder must exist.</param>
    /// <param name="content">All of it.</param>
    /// <exception cref="UnwritableException">It cannot be written; what was there before is still there.</exception>
    public static void Replace(string path, byte[] content) => Replace(path, stream => stream.Write(content));

    /// <summary>The same, with content that is written bit by bit.</summary>
    /// <param name="path">The file; its folder must exist.</param>
    /// <param name="write">Writes all of it.</param>
    /// <exception cref="UnwritableException">It cannot be written; what was there before is still there.</exception>
    public static void Replace(string path, Action<Stream> write)
    {
        string draft = $"{path}.{Environment.ProcessId}.tmp";
        try
        {
            try
            {
                using (FileStream stream = File.Create(draft))
                {
                    write(stream);
                    stream.Flush(flushToDisk: true);
                }

                File.Move(draft, path, overwrite: true);
            }
            finally
            {
                if (File.Exists(draft))
                    File.Delete(draft);
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException
            or NotSupportedException)
        {
            throw new UnwritableException(path, error, File.Exists(path) ? "the file from before is kept" : null);
        }
    }
}
