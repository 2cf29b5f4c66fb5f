using CorrSyn.Cli.Output;

namespace CorrSyn.Cli.Tests.Output;

public sealed class NumberTextTests
{
    [Theory]
    [InlineData(0, "0")]
    [InlineData(0.123456789, "0.12346")]
    [InlineData(0.99999999, "1.0000")]
    [InlineData(1234.5678, "1234.6")]
    [InlineData(-2.5e-7, "-2.5000e-07")]
    [InlineData(1e12, "1.0000e+12")]
    public void Significant_Number_HasFiveDigits(double value, string expected) =>
        Assert.Equal(expected, NumberText.Significant(value));

    [Theory]
    [InlineData(0.30172, 0.00691, "0.3017 +- 0.0069")]
    [InlineData(0.30172, 0.0996, "0.30 +- 0.10")]
    [InlineData(123.456, 1.234, "123.5 +- 1.2")]
    [InlineData(1.234e-7, 5.6e-9, "(1.234 +- 0.056)e-07")]
    [InlineData(-2.4e-6, 1.1e-5, "-2.40e-06 +- 1.1e-05")]
    [InlineData(0, 0.01, "0.000 +- 0.010")]
    public void WithError_NumberAndError_EndAtTheSecondDigitOfTheError(double value, double error, string expected) =>
        Assert.Equal(expected, NumberText.WithError(value, error));

    [Fact]
    public void WithError_NoError_IsTheNumber() => Assert.Equal("0.25000", NumberText.WithError(0.25, null));
}
