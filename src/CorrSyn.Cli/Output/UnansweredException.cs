namespace CorrSyn.Cli.Output;

/// <summary>The mathematics has no answer for what was asked; the program ends with exit code 3.</summary>
internal sealed class UnansweredException(string message) : Exception(message);
