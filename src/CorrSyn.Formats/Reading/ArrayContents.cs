namespace CorrSyn.Formats.Reading;

/// <summary>What a reader found.</summary>
internal sealed class ArrayContents
{
    /// <summary>What can be read.</summary>
    public List<ArrayEntry> Arrays { get; } = [];

    /// <summary>What cannot.</summary>
    public List<SkippedArray> Skipped { get; } = [];

    /// <summary>Takes in one of the two, which is not null.</summary>
    public void Add((ArrayEntry? Entry, SkippedArray? Skipped) found)
    {
        if (found.Entry is not null)
            Arrays.Add(found.Entry);
        if (found.Skipped is not null)
            Skipped.Add(found.Skipped);
    }
}
