namespace CorrSyn.Formats;

/// <summary>Something in a file that is not read.</summary>
/// <param name="Name">Its name; print it through <see cref="PrintableText"/>.</param>
/// <param name="Shape">Its shape; null where that is unknown.</param>
/// <param name="Reason">Why, in a few words.</param>
public sealed record SkippedArray(string Name, IReadOnlyList<long>? Shape, string Reason);
