using System.CommandLine;
using System.Text.Json;
using CorrSyn.Model;

namespace CorrSyn.Cli.Arguments;

/// <summary>The options that describe the premise of a derivation.</summary>
internal static class PremiseOptions
{
    private static readonly ModelParameter Weights = Define(
        "weights", "ENSEMBLE", string.Join(", ", SynapseEnsembleModule.names),
        "short for a distribution and two structures: gaussian and binary are uniform over postsynaptic neurons, independent and orthogonal (Haar) have no correlation. An error together with an option that says otherwise");

    private static readonly ModelParameter Distribution = Define(
        "distribution", "LAW", string.Join(", ", PremiseDescription.Distributions),
        "law of a weight; symmetric is any symmetric law, by its moments (default gaussian)");

    private static readonly ModelParameter Postsynaptic = Define(
        "postsynaptic", "STRUCTURE", ModelParameter.Structures,
        "R in E w_ik w_jk' = (g/N) R_ij S_kk': which synapses from one presynaptic neuron are correlated (default uniform)");

    private static readonly ModelParameter Presynaptic = Define(
        "presynaptic", "STRUCTURE", ModelParameter.Structures,
        "S in the same: which synapses onto one postsynaptic neuron are correlated (default identity)");

    private static readonly ModelParameter WidthRatio = Define(
        "widthRatio", "WIDTHS", string.Join(", ", PremiseDescription.WidthRatios),
        "fixed: all widths are equal; varying: successive widths have a ratio c = N_out/N_in (default fixed)");

    private static readonly ModelParameter Activation = Define(
        "activation", "PHI", string.Join(", ", PremiseDescription.Activations),
        "what is assumed of phi: any, or odd for phi(-z) = -phi(z) (default any)");

    private static readonly ModelParameter[] Parameters =
        [Weights, Distribution, Postsynaptic, Presynaptic, WidthRatio, Activation];

    private static readonly ValueOption File = new(
        "--premise", "FILE", "a JSON file",
        "JSON premise, the same object as `model` in the output of derive --json. Options on the command line win over it, one by one");

    /// <summary>Every option.</summary>
    public static IReadOnlyList<ValueOption> All { get; } = [.. Parameters.Select(parameter => parameter.Option), File];

    /// <summary>What the command line says about the premise.</summary>
    /// <exception cref="UsageException">A value cannot be read, or values contradict each other.</exception>
    public static PremiseDescription Read(ParseResult parsed)
    {
        var values = new Dictionary<string, string>();
        var origins = new Dictionary<string, ValueOrigin>();
        if (File.Text(parsed) is { } path)
            JsonFile.Read(File.Name, path, (file, root) => AddFile(file, root, values, origins));
        foreach (ModelParameter parameter in Parameters)
        {
            if (parameter.Option.Text(parsed) is not { } text)
                continue;
            values[parameter.Key] = text;
            origins[parameter.Key] = new ValueOrigin(parameter.Option.Name, text);
        }

        string? Value(ModelParameter parameter) => values.GetValueOrDefault(parameter.Key);
        var description = new PremiseDescription(
            Value(Weights),
            Value(Distribution),
            Value(Postsynaptic),
            Value(Presynaptic),
            Value(WidthRatio),
            Value(Activation));
        return description.TryValidate(out ParameterError? error) ? description : throw Refuse(error, origins);
    }

    // A null says nothing: derive --json prints it where a premise has no such name.
    private static bool AddFile(
        string file, JsonElement root, Dictionary<string, string> values, Dictionary<string, ValueOrigin> origins)
    {
        IReadOnlyDictionary<string, JsonElement> given =
            JsonFile.Values(file, root, [.. Parameters.Select(parameter => parameter.Key)], _ => true);
        var read = new ModelFileValues(file, given);
        foreach (ModelParameter parameter in Parameters)
        {
            if (read.Text(parameter) is { } text)
                values.Add(parameter.Key, text);
        }

        foreach ((string key, ValueOrigin origin) in JsonFile.Origins(read, given))
            origins.Add(key, origin);
        return given.Count > 0;
    }

    private static UsageException Refuse(ParameterError error, Dictionary<string, ValueOrigin> origins)
    {
        bool isGiven = origins.TryGetValue(error.Parameter, out ValueOrigin origin);
        string source = isGiven ? origin.Source : ModelParameter.OptionName(error.Parameter);
        string value = isGiven ? origin.Text : error.Value;
        string[] names = error.Allowed.Split(", ");
        string suggestion = names.Length > 1 && value.All(char.IsAsciiLetter)
            ? NearestName.Suggestion(value, names)
            : "";
        return new UsageException(UsageException.Refused(source, value, error.Allowed).Message + suggestion);
    }

    private static ModelParameter Define(string key, string valueName, string allowed, string description) =>
        new(key, new ValueOption(ModelParameter.OptionName(key), valueName, allowed, description));
}
