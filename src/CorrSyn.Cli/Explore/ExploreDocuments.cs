using System.Text.Json.Serialization;
using CorrSyn.Cli.Charts;
using CorrSyn.Cli.Output;

namespace CorrSyn.Cli.Explore;

/// <summary>Why there is no answer.</summary>
/// <param name="Parameter">The key of the parameter that is refused; null where no single one is.</param>
/// <param name="Message">One line.</param>
internal sealed record ExploreProblem(string? Parameter, string Message);

/// <summary>In the place of an answer.</summary>
/// <param name="Error">Why there is none.</param>
internal sealed record ExploreFailure(ExploreProblem Error);

/// <summary>What the theory says of a model.</summary>
/// <param name="Model">With defaults filled in.</param>
/// <param name="CommandLine">The command that prints the same.</param>
/// <param name="Error">Why there are no layers; null where there are.</param>
/// <param name="Validity">Which map was used; null where there are no layers.</param>
/// <param name="Layers">The layers; none where the mathematics has no answer.</param>
/// <param name="Charts">D/N and N Sigma against the layer.</param>
internal sealed record TheoryAnswer(
    ModelDescription Model,
    string CommandLine,
    ExploreProblem? Error,
    MapValidity? Validity,
    IReadOnlyList<TheoryLayerPart> Layers,
    IReadOnlyList<ChartDocument> Charts);

/// <summary>Networks so far: one line of the stream.</summary>
/// <param name="Networks">How many.</param>
/// <param name="IsLast">Whether these are all that were asked for.</param>
/// <param name="CommandLine">The command that prints the same.</param>
/// <param name="Note">What to know of the numbers; null for nothing.</param>
/// <param name="Layers">The averages over them.</param>
/// <param name="Charts">Those of the theory, with points.</param>
internal sealed record SampleAnswer(
    int Networks,
    bool IsLast,
    string CommandLine,
    string? Note,
    IReadOnlyList<SimulatedLayerPart> Layers,
    IReadOnlyList<ChartDocument> Charts);

/// <summary>Writes the answers; the default encoder escapes what is special within HTML, and line ends.</summary>
[JsonSourceGenerationOptions(
    GenerationMode = JsonSourceGenerationMode.Metadata, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ExploreFailure))]
[JsonSerializable(typeof(TheoryAnswer))]
[JsonSerializable(typeof(SampleAnswer))]
[JsonSerializable(typeof(ModelDescription))]
internal sealed partial class ExploreContext : JsonSerializerContext;
