using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using CorrSyn.Cli.Figures;

namespace CorrSyn.Cli.Output;

/// <summary>Writes documents; generated at compile time.</summary>
[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(DeriveDocument))]
[JsonSerializable(typeof(TheoryDocument))]
[JsonSerializable(typeof(SimulateDocument))]
[JsonSerializable(typeof(VerifyDocument))]
[JsonSerializable(typeof(ActivationsDocument))]
[JsonSerializable(typeof(FixedPointsDocument))]
[JsonSerializable(typeof(PhaseDiagramDocument))]
[JsonSerializable(typeof(NetworkDocument))]
[JsonSerializable(typeof(FigureDocument))]
[JsonSerializable(typeof(HebbianDocument))]
[JsonSerializable(typeof(SweepDocument))]
internal sealed partial class DocumentContext : JsonSerializerContext
{
    // Formulas hold '<', '>' and '+', which the default encoder would escape for use within HTML.
    private static readonly DocumentContext Readable = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        WriteIndented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });

    /// <summary>A document as text that ends with a line.</summary>
    /// <remarks>Numbers round-trip; one that is not finite is refused by the serializer.</remarks>
    public static string Render<T>(T document) =>
        JsonSerializer.Serialize(document, (JsonTypeInfo<T>)Readable.GetTypeInfo(typeof(T))!) + "\n";
}
