namespace CorrSyn.Formats;

/// <summary>What a reader accepts at most. A file beyond a limit is refused before memory is taken for it.</summary>
/// <param name="MaxArrayBytes">Bytes of one array once it is read, 8 per number; at least 8.</param>
/// <param name="MaxHeaderBytes">Bytes of the header of a safetensors file, of a shard index, or of the directory of an
/// npz file.</param>
/// <param name="MaxArrayCount">Arrays in one file or in one set of shards.</param>
/// <param name="MaxCompressionRatio">Uncompressed over compressed bytes; data that shrink by more are refused, unless
/// they are smaller than <paramref name="UncheckedExpansionBytes"/>.</param>
/// <param name="UncheckedExpansionBytes">Uncompressed bytes up to which the ratio is not looked at: small arrays of
/// zeros compress by a thousand.</param>
public sealed record FormatLimits(
    long MaxArrayBytes = 4L << 30,
    int MaxHeaderBytes = 16 << 20,
    int MaxArrayCount = 100_000,
    double MaxCompressionRatio = 200,
    long UncheckedExpansionBytes = 16 << 20)
{
    /// <summary>4 GiB per array, 16 MiB of header, 100,000 arrays, a ratio of 200 above 16 MiB.</summary>
    public static FormatLimits Default { get; } = new();
}
