namespace CorrSyn.Formats.Tests;

/// <summary>The files that NumPy wrote (Files/make_files.py).</summary>
internal static class Samples
{
    public static string Path(string name) => System.IO.Path.Combine(AppContext.BaseDirectory, "Files", name);

    public static byte[] Bytes(string name) => File.ReadAllBytes(Path(name));

    /// <summary>0, 1/4, 2/4, ... of a shape.</summary>
    public static double[] Quarters(int count) => [.. Enumerable.Range(0, count).Select(k => k / 4.0)];

    /// <summary>The only array of a file.</summary>
    public static NumericArray ReadSingle(string name, byte[] content)
    {
        using ArrayFile file = ArrayFile.Open(name, content);
        return Assert.Single(file.Arrays).Read();
    }

    /// <summary>Why bytes are refused, whether on opening or on reading.</summary>
    public static ArrayFormatException Refusal(string name, byte[] content, FormatLimits? limits = null) =>
        Assert.Throws<ArrayFormatException>(() =>
        {
            using ArrayFile file = ArrayFile.Open(name, content, limits);
            foreach (ArrayEntry entry in file.Arrays)
                entry.Read();
        });
}
