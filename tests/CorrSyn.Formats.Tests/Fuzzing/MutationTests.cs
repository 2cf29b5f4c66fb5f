using System.Globalization;
using CorrSyn.Formats.Tests.Safetensors;

namespace CorrSyn.Formats.Tests.Fuzzing;

/// <summary>Reads damaged files. Each is either read or refused with one line; CORRSYN_FUZZ=100000 reads so many
/// (4,000 without it), CORRSYN_FUZZ_SEED starts elsewhere.</summary>
public sealed class MutationTests
{
    // One array may hold a megabyte here. What a reader takes besides is its buffers, the header it keeps, and what the
    // framework takes to read a directory or JSON of the few hundred bytes of these files.
    private const long LargestArray = 1 << 20;
    private const long LargestAllocation = 8 << 20;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private static readonly (string Name, byte[] Content)[] Seeds =
    [
        .. Directory.EnumerateFiles(Samples.Path("."))
            .Where(path => !path.EndsWith(".py", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(path => (Path.GetFileName(path), File.ReadAllBytes(path))),
        ("a.safetensors", SafetensorsReaderTests.File(
            """{"__metadata__":{"a":"b"},"x":{"dtype":"F32","shape":[2,1],"data_offsets":[0,8]},"y":{"dtype":"BF16","shape":[3],"data_offsets":[8,14]}}""",
            new byte[14])),
        ("a.json", """{"weight_map":{"x":"1.safetensors"}}"""u8.ToArray()),
    ];

    private static int Count => Setting("CORRSYN_FUZZ", 4_000);

    [Fact]
    public async Task Open_DamagedFiles_AreReadOrRefused()
    {
        var random = new Random(Setting("CORRSYN_FUZZ_SEED", 20261122));
        var mutation = new Mutation(random, [.. Seeds.Select(seed => seed.Content)]);
        int refused = 0;
        for (int k = 0; k < Count; k++)
        {
            (string name, byte[] valid) = Seeds[k % Seeds.Length];
            byte[] content = mutation.Apply(valid);

            Task<bool> attempt = Task.Run(() => IsRefused(name, content));
            if (await Task.WhenAny(attempt, Task.Delay(Patience)) != attempt)
                Assert.Fail($"{name} hangs: {Convert.ToBase64String(content)}");
            refused += await attempt ? 1 : 0;
        }

        // Both outcomes occur, or the damage is too small or too great to prove anything.
        Assert.InRange((double)refused / Count, 0.3, 0.99);
    }

    private static bool IsRefused(string name, byte[] content)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        bool isRefused = false;
        try
        {
            using ArrayFile file = ArrayFile.Open(name, content, new FormatLimits(MaxArrayBytes: LargestArray));
            foreach (ArrayEntry entry in file.Arrays)
                entry.Read();
        }
        catch (ArrayFormatException error)
        {
            isRefused = true;
            Assert.DoesNotContain(error.Message, char.IsControl);
        }
        catch (Exception error)
        {
            Assert.Fail($"{name}: {error} {Convert.ToBase64String(content)}");
        }

        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.True(allocated < LargestAllocation, $"{name} took {allocated} bytes: {Convert.ToBase64String(content)}");
        return isRefused;
    }

    private static int Setting(string name, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), CultureInfo.InvariantCulture, out int value) ? value : otherwise;
}
