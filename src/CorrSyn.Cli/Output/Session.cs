namespace CorrSyn.Cli.Output;

/// <summary>Where a run of the program writes, and what stops it.</summary>
/// <param name="Output">Standard output.</param>
/// <param name="Error">Standard error.</param>
/// <param name="ShowsProgress">Whether standard error is a terminal that may be drawn on.</param>
/// <param name="Cancellation">Cancelled by a signal.</param>
internal sealed record Session(
    TextWriter Output, TextWriter Error, bool ShowsProgress, CancellationToken Cancellation)
{
    /// <summary>Writes the whole output of a command, once.</summary>
    /// <exception cref="UnwritableException">The disk behind standard output is full, say.</exception>
    public void Write(string text)
    {
        try
        {
            Output.Write(text);
            Output.Flush();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new UnwritableException("standard output", error);
        }
    }

    /// <summary>One line on standard error that does not stop the command.</summary>
    public void Warn(string message) => Error.WriteLine(MessageLine.Of("warning", message));

    /// <summary>One line on a terminal, beside the progress.</summary>
    public void Note(string message) => Error.WriteLine(MessageLine.Of("note", message));

    /// <summary>Says why the mathematics has no answer.</summary>
    /// <returns>The exit code for that.</returns>
    public int Fail(SolveFailure failure)
    {
        Error.WriteLine(MessageLine.Of("error", failure.Message));
        return ExitCode.NoAnswer;
    }
}
