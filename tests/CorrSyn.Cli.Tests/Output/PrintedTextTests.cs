namespace CorrSyn.Cli.Tests.Output;

public sealed class PrintedTextTests
{
    [Theory]
    [InlineData("0.123", "0.125", true)]
    [InlineData("0.123", "0.126", false)]
    [InlineData("-51.8", "-51.9", true)]
    [InlineData("holds", "mixed", false)]
    [InlineData("12", "15", false)]
    public void IsSame_Tokens_AllowsTwoUnitsOfTheLastDigit(string expected, string actual, bool same) =>
        Assert.Equal(same, PrintedText.IsSame(expected, actual));

    [Fact]
    public void AssertSame_AnotherWord_Fails() =>
        Assert.ThrowsAny<Xunit.Sdk.XunitException>(() => PrintedText.AssertSame("a 1.0 b", "a 1.1 c"));
}
