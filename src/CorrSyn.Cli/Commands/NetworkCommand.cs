using System.CommandLine;
using CorrSyn.Cli.Arguments;
using CorrSyn.Cli.Output;
using CorrSyn.Formats;
using CorrSyn.Model;
using CorrSyn.Trained;

namespace CorrSyn.Cli.Commands;

/// <summary>Measures the weights of a network that somebody trained.</summary>
/// <param name="Files">Its files.</param>
/// <param name="Options">How to find the layers in them.</param>
/// <param name="Settings">What the files do not say.</param>
/// <param name="Inputs">A file of inputs; null for none.</param>
/// <param name="Json">Whether to print a document.</param>
internal sealed record NetworkCommand(
    IReadOnlyList<string> Files,
    NetworkFileOptions Options,
    NetworkAnalysisSettings Settings,
    string? Inputs,
    bool Json)
{
    private static readonly Argument<string[]> FilesArgument = new("files")
    {
        HelpName = "FILE",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private static readonly ValueOption LayoutOption = new(
        "--layout", "LAYOUT", "out-in, in-out",
        "out-in: a row of a matrix belongs to a postsynaptic neuron, as in PyTorch; in-out: a column does, as in Keras",
        "out-in");

    private static readonly ValueOption LayersOption = new(
        "--layers", "GLOB", "a name in which * and ? stand for other characters", "the weights to read", "every matrix and kernel");

    private static readonly ValueOption BiasesOption = new(
        "--biases", "GLOB", "a name in which * and ? stand for other characters",
        "the biases, one vector for each layer, in order", "found by the names of the weights");

    private static readonly ValueOption OutputActivationOption = new(
        "--output-activation", "PHI", ModelParameter.Activation.Option.Allowed, "activation function of the last layer", "that of the others");

    private static readonly ValueOption InputsOption = new(
        "--inputs", "FILE", "a file with one array, one row for each input",
        "inputs to predict for and to measure with; without them, independent gaussian inputs are assumed and nothing is measured");

    private static readonly ValueOption InputStdOption = new(
        "--input-std", "S", "a finite number above 0", "standard deviation of the inputs that are assumed", "1");

    private static readonly ValueOption LimitOption = new(
        "--max-array-bytes", "BYTES", "a whole number from 8 to 1e15", "memory that one array may take, 8 bytes a number", "4294967296");

    private static readonly ValueOption ThreadsOption = new(
        "--threads", "T", "a whole number from 1 to 1024", "threads at most; results do not depend on it", "all processors");

    public static CommandDefinition Definition { get; } = new(
        "network",
        "measure the synaptic correlations of a trained network, and what they do to its layers",
        "Reads the weights of a network from npy, npz, safetensors (or the index of its shards) or CSV files, measures the correlations of its synapses beside what independent synapses would show, and predicts the dimensionality of every layer: by the scalar map with the measured correlation, gain and biases, and by the theory of this one network with its actual weights. With inputs it measures the dimensionality as well.",
        [
            new OptionGroup("File", [LayoutOption.Parsed, LayersOption.Parsed, BiasesOption.Parsed, LimitOption.Parsed]),
            OptionGroup.Of("Network", ModelParameter.Activation.Option, OutputActivationOption, InputsOption, InputStdOption, ThreadsOption),
            new OptionGroup("Output", [FlagOption.Json, FlagOption.Help]),
        ],
        [
            ("network model.safetensors --activation relu", "Correlations and predictions for every layer, inputs assumed gaussian."),
            ("network weights.npz --inputs images.npy", "Predictions for these inputs beside what they do in the network."),
            ("network model.npz --layers \"encoder.*.weight\" --layout in-out --json", "Some layers of a Keras model, for a script."),
        ],
        (parsed, session) => Read(parsed).Run(session),
        FilesArgument);

    private static NetworkCommand Read(ParseResult parsed)
    {
        string[] files = parsed.GetValue(FilesArgument) ?? [];
        if (files.Length == 0)
            throw new UsageException("no file is given; allowed: npy, npz, safetensors or CSV files; see corrsyn network --help");
        long limit = LimitOption.Whole(parsed, sizeof(double), 1_000_000_000_000_000) ?? FormatLimits.Default.MaxArrayBytes;
        double inputStd = InputStdOption.Number(parsed) ?? 1;
        if (inputStd <= 0)
            throw InputStdOption.Refuse(InputStdOption.Text(parsed)!);
        string? inputs = InputsOption.Text(parsed);
        if (inputs is not null && InputStdOption.Text(parsed) is { } std)
            throw new UsageException($"--input-std {UsageException.Shown(std)} contradicts --inputs; allowed: one of them");
        Activation activation = ReadActivation(parsed, ModelParameter.Activation.Option) ?? Activation.Tanh;
        return new NetworkCommand(
            files,
            new NetworkFileOptions(
                LayoutOption.Choice(parsed, "out-in", "in-out") == "in-out" ? WeightLayout.InOut : WeightLayout.OutIn,
                LayersOption.Text(parsed),
                BiasesOption.Text(parsed),
                FormatLimits.Default with { MaxArrayBytes = limit }),
            new NetworkAnalysisSettings(
                activation,
                ReadActivation(parsed, OutputActivationOption),
                inputStd,
                ThreadsOption.Count(parsed, 1, 1024)),
            inputs,
            FlagOption.IsSet(parsed, FlagOption.Json));
    }

    private static Activation? ReadActivation(ParseResult parsed, ValueOption option)
    {
        if (option.Text(parsed) is not { } text)
            return null;
        return NetworkModel.TryCreate(ModelDescription.Default with { Activation = text }, out NetworkSpec? spec, out ParameterError? error)
            ? spec.Layers[0].Activation
            : throw UsageException.Refused(option.Name, text, error.Allowed);
    }

    private int Run(Session session)
    {
        using NetworkFile file = InputFile.Read(() => NetworkFile.Open(Files, Options));
        NumericArray? inputs = Inputs is null ? null : InputFile.Read(() => ReadInputs(Inputs, session.Cancellation));
        SolveResult<NetworkReport> result = ProgressBar.Run(session, report => InputFile.Read(() => NetworkAnalysis.Run(
            file,
            Settings,
            inputs,
            ProgressBar.Receiver<int>(done => report((double)done / file.Layers.Count, $"layer {done} of {file.Layers.Count}")),
            session.Cancellation)));
        if (!result.TryGetValue(out NetworkReport? found))
            return session.Fail(result.Failure!);
        session.Cancellation.ThrowIfCancellationRequested();
        foreach (string note in found.Notes)
            session.Warn(note);
        session.Write(Json ? NetworkDocument.Render(this, file, found) : NetworkText.Render(this, file, found));
        return ExitCode.Done;
    }

    private NumericArray ReadInputs(string path, CancellationToken cancellation)
    {
        using ArrayFile file = ArrayFile.Open(path, Options.Limits);
        return file.Arrays.Count == 1
            ? file.Arrays[0].Read(cancellation)
            : throw new ArgumentException($"{PrintableText.Of(path)} holds {file.Arrays.Count} arrays; allowed: one, of the inputs");
    }
}
