using System.CommandLine;
using System.Text;
using CorrSyn.Cli.Arguments;

namespace CorrSyn.Cli.Output;

/// <summary>Scripts that make a shell complete the commands and options of this program.</summary>
internal static class CompletionScript
{
    /// <summary>The shells that have one.</summary>
    public static IReadOnlyList<string> Shells { get; } = ["bash", "zsh", "fish"];

    private static readonly string[] OfProgram = [FlagOption.Help.Name, FlagOption.Version.Name];

    /// <summary>The script.</summary>
    /// <param name="shell">One of the shells.</param>
    /// <param name="commands">The commands.</param>
    public static string Render(string shell, IReadOnlyList<CommandDefinition> commands) =>
        shell switch
        {
            "bash" => Bash(commands),
            "zsh" => Zsh(commands),
            "fish" => Fish(commands),
            _ => throw new ArgumentOutOfRangeException(nameof(shell), shell, "No such shell."),
        };

    private static IEnumerable<Option> Options(CommandDefinition command) => command.Groups.SelectMany(group => group.Options);

    // What may stand after the command: names that it knows, and options. Anything else is a file.
    private static string Words(CommandDefinition command) =>
        string.Join(' ', command.Words.Concat(Options(command).Select(option => option.Name)));

    private static string Names(IReadOnlyList<CommandDefinition> commands) =>
        string.Join(' ', commands.Select(command => command.Name).Concat(OfProgram));

    private static string Bash(IReadOnlyList<CommandDefinition> commands)
    {
        var script = new StringBuilder();
        script.Append("# corrsyn completion bash > a file that bash reads, such as ~/.local/share/bash-completion/completions/corrsyn\n");
        script.Append("_corrsyn() {\n  local words=\"\"\n  if [ \"$COMP_CWORD\" -eq 1 ]; then\n");
        script.Append("    words=\"").Append(Names(commands)).Append("\"\n  else\n    case \"${COMP_WORDS[1]}\" in\n");
        foreach (CommandDefinition command in commands)
            script.Append("      ").Append(command.Name).Append(") words=\"").Append(Words(command)).Append("\" ;;\n");
        return script
            .Append("    esac\n  fi\n  COMPREPLY=($(compgen -W \"$words\" -- \"${COMP_WORDS[COMP_CWORD]}\"))\n}\n")
            .Append("complete -o default -F _corrsyn corrsyn ./corrsyn\n")
            .ToString();
    }

    private static string Zsh(IReadOnlyList<CommandDefinition> commands)
    {
        var script = new StringBuilder("#compdef corrsyn\n# corrsyn completion zsh > a file _corrsyn in a folder of $fpath\n");
        script.Append("_corrsyn() {\n  if (( CURRENT == 2 )); then\n    local -a commands=(\n");
        foreach (CommandDefinition command in commands)
            script.Append("      ").Append(Quoted($"{command.Name}:{command.Summary}")).Append('\n');
        script.Append("    )\n    _describe command commands\n    compadd -- ").Append(string.Join(' ', OfProgram));
        script.Append("\n  else\n    case $words[2] in\n");
        foreach (CommandDefinition command in commands)
            script.Append("      ").Append(command.Name).Append(") compadd -- ").Append(Words(command)).Append(" ;;\n");
        return script.Append("    esac\n    _files\n  fi\n}\ncompdef _corrsyn corrsyn ./corrsyn\n").ToString();
    }

    private static string Fish(IReadOnlyList<CommandDefinition> commands)
    {
        var script = new StringBuilder("# corrsyn completion fish > ~/.config/fish/completions/corrsyn.fish\n");
        foreach (CommandDefinition command in commands)
        {
            script.Append("complete -c corrsyn -n __fish_use_subcommand -a ").Append(command.Name).Append(" -d ").Append(Quoted(command.Summary)).Append('\n');
            string condition = Quoted($"__fish_seen_subcommand_from {command.Name}");
            foreach (string word in command.Words)
                script.Append("complete -c corrsyn -n ").Append(condition).Append(" -a ").Append(word).Append('\n');
            foreach (Option option in Options(command))
            {
                script.Append("complete -c corrsyn -n ").Append(condition).Append(" -l ").Append(option.Name[2..])
                    .Append(option is Option<bool> ? "" : " -r").Append(" -d ").Append(Quoted(FirstWords(option.Description))).Append('\n');
            }
        }

        return script.ToString();
    }

    // What stands before the first sign of a longer explanation.
    private static string FirstWords(string? description) => (description ?? "").Split(["; ", ". ", " (default"], StringSplitOptions.None)[0];

    private static string Quoted(string text) => $"'{text.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
