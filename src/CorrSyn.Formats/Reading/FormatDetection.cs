using System.Text;
using CorrSyn.Formats.Idx;
using CorrSyn.Formats.Npy;

namespace CorrSyn.Formats.Reading;

/// <summary>What a file is, by its first bytes; by its extension only where those leave it open.</summary>
internal static class FormatDetection
{
    private const string Read =
        "read are npy, npz, safetensors (and its index of shards), CSV and IDX";

    private const int StartBytes = 4096;

    private static readonly string[] TextExtensions = [".csv", ".tsv", ".txt", ".dat"];

    /// <summary>The format of a file.</summary>
    /// <exception cref="ArrayFormatException">It is none that is read; formats that are known are named.</exception>
    public static ArrayFormat Detect(Stream stream, string path)
    {
        byte[] start = Start(stream, path);
        string extension = Path.GetExtension(path).ToLowerInvariant();
        if (start.Length == 0)
            throw new ArrayFormatException(path, null, $"an empty file, or not a regular one; {Read}");
        if (Unread(start, extension) is { } format)
            throw format.Refuse(path);
        return start switch
        {
            _ when NpyHeader.IsMagic(start) => ArrayFormat.Npy,
            [(byte)'P', (byte)'K', 3 or 5, 4 or 6, ..] => ArrayFormat.Npz,
            [0x1F, 0x8B, ..] => ArrayFormat.Idx,
            _ when extension == ".safetensors" => ArrayFormat.Safetensors,
            _ when IdxReader.IsMagic(start) => ArrayFormat.Idx,
            [_, _, _, _, _, 0, 0, 0, (byte)'{', ..] => ArrayFormat.Safetensors,
            _ when extension == ".json" => ArrayFormat.SafetensorsIndex,
            _ when TextExtensions.Contains(extension) || IsText(start) => ArrayFormat.Csv,
            _ => throw new ArrayFormatException(path, 0, $"of unknown format; {Read}"),
        };
    }

    private static byte[] Start(Stream stream, string path)
    {
        byte[] start = new byte[Math.Min(StartBytes, stream.Length)];
        using ForwardReader reader = ByteContent.Of(stream, path).Open();
        reader.Fill(start);
        return start;
    }

    private static UnreadFormat? Unread(ReadOnlySpan<byte> start, string extension) => start switch
    {
        [0x89, (byte)'H', (byte)'D', (byte)'F', (byte)'\r', (byte)'\n', 0x1A, (byte)'\n', ..] => UnreadFormat.Keras,
        _ when start.StartsWith("GGUF"u8) => UnreadFormat.Gguf,
        _ when start.StartsWith("MATLAB 5.0"u8) => UnreadFormat.Matlab,
        [0x80, >= 2 and <= 5, ..] when extension is ".pt" or ".pth" or ".bin" => UnreadFormat.PyTorch,
        [0x80, >= 2 and <= 5, ..] => UnreadFormat.Pickle,
        _ when extension == ".onnx" => UnreadFormat.Onnx,
        _ => null,
    };

    private static bool IsText(ReadOnlySpan<byte> start)
    {
        foreach (Rune rune in Encoding.UTF8.GetString(start).EnumerateRunes())
        {
            if (rune.Value < ' ' && rune.Value is not ('\t' or '\r' or '\n'))
                return false;
        }

        return true;
    }
}
