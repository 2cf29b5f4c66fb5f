using CorrSyn.Simulation.Kernels;

namespace CorrSyn.Cli.Tests;

/// <summary>What a test needs of the machine.</summary>
public enum Requirement
{
    /// <summary>Signals and a POSIX shell.</summary>
    Unix,

    /// <summary>Limits of file sizes as Linux has them.</summary>
    Linux,

    /// <summary>A device that is always full.</summary>
    FullDevice,

    /// <summary>bash.</summary>
    Bash,

    /// <summary>bash and jq.</summary>
    Jq,

    /// <summary>A native BLAS with the C interface, under one of the usual names.</summary>
    Blas,
}

/// <summary>A test that is reported as skipped, and not as passed, where the machine lacks what it needs.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class RequiresFactAttribute : FactAttribute
{
    public RequiresFactAttribute(Requirement requirement)
    {
        Requirement = requirement;
        Skip = Requirements.Missing(requirement);
    }

    public Requirement Requirement { get; }
}

/// <summary>The same for a test with data.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class RequiresTheoryAttribute : TheoryAttribute
{
    public RequiresTheoryAttribute(Requirement requirement)
    {
        Requirement = requirement;
        Skip = Requirements.Missing(requirement);
    }

    public Requirement Requirement { get; }
}

internal static class Requirements
{
    /// <summary>Why a test cannot run; null if it can.</summary>
    public static string? Missing(Requirement requirement) =>
        requirement switch
        {
            Requirement.Unix => OperatingSystem.IsWindows() ? "needs signals and a POSIX shell" : null,
            Requirement.Linux => OperatingSystem.IsLinux() ? null : "needs Linux",
            Requirement.FullDevice => File.Exists("/dev/full") ? null : "needs /dev/full",
            Requirement.Jq => Missing(Requirement.Bash) ?? (IsOnPath("jq") ? null : "needs jq"),
            Requirement.Bash => File.Exists("/bin/bash") ? null : "needs /bin/bash",
            Requirement.Blas => BlasLibrary.TryLoad(BlasLibrary.UsualNames) is null ? $"needs one of {string.Join(", ", BlasLibrary.UsualNames)}" : null,
            _ => throw new ArgumentOutOfRangeException(nameof(requirement), requirement, "No such requirement."),
        };

    private static bool IsOnPath(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, program)));
}
