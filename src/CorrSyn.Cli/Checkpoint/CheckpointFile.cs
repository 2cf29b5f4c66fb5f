using System.Diagnostics;
using CorrSyn.Cli.Arguments;
using CorrSyn.Cli.Output;
using CorrSyn.Simulation.Networks;

namespace CorrSyn.Cli.Checkpoint;

/// <summary>The networks of a long simulation, in a file that always holds a whole state: it is written beside and then takes
/// the name of the one before.</summary>
internal sealed class CheckpointFile
{
    // A kill loses at most a tenth of the work so far, or a minute; writing takes at most a twentieth of the time.
    private static readonly TimeSpan FirstInterval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestInterval = TimeSpan.FromMinutes(1);
    private const double IntervalShare = 0.1;
    private const double WritingShare = 0.05;

    private readonly string _path;
    private readonly CheckpointHeader _header;
    private readonly Stopwatch _sinceStart = Stopwatch.StartNew();
    private TimeSpan _due = FirstInterval;
    private bool _isSaved;

    private CheckpointFile(string path, CheckpointHeader header)
    {
        (_path, _header) = (path, header);
        Store = new NetworkStore(SaveWhenDue);
    }

    /// <summary>The networks: those of the file, and every one that is measured.</summary>
    public NetworkStore Store { get; }

    /// <summary>Reads a checkpoint, or begins one where there is no file, and tries whether it can be written.</summary>
    /// <param name="option">The option that named the file.</param>
    /// <param name="path">The file.</param>
    /// <param name="header">What its networks must have been made with.</param>
    /// <exception cref="UsageException">The file is something else; it stays as it is.</exception>
    /// <exception cref="UnwritableException">It cannot be written.</exception>
    public static CheckpointFile Open(string option, string path, CheckpointHeader header)
    {
        var file = new CheckpointFile(path, header);
        try
        {
            if (Directory.Exists(path))
                throw new CheckpointException("is a directory");
            if (!Directory.Exists(Path.GetDirectoryName(Path.GetFullPath(path))))
                throw new CheckpointException("its folder does not exist");
            if (File.Exists(path))
            {
                using (FileStream stream = File.OpenRead(path))
                {
                    if (!CheckpointFormat.BeginsWell(stream))
                        throw new CheckpointException("is not a checkpoint of this program");
                }

                foreach ((NetworkKey key, var layers) in CheckpointFormat.Decode(File.ReadAllBytes(path), header))
                    file.Store.Restore(key, layers);
            }
        }
        catch (CheckpointException error)
        {
            throw new UsageException(
                $"{option} {UsageException.Shown(path)}: {error.Message}; allowed: a checkpoint of the same model, settings and version, or a new file");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException
            or NotSupportedException)
        {
            throw new UsageException($"{option} {UsageException.Shown(path)}: cannot be read: {error.Message}; allowed: a readable checkpoint or a new file");
        }

        file.Save();
        return file;
    }

    /// <summary>Writes the networks that are not in the file yet.</summary>
    /// <exception cref="UnwritableException">The disk is full, say; the file is the one before.</exception>
    public void Save()
    {
        if (_isSaved)
            return;
        TimeSpan start = _sinceStart.Elapsed;
        OutputFile.Replace(_path, CheckpointFormat.Encode(_header, Store.Networks));
        _isSaved = true;
        TimeSpan taken = _sinceStart.Elapsed - start;
        TimeSpan interval = TimeSpan.FromSeconds(Math.Clamp(
            IntervalShare * start.TotalSeconds, FirstInterval.TotalSeconds, LongestInterval.TotalSeconds));
        _due = _sinceStart.Elapsed + (interval > taken / WritingShare ? interval : taken / WritingShare);
    }

    private void SaveWhenDue(NetworkStore store)
    {
        _isSaved = false;
        if (_sinceStart.Elapsed >= _due)
            Save();
    }
}
