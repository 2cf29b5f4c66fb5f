using CorrSyn.Simulation.Sampling;
using Xunit;

namespace CorrSyn.Simulation.Tests.Sampling;

public class PhiloxTests
{
    // The three vectors of philox4x32 with 10 rounds in the kat_vectors file of the Random123 distribution.
    [Fact]
    public void Scramble_ZeroCounterAndKey_ReturnsPublishedVector() =>
        Assert.Equal(
            new PhiloxBlock(0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8),
            Philox.Scramble(new PhiloxBlock(0, 0, 0, 0), 0));

    [Fact]
    public void Scramble_AllBitsSet_ReturnsPublishedVector() =>
        Assert.Equal(
            new PhiloxBlock(0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd),
            Philox.Scramble(
                new PhiloxBlock(uint.MaxValue, uint.MaxValue, uint.MaxValue, uint.MaxValue), ulong.MaxValue));

    [Fact]
    public void Scramble_DigitsOfPi_ReturnsPublishedVector() =>
        Assert.Equal(
            new PhiloxBlock(0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1),
            Philox.Scramble(
                new PhiloxBlock(0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344), 0x299f31d0_a4093822));
}
