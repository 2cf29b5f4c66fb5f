using System.IO.Compression;
using CorrSyn.Formats.Npy;
using CorrSyn.Formats.Reading;

namespace CorrSyn.Formats.Npz;

/// <summary>Reads zip archives of npy members. Nothing is ever written to disk, and no name in the archive is used as a
/// path.</summary>
internal static class NpzReader
{
    private const string Suffix = ".npy";
    private const int LargestMemberCount = 4096;

    /// <summary>Reads the directory and the header of every member.</summary>
    /// <exception cref="ArrayFormatException">Damaged, beyond the limits, or an archive of another program.</exception>
    public static ArrayContents Open(Stream stream, string file, FormatLimits limits)
    {
        ZipArchive archive = OpenArchive(stream, file, limits);
        RefuseOthers(archive, file);
        var contents = new ArrayContents();
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (ZipArchiveEntry member in archive.Entries)
        {
            if (!names.Add(member.FullName))
                throw new ArrayFormatException(file, null, $"two members are named '{PrintableText.Of(member.FullName)}'");
            if (!member.FullName.EndsWith(Suffix, StringComparison.Ordinal))
                contents.Skipped.Add(new SkippedArray(member.FullName, null, "not an npy member"));
            else
                contents.Add(NpyReader.Open(Content(member, file, limits), member.FullName[..^Suffix.Length], limits));
        }

        return contents;
    }

    private static ZipArchive OpenArchive(Stream stream, string file, FormatLimits limits)
    {
        var metered = new MeteredStream(stream, limits.MaxHeaderBytes, () => new ArrayFormatException(
            file, null, $"the directory of the archive is longer than {limits.MaxHeaderBytes} bytes"));
        try
        {
            var archive = new ZipArchive(metered, ZipArchiveMode.Read, leaveOpen: true);
            int count = archive.Entries.Count;
            int largest = Math.Min(LargestMemberCount, limits.MaxArrayCount);
            if (count > largest)
                throw new ArrayFormatException(file, null, $"{count} members; allowed: at most {largest}");
            metered.SwitchOff();
            return archive;
        }
        catch (InvalidDataException)
        {
            throw new ArrayFormatException(file, null, "the directory of the archive is damaged");
        }
    }

    private static ByteContent Content(ZipArchiveEntry member, string file, FormatLimits limits)
    {
        string name = $"{file}!{member.FullName}";
        if (member.IsEncrypted)
            throw new ArrayFormatException(name, null, "the member is encrypted");
        bool expandsTooMuch = member.Length > limits.UncheckedExpansionBytes
            && member.Length > limits.MaxCompressionRatio * member.CompressedLength;
        if (expandsTooMuch)
            throw new ArrayFormatException(
                name, null, $"{member.CompressedLength} bytes claim to expand to {member.Length}; allowed: a ratio of {limits.MaxCompressionRatio:R}");
        return new ByteContent(name, member.Length, () => new ForwardReader(OpenMember(member, name), name, ownsStream: true, member.Crc32));
    }

    private static Stream OpenMember(ZipArchiveEntry member, string name)
    {
        try
        {
            return member.Open();
        }
        catch (InvalidDataException)
        {
            throw new ArrayFormatException(name, null, "the member is damaged, or compressed by a method other than deflate");
        }
    }

    private static void RefuseOthers(ZipArchive archive, string file)
    {
        foreach (ZipArchiveEntry member in archive.Entries)
        {
            if (member.Name == "data.pkl")
                throw UnreadFormat.PyTorch.Refuse(file);
            if (member.Name is "model.weights.h5" or "model.weights.json")
                throw UnreadFormat.Keras.Refuse(file);
        }
    }
}
