using System.Diagnostics;

namespace CorrSyn.Cli.Tests;

/// <summary>What only a process of its own shows: signals, pipes and full disks.</summary>
public sealed class ProgramTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    // At the start, in the derivation, and while networks are sampled: which one each is depends on the machine.
    [RequiresTheory(Requirement.Unix)]
    [InlineData(300)]
    [InlineData(1000)]
    [InlineData(4000)]
    public void Main_TerminatedInTheMiddle_LeavesNothing(int milliseconds)
    {
        using Process process = BuiltProgram.Start("verify", "--instances", "100000", "--out", _folder["report"]);
        Thread.Sleep(milliseconds);

        // By its number: a background job of a shell would ignore the interrupt, but not this.
        using (Process kill = Process.Start("kill", ["-TERM", $"{process.Id}"]))
            kill.WaitForExit();
        (int code, string output, string error) = BuiltProgram.End(process);

        Assert.Equal(143, code);
        Assert.Empty(output + error);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder.Location));
    }

    [RequiresFact(Requirement.Unix)]
    public void Main_ClosedPipe_EndsSilently()
    {
        using Process process = BuiltProgram.StartInShell("{ \"$0\" \"$1\" theory --depth 5000 --json; echo \"code $?\" >&2; } | head -c 1 >/dev/null");

        (_, _, string error) = BuiltProgram.End(process);

        Assert.Matches("^code (0|141)\n$", error);
    }

    [RequiresFact(Requirement.FullDevice)]
    public void Main_FullDisk_IsExitCode2NamingTheOutput()
    {
        using Process process = BuiltProgram.StartInShell("\"$0\" \"$1\" derive >/dev/full");

        (int code, _, string error) = BuiltProgram.End(process);

        Assert.Equal(2, code);
        Assert.Equal("corrsyn: error: standard output cannot be written: No space left on device\n", error);
    }

    [Fact]
    public void Main_Piped_HasNoEscapeCodes()
    {
        using Process process = BuiltProgram.Start("verify", "--widths", "10,20", "--samples", "10", "--instances", "20", "--depth", "1", "--no-report");

        (int code, string output, string error) = BuiltProgram.End(process);

        Assert.NotEqual(2, code);
        Assert.Empty(error);
        Assert.All(output, c => Assert.True(c is '\n' or (>= ' ' and <= '~'), $"{(int)c}"));
    }
}
