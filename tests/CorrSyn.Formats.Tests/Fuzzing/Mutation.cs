namespace CorrSyn.Formats.Tests.Fuzzing;

/// <summary>Damages files the way attackers, disks and unfinished downloads do.</summary>
internal sealed class Mutation(Random random, IReadOnlyList<byte[]> seeds)
{
    private static readonly byte[] ExtremeBytes = [0, 1, 0x7F, 0x80, 0xFE, 0xFF, (byte)'{', (byte)'"', (byte)',', (byte)'9', (byte)'-'];

    private static readonly ulong[] ExtremeNumbers =
        [0, 1, 0x7FFF, 0xFFFF, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF, 1UL << 32, long.MaxValue, 1UL << 63, ulong.MaxValue];

    /// <summary>One to eight changes of a valid file.</summary>
    public byte[] Apply(byte[] valid)
    {
        byte[] content = [.. valid];
        for (int change = random.Next(1, 9); change > 0; change--)
            content = Change(content);
        return content;
    }

    private byte[] Change(byte[] content)
    {
        if (content.Length == 0)
            return [(byte)random.Next(256)];
        int at = random.Next(content.Length);
        int length = Math.Min(random.Next(1, 33), content.Length - at);
        switch (random.Next(8))
        {
            case 0:
                content[at] ^= (byte)(1 << random.Next(8));
                return content;
            case 1:
                content[at] = ExtremeBytes[random.Next(ExtremeBytes.Length)];
                return content;
            case 2:
                return content[..at];
            case 3:
                return [.. content[..at], .. content[(at + length)..]];
            case 4:
                return [.. content[..at], .. content[at..(at + length)], .. content[at..]];
            case 5:
                byte[] number = BitConverter.GetBytes(ExtremeNumbers[random.Next(ExtremeNumbers.Length)]);
                if (random.Next(2) == 0)
                    Array.Reverse(number);
                number.AsSpan(0, Math.Min(random.Next(2) == 0 ? 4 : 8, content.Length - at)).CopyTo(content.AsSpan(at));
                return content;
            case 6:
                byte[] other = seeds[random.Next(seeds.Count)];
                int from = random.Next(other.Length);
                other.AsSpan(from, Math.Min(length, Math.Min(other.Length - from, content.Length - at))).CopyTo(content.AsSpan(at));
                return content;
            default:
                return Digits(content, at);
        }
    }

    // Headers are text: turns the number at or after a place into another one.
    private byte[] Digits(byte[] content, int at)
    {
        int start = Array.FindIndex(content, at, value => value is >= (byte)'0' and <= (byte)'9');
        if (start < 0)
            return content;
        int end = start;
        while (end < content.Length && content[end] is >= (byte)'0' and <= (byte)'9')
            end++;
        byte[] number = System.Text.Encoding.ASCII.GetBytes($"{ExtremeNumbers[random.Next(ExtremeNumbers.Length)]}");
        return [.. content[..start], .. number, .. content[end..]];
    }
}
