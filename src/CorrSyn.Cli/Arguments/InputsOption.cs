using System.CommandLine;
using CorrSyn.Formats;

namespace CorrSyn.Cli.Arguments;

/// <summary>The option of a file of inputs.</summary>
internal static class InputsOption
{
    public static ValueOption Option { get; } = new(
        "--inputs", "FILE", "an npy, npz or csv file with one array, one row for each input",
        "inputs in place of those that --input-ratio, --input-std and --input-law describe; --width is then the length of a row");

    /// <summary>The inputs that were given; null for none.</summary>
    /// <exception cref="UsageException">The file cannot be used, or another option contradicts it.</exception>
    public static InputsFile? Read(ParseResult parsed, ModelChoice model)
    {
        if (Option.Text(parsed) is not { } path)
            return null;
        foreach (ModelParameter parameter in new[] { ModelParameter.InputRatio, ModelParameter.InputStd, ModelParameter.InputLaw })
        {
            if (parameter.Option.Text(parsed) is { } text)
                throw new UsageException($"{parameter.Option.Name} {UsageException.Shown(text)} contradicts {Option.Name}; allowed: one of them");
        }

        InputSamples samples = InputFile.Read(() =>
        {
            using ArrayFile file = ArrayFile.Open(path);
            return file.Arrays.Count == 1
                ? InputSamples.Of(file.Arrays[0].Read(CancellationToken.None))
                : throw new ArgumentException($"{PrintableText.Of(path)} holds {file.Arrays.Count} arrays; allowed: one, of the inputs");
        });
        int width = samples.Samples.Columns;
        if (model.Given.Width is { } given && given != width)
            throw UsageException.Refused(
                ModelParameter.Width.Option.Name, $"{given}", $"{width}, the length of a row of {Option.Name} {UsageException.Shown(path)}");
        return new InputsFile(path, samples);
    }
}

/// <summary>A file of inputs.</summary>
/// <param name="Path">The file.</param>
/// <param name="Inputs">What it holds.</param>
internal sealed record InputsFile(string Path, InputSamples Inputs)
{
    /// <summary>M.</summary>
    public int Count => Inputs.Samples.Rows;

    /// <summary>N_0.</summary>
    public int Width => Inputs.Samples.Columns;

    /// <summary>In one line.</summary>
    public string Describe() => $"inputs of {UsageException.Shown(Path)}: {Count} of {Width} numbers";
}
