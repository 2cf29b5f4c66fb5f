namespace CorrSyn.Simulation.Kernels;

/// <summary>How rows or columns are grouped into panels: wide ones as far as they go, then narrow ones, so that little is
/// computed beyond the edge.</summary>
internal readonly record struct PanelLayout
{
    /// <summary>The largest length of the stretches that the inner dimension is cut into: all of them are about equally long, and
    /// a right panel and a left one of that length stay in a first-level cache of 48 KiB, a block of left panels in the second-level
    /// cache.</summary>
    public const int LongestStretch = 160;

    private readonly int _wide;
    private readonly int _narrow;
    private readonly int _wideCount;

    /// <summary>Panels for so many rows or columns.</summary>
    /// <param name="count">At least 0.</param>
    /// <param name="wide">Rows or columns in a wide panel.</param>
    /// <param name="narrow">In a narrow one; divides the wide one.</param>
    public PanelLayout(int count, int wide, int narrow)
    {
        (Count, _wide, _narrow) = (count, wide, narrow);
        _wideCount = count / wide;
        int narrowCount = BlockCount(count - _wideCount * wide, narrow);
        if (narrowCount * narrow >= wide)
            (_wideCount, narrowCount) = (_wideCount + 1, 0);
        PanelCount = _wideCount + narrowCount;
        PaddedCount = _wideCount * wide + narrowCount * narrow;
    }

    /// <summary>Rows or columns that exist.</summary>
    public int Count { get; }

    /// <summary>Rows or columns with those that fill up the last panel.</summary>
    public int PaddedCount { get; }

    /// <summary>How many panels.</summary>
    public int PanelCount { get; }

    /// <summary>How many blocks of a size cover a length.</summary>
    public static int BlockCount(int length, int blockSize) => (int)(((long)length + blockSize - 1) / blockSize);

    /// <summary>The first row or column of a panel; PaddedCount for the panel after the last.</summary>
    public int Start(int panel) =>
        Math.Min(panel, _wideCount) * _wide + Math.Max(0, panel - _wideCount) * _narrow;

    /// <summary>The rows or columns of a panel, with missing ones.</summary>
    public int Width(int panel) => panel < _wideCount ? _wide : _narrow;

    /// <summary>The rows or columns of a panel that exist.</summary>
    public int Existing(int panel) => Math.Min(Width(panel), Count - Start(panel));
}
