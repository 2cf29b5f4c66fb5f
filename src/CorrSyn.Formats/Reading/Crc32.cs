using System.Buffers.Binary;

namespace CorrSyn.Formats.Reading;

/// <summary>The checksum of zip archives: CRC-32 with the reflected polynomial EDB88320. The framework reads archives
/// without looking at it.</summary>
internal sealed class Crc32
{
    private const uint Polynomial = 0xEDB88320;
    private const int BytesAtOnce = 8;

    // Table[k][b]: what byte b does to the remainder when k more bytes follow it.
    private static readonly uint[][] Table = MakeTable();

    private uint _remainder = uint.MaxValue;

    /// <summary>The checksum of what was appended so far.</summary>
    public uint Value => ~_remainder;

    /// <summary>Takes in more bytes.</summary>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        uint remainder = _remainder;
        int i = 0;
        for (; i + BytesAtOnce <= bytes.Length; i += BytesAtOnce)
        {
            ReadOnlySpan<byte> eight = bytes.Slice(i, BytesAtOnce);
            uint first = remainder ^ BinaryPrimitives.ReadUInt32LittleEndian(eight);
            remainder =
                Table[7][first & 0xFF] ^ Table[6][(first >> 8) & 0xFF]
                ^ Table[5][(first >> 16) & 0xFF] ^ Table[4][first >> 24]
                ^ Table[3][eight[4]] ^ Table[2][eight[5]] ^ Table[1][eight[6]] ^ Table[0][eight[7]];
        }

        for (; i < bytes.Length; i++)
            remainder = Table[0][(bytes[i] ^ remainder) & 0xFF] ^ (remainder >> 8);
        _remainder = remainder;
    }

    private static uint[][] MakeTable()
    {
        var table = new uint[BytesAtOnce][];
        for (int k = 0; k < BytesAtOnce; k++)
        {
            table[k] = new uint[256];
            for (uint value = 0; value < 256; value++)
                table[k][value] = k == 0 ? AfterOneByte(value) : table[0][table[k - 1][value] & 0xFF] ^ (table[k - 1][value] >> 8);
        }

        return table;
    }

    private static uint AfterOneByte(uint value)
    {
        for (int bit = 0; bit < 8; bit++)
            value = (value & 1) == 0 ? value >> 1 : (value >> 1) ^ Polynomial;
        return value;
    }
}
