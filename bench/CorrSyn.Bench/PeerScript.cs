using System.Diagnostics;
using System.Text.Json;

namespace CorrSyn.Bench;

/// <summary>A program that does the same work and prints one JSON document with the seconds it took.</summary>
/// <param name="Path">The Python file.</param>
/// <param name="Python">The interpreter.</param>
internal sealed record PeerScript(string Path, string Python)
{
    /// <summary>Its name in tables.</summary>
    public string Name => System.IO.Path.GetFileNameWithoutExtension(Path);

    /// <summary>Runs it once; its own clock counts, so that its start does not.</summary>
    /// <param name="arguments">Its command line.</param>
    /// <exception cref="BenchException">It cannot be started, fails, or prints something else.</exception>
    public Measurement Run(IReadOnlyList<string> arguments)
    {
        (int code, string printed, string said) = Start(Python, [Path, .. arguments]);
        if (code != 0)
            throw new BenchException($"{Name} failed: {said.Trim().Split('\n')[^1]}");
        try
        {
            using JsonDocument document = JsonDocument.Parse(printed);
            var numbers = document.RootElement.EnumerateObject().SelectMany(Flatten).ToDictionary();
            return numbers.Remove("seconds", out double seconds)
                ? new Measurement(seconds, numbers)
                : throw new BenchException($"{Name} printed no number called seconds");
        }
        catch (JsonException)
        {
            throw new BenchException($"{Name} printed no JSON document");
        }
    }

    /// <summary>The module of Python that it is written with: what follows the last underscore of its name.</summary>
    public string Module => Name.Split('_')[^1];

    /// <summary>Whether the interpreter has that module.</summary>
    public bool IsInstalled => HasModule(Python, Module);

    /// <summary>The first interpreter that has NumPy, or null.</summary>
    /// <param name="candidates">Programs, in the order in which they are tried.</param>
    public static string? FindPython(IEnumerable<string> candidates) =>
        candidates.FirstOrDefault(python => HasModule(python, "numpy"));

    private static bool HasModule(string python, string module)
    {
        try
        {
            return Start(python, ["-c", $"import {module}"]).Code == 0;
        }
        catch (BenchException)
        {
            return false;
        }
    }

    private static IEnumerable<KeyValuePair<string, double>> Flatten(JsonProperty property)
    {
        if (property.Value.ValueKind == JsonValueKind.Number)
        {
            yield return KeyValuePair.Create(property.Name, property.Value.GetDouble());
        }
        else if (property.Value.ValueKind == JsonValueKind.Array)
        {
            int index = 0;
            foreach (JsonElement element in property.Value.EnumerateArray())
            {
                if (element.ValueKind == JsonValueKind.Number)
                    yield return KeyValuePair.Create($"{property.Name}[{index}]", element.GetDouble());
                index++;
            }
        }
    }

    private static (int Code, string Printed, string Said) Start(string program, IEnumerable<string> arguments)
    {
        var info = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        try
        {
            using Process process = Process.Start(info)!;
            Task<string> said = process.StandardError.ReadToEndAsync();
            string printed = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return (process.ExitCode, printed, said.Result);
        }
        catch (System.ComponentModel.Win32Exception error)
        {
            throw new BenchException($"{program} cannot be started: {error.Message}");
        }
    }
}
