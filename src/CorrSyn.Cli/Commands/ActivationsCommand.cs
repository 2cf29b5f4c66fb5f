using CorrSyn.Cli.Arguments;
using CorrSyn.Cli.Output;

namespace CorrSyn.Cli.Commands;

/// <summary>Lists the activation functions.</summary>
/// <param name="Json">Whether to print a document.</param>
internal sealed record ActivationsCommand(bool Json)
{
    public static CommandDefinition Definition { get; } = new(
        "activations",
        "list the activation functions",
        "Lists the activation functions: name, formula, and whether it is odd. With correlated synapses and an odd one the layer map has four order parameters, otherwise ten. Instead of a name a formula in x may be given.",
        [new OptionGroup("Options", [FlagOption.Json, FlagOption.Help])],
        [("activations", "The list.")],
        (parsed, session) => new ActivationsCommand(FlagOption.IsSet(parsed, FlagOption.Json)).Run(session));

    private int Run(Session session)
    {
        ActivationPart[] activations = [.. NetworkModel.Activations.Select(activation =>
            new ActivationPart(activation.Name, activation.Formula, activation.IsOdd))];
        session.Write(
            Json
                ? DocumentContext.Render(new ActivationsDocument(
                    DocumentParts.Schema("activations"), ProgramVersion.Text, activations))
                : TextTable.Render(
                    ["<name", "<phi(z)", "<odd"],
                    activations.Select(activation => (string[])
                        [activation.Name, activation.Formula, activation.Odd ? "yes" : "no"]))
                    + $"\nA formula holds {NetworkModel.FormulaElements}, for example \"x/(1+abs(x))\".\n");
        return ExitCode.Done;
    }
}
