namespace CorrSyn.Cli;

/// <summary>How the program ends.</summary>
internal static class ExitCode
{
    public const int Done = 0;

    /// <summary>Done, and the answer is no.</summary>
    public const int Disagrees = 1;

    /// <summary>Bad usage, bad input, or a file that cannot be written.</summary>
    public const int BadInput = 2;

    /// <summary>The mathematics has no answer there.</summary>
    public const int NoAnswer = 3;

    /// <summary>A bug of this program; the number that sysexits.h gives it.</summary>
    public const int Defect = 70;

    /// <summary>Interrupted, as shells number it.</summary>
    public const int Interrupted = 130;

    /// <summary>Terminated, as shells number it.</summary>
    public const int Terminated = 143;
}
