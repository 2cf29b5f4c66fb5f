using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;
using CorrSyn.Cli.Output;
using CorrSyn.Simulation.Networks;

namespace CorrSyn.Cli.Checkpoint;

/// <summary>What the networks of a checkpoint were made with: only networks with the same header may be mixed.</summary>
/// <param name="Version">The program.</param>
/// <param name="Model">The model, as in any output.</param>
/// <param name="Settings">All settings that a network depends on. The number of inputs is kept with each network; threads and
/// the number of networks change no network.</param>
/// <param name="Arithmetic">Whether multiply-adds are fused: they round differently where they are not.</param>
internal sealed record CheckpointHeader(string Version, string Model, string Settings, string Arithmetic)
{
    /// <summary>The header of one piece of work.</summary>
    /// <param name="model">The model.</param>
    /// <param name="compared">The model that it is compared with, if any.</param>
    /// <param name="inputs">The digest of the inputs, where they are given.</param>
    /// <param name="settings">How they are simulated.</param>
    public static CheckpointHeader Of(
        ModelDescription model, ModelDescription? compared, string? inputs, SimulationSettings settings)
    {
        ModelDescription[] models = compared is null ? [model] : [model, compared];
        bool isFused = Fma.IsSupported || AdvSimd.Arm64.IsSupported;
        return new CheckpointHeader(
            ProgramVersion.Text,
            string.Concat(models.Select(each => DocumentContext.Render(each))) + inputs,

            // The text of a record names all its members, those of the future too.
            (settings with { Samples = 0, Instances = 0, Threads = 0 }).ToString(),
            isFused ? "fused multiply-add" : "separate multiply and add");
    }

    /// <summary>Why networks of another header cannot be used; null if they can.</summary>
    public string? Difference(CheckpointHeader other) =>
        Version != other.Version ? $"was written by version {other.Version}; this is {Version}"
        : Model != other.Model ? "holds networks of another model"
        : Settings != other.Settings ? $"holds networks of other settings: {Apart(other.Settings, Settings)}; these have {Apart(Settings, other.Settings)}"
        : Arithmetic != other.Arithmetic ? $"was written by a machine with {other.Arithmetic}; this one has {Arithmetic}"
        : null;

    // The members of a record's text that the other one does not have.
    private static string Apart(string own, string other) =>
        string.Join(", ", Members(own).Except(Members(other)));

    private static string[] Members(string text) =>
        text.Split('{', '}') is [_, var members, ..] ? members.Trim().Split(", ") : [text];
}
