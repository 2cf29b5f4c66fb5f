using System.Diagnostics;
using System.Text.Json;

namespace CorrSyn.Cli.Tests.Commands;

/// <summary>simulate --precision and --kernel.</summary>
public sealed class SimulateArithmeticTests : IDisposable
{
    private const string Small = "simulate --width 40 --samples 60 --instances 3 --depth 2 --json";
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    // One network on several threads, and several networks: in blocks of inputs, by the covariance and by the Gram matrix.
    [Theory]
    [InlineData("double", "1", "1500")]
    [InlineData("single", "1", "1500")]
    [InlineData("double", "3", "90")]
    [InlineData("single", "3", "90")]
    [InlineData("single", "1", "300")]
    public void Main_AnyNumberOfThreads_PrintsTheSameBytes(string precision, string instances, string samples)
    {
        string[] arguments =
            ["simulate", "--width", "150", "--depth", "2", "--instances", instances, "--samples", samples, "--precision", precision, "--per-network", "--json"];
        string expected = Run("1");
        Assert.Contains($"\"precision\": \"{precision}\"", expected, StringComparison.Ordinal);
        Assert.Equal(expected, Run("2"));
        Assert.Equal(expected, Run("16"));

        string Run(string threads)
        {
            using Process process = BuiltProgram.Start([.. arguments, "--threads", threads]);
            (int code, string output, string error) = BuiltProgram.End(process);
            Assert.Equal(string.Empty, error);
            Assert.Equal(0, code);
            return output;
        }
    }

    [Fact]
    public void Precision_Single_IsNearDoubleAndRecorded()
    {
        JsonElement standard = CommandRun.Typed(Small).Document();
        JsonElement doubles = CommandRun.Typed($"{Small} --precision double --kernel managed").Document();
        JsonElement singles = CommandRun.Typed($"{Small} --precision single").Document();

        Assert.Equal(standard.ToString(), doubles.ToString());
        Assert.Equal("managed", singles.GetProperty("arithmetic").GetProperty("kernel").GetString());
        Assert.Equal("single", singles.GetProperty("arithmetic").GetProperty("precision").GetString());
        Assert.False(singles.GetProperty("arithmetic").TryGetProperty("library", out _));
        // As derived in SinglePrecisionTests for the same quantities: 670 units of 2^-24.
        AssertNear(doubles, singles, 4e-5, areDifferent: true);
    }

    [Fact]
    public void Precision_Single_IsSaidInText()
    {
        string text = Small.Replace(" --json", "", StringComparison.Ordinal);

        Assert.Contains("single precision", CommandRun.Typed($"{text} --precision single").Output, StringComparison.Ordinal);
        Assert.DoesNotContain("precision", CommandRun.Typed(text).Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Checkpoint_OfAnotherPrecision_IsRefusedInOneLine()
    {
        string file = _folder["run.checkpoint"];
        string expected = CommandRun.Typed($"{Small} --precision single").Output;
        Assert.Equal(expected, CommandRun.Typed($"{Small} --precision single --checkpoint {file}").Output);
        Assert.Equal(expected, CommandRun.Typed($"{Small} --precision single --checkpoint {file} --threads 3").Output);

        CommandRun run = CommandRun.Typed($"{Small} --checkpoint {file}");

        Assert.Equal(2, run.Code);
        Assert.Equal(string.Empty, run.Output);
        Assert.Contains("Arithmetic = Single", Assert.Single(run.ErrorLines), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--precision half", "--precision")]
    [InlineData("--precision", "--precision")]
    [InlineData("--kernel fast", "--kernel")]
    [InlineData("--kernel native --checkpoint c", "--checkpoint")]
    public void Options_WithAnotherValue_AreRefusedInOneLine(string options, string named)
    {
        CommandRun run = CommandRun.Typed($"simulate {options}");

        Assert.Equal(2, run.Code);
        Assert.Contains(named, Assert.Single(run.ErrorLines), StringComparison.Ordinal);
    }

    [Fact]
    public void Kernel_NativeWithoutALibrary_IsOneLineAndExitCode2()
    {
        string missing = _folder["missing.so"];
        ProcessStartInfo info = Built("--kernel", "native");
        info.Environment["CORRSYN_BLAS"] = missing;
        using Process process = Process.Start(info)!;
        (int code, string output, string error) = BuiltProgram.End(process);

        Assert.Equal(2, code);
        Assert.Equal(string.Empty, output);
        string line = Assert.Single(error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.StartsWith("corrsyn: error: --kernel native", line, StringComparison.Ordinal);
        Assert.Contains(missing, line, StringComparison.Ordinal);
    }

    // Sums of 80 terms in another order, as where vectors are switched off; in single precision as for the managed kernels.
    [RequiresTheory(Requirement.Blas)]
    [InlineData("double", 1e-11)]
    [InlineData("single", 4e-5)]
    public void Kernel_Native_IsNearManagedAndRecorded(string precision, double tolerance)
    {
        JsonElement managed = CommandRun.Typed($"{Small} --precision {precision}").Document();
        JsonElement native = CommandRun.Typed($"{Small} --precision {precision} --kernel native").Document();

        JsonElement arithmetic = native.GetProperty("arithmetic");
        Assert.Equal("native", arithmetic.GetProperty("kernel").GetString());
        Assert.Equal(precision, arithmetic.GetProperty("precision").GetString());
        Assert.NotEmpty(arithmetic.GetProperty("library").GetString()!);
        AssertNear(managed, native, tolerance, areDifferent: false);
    }

    private static ProcessStartInfo Built(params string[] options) =>
        new("dotnet", [typeof(Program).Assembly.Location, "simulate", .. options])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };

    private static void AssertNear(JsonElement expected, JsonElement actual, double tolerance, bool areDifferent)
    {
        for (int layer = 0; layer <= 2; layer++)
        {
            foreach (string quantity in new[] { "k1", "k2", "nSigma", "dimension" })
            {
                double mean = Mean(expected), other = Mean(actual);
                Assert.Equal(mean, other, tolerance * Math.Abs(mean));
                if (areDifferent)
                    Assert.NotEqual(mean, other);

                double Mean(JsonElement document) =>
                    document.GetProperty("layers")[layer].GetProperty(quantity).GetProperty("mean").GetDouble();
            }
        }
    }
}
