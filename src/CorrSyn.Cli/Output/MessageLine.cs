namespace CorrSyn.Cli.Output;

/// <summary>Messages on standard error.</summary>
internal static class MessageLine
{
    /// <summary>A message as one line, whatever the text holds.</summary>
    public static string Of(string kind, string message) =>
        $"corrsyn: {kind}: {string.Concat(message.Select(c => char.IsControl(c) ? ' ' : c))}";
}
