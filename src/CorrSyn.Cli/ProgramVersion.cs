using System.Reflection;

namespace CorrSyn.Cli;

/// <summary>The version of the program.</summary>
internal static class ProgramVersion
{
    /// <summary>The version without the commit it was built from, so that a build does not change a document.</summary>
    public static string Text { get; } =
        typeof(ProgramVersion).Assembly
            .GetCustomAttribute<AssemblyInformationalVersionAttribute>()!
            .InformationalVersion.Split('+')[0];
}
