namespace CorrSyn.Bench;

/// <summary>A run that cannot be made; the message is one line for the user.</summary>
/// <param name="message">What is wrong.</param>
internal sealed class BenchException(string message) : Exception(message);
