using System.CommandLine;
using System.CommandLine.Parsing;

namespace CorrSyn.Cli.Arguments;

/// <summary>An option without a value.</summary>
internal static class FlagOption
{
    public static Option<bool> Json { get; } = Define("--json", "print one JSON document instead of text");

    public static Option<bool> Help { get; } =
        new("--help", "-h", "-?") { Arity = ArgumentArity.Zero, Description = "print this page", Recursive = true };

    public static Option<bool> Version { get; } = Define("--version", "print the version");

    public static Option<bool> Define(string name, string description) =>
        new(name) { Arity = ArgumentArity.Zero, Description = description };

    /// <summary>Whether the flag was given.</summary>
    public static bool IsSet(ParseResult parsed, Option<bool> flag) =>
        parsed.GetResult(flag) is OptionResult { Implicit: false };
}
