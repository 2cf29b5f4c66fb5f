using System.Text.Json.Serialization;
using CorrSyn.Cli.Arguments;
using CorrSyn.Comparison;
using CorrSyn.Simulation.Kernels;

namespace CorrSyn.Cli.Output;

// The documents that --json prints. Names are a contract with scripts: a property is its key in camel case.

/// <summary>What `corrsyn derive --json` prints.</summary>
internal sealed record DeriveDocument(
    string Schema,
    string Version,
    PremiseDescription Model,
    ScalingPart Scaling,
    IReadOnlyList<RegimePart> Regimes,
    long TermCount,
    IReadOnlyList<EquationPart> Equations,
    IReadOnlyList<StepPart> Steps);

/// <summary>The derivation inside another document.</summary>
internal sealed record DerivationPart(
    ScalingPart Scaling,
    IReadOnlyList<RegimePart> Regimes,
    IReadOnlyList<EquationPart> Equations,
    IReadOnlyList<StepPart> Steps);

internal sealed record ScalingPart(
    string? Exponent,
    string? CovarianceExponent,
    IReadOnlyList<string> Exponents,
    IReadOnlyList<ExponentPair> ExponentPairs,
    IReadOnlyList<ScalingEdge> Edges);

internal sealed record RegimePart(string? From, string? To, string Verdict);

internal sealed record EquationPart(string Id, string Name, string Latex, string Text);

internal sealed record StepPart(string Title, string Statement, string Latex, CheckPart Check);

internal sealed record CheckPart(string Kind, bool Passed, string Detail);

/// <summary>What `corrsyn theory --json` prints.</summary>
internal sealed record TheoryDocument(
    string Schema,
    string Version,
    ModelDescription Model,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] InputsPart? Inputs,
    IReadOnlyList<TheoryLayerPart> Layers,
    MapValidity Validity,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] FiniteSizeDocument? FiniteSize);

/// <summary>Predictions for the width of the model.</summary>
internal sealed record FiniteSizeDocument(
    int Width, FiniteSizeMethods Methods, bool Trusted, string? Warning, FiniteSizeCriterion Criterion, IReadOnlyList<FiniteSizeLayerPart> Layers);

/// <summary>How averages over networks and standard deviations were predicted: "derived" or "delta method".</summary>
internal sealed record FiniteSizeMethods(string Mean, string StandardDeviation);

/// <summary>Where predictions for one width are trusted: both must hold.</summary>
internal sealed record FiniteSizeCriterion(double LargestInverseDimension, double LargestCorrection);

internal sealed record FiniteSizeLayerPart(
    int Layer,
    bool Trusted,
    double InverseDimension,
    double Correction,
    FiniteWidthValue K1,
    FiniteWidthValue NSigma,
    FiniteWidthParts NSigmaParts,
    FiniteWidthValue Dimension,
    FiniteWidthParts DimensionParts,
    FiniteSizeDeviation StandardDeviation,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] ExactLayerPart? Exact);

/// <summary>Standard deviations over networks of one width.</summary>
internal sealed record FiniteSizeDeviation(double K1, double NSigma, double Dimension, bool Trusted);

/// <summary>Averages of a linear network, exact at its width: K1, tr C^2/N and the ratio of the averages for D/N.</summary>
internal sealed record ExactLayerPart(double K1, double SquaredCovariance, double DimensionOfAverages);

internal sealed record TheoryLayerPart(
    int Layer,
    double K1,
    double LogK1,
    double K2,
    double Q,
    double NSigma,
    double Dimension,
    double RelativeError,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] CollectivePart? CollectiveCovariance,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] CollectivePart? CollectiveProjection);

/// <summary>p = m.h/N and w = h.h/N.</summary>
internal sealed record CollectivePart(double Pp, double Pw, double Ww);

/// <summary>The theory inside another document.</summary>
internal sealed record TheoryPart(IReadOnlyList<TheoryLayerPart> Layers, MapValidity Validity);

/// <summary>Inputs from a file: their number, the length of one, and the SHA-256 of shape and numbers.</summary>
internal sealed record InputsPart(string File, int Count, int Width, string Digest)
{
    public static InputsPart? Of(InputsFile? inputs) =>
        inputs is null ? null : new InputsPart(inputs.Path, inputs.Count, inputs.Width, inputs.Inputs.Digest);
}

/// <summary>How matrix products were computed.</summary>
internal sealed record ArithmeticPart(
    string Precision,
    string Kernel,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Library)
{
    public static ArithmeticPart Of(Arithmetic arithmetic) =>
        new(
            arithmetic.Precision == NumberPrecision.Single ? "single" : "double",
            arithmetic.Library is null ? "managed" : "native",
            arithmetic.Library?.Name);
}

/// <summary>What `corrsyn simulate --json` prints.</summary>
internal sealed record SimulateDocument(
    string Schema,
    string Version,
    ModelDescription Model,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] InputsPart? Inputs,
    long Seed,
    int Samples,
    int Instances,
    string Estimator,
    ArithmeticPart Arithmetic,
    bool Centred,
    IReadOnlyList<SimulatedLayerPart> Layers,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    IReadOnlyList<NetworkLayerPart>? Networks,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] CorrelationDifferencePart? Comparison,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] PrecisionPart? Precision);

/// <summary>The model less the same model with another correlation, by pairs of networks with common random numbers.</summary>
internal sealed record CorrelationDifferencePart(double Correlation, IReadOnlyList<SimulatedLayerPart> Differences);

/// <summary>How the target error was reached.</summary>
internal sealed record PrecisionPart(
    double TargetError, double MaxOperations, double Operations, IReadOnlyList<PrecisionStepPart> Steps);

internal sealed record PrecisionStepPart(
    int Samples, int Instances, double Operations, double? StandardError, int Layer, string Decision);

internal sealed record SimulatedLayerPart(
    int Layer, EstimatePart K1, EstimatePart K2, EstimatePart Q, EstimatePart NSigma, EstimatePart? Dimension);

internal sealed record EstimatePart(double Mean, double? StandardError);

internal sealed record NetworkLayerPart(
    int Network, int Layer, double K1, double K2, double Q, double NSigma, double? Dimension);

/// <summary>What `corrsyn verify --json` prints and results.json holds.</summary>
internal sealed record VerifyDocument(
    string Schema,
    string Version,
    ModelDescription Model,
    long Seed,
    IReadOnlyList<int> Widths,
    int Samples,
    int Instances,
    DerivationPart Derivation,
    TheoryPart Theory,
    IReadOnlyList<SimulationPart> Simulations,
    AgreementPart Agreement,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<ScalingSeries>? Scaling);

internal sealed record SimulationPart(
    int Width, int Samples, int Instances, string Estimator, IReadOnlyList<SimulatedLayerPart> Layers);

internal sealed record AgreementPart(
    bool Passed,
    string Verdict,
    double FamilywiseLevel,
    double Threshold,
    ExtrapolationPart Extrapolation,
    WorstPart Worst,
    IReadOnlyList<RowPart> Rows);

internal sealed record ExtrapolationPart(string Power);

internal sealed record WorstPart(int Layer, string Quantity, double Z);

internal sealed record RowPart(
    int Layer,
    string Quantity,
    double Theory,
    double Simulated,
    double StandardError,
    double Z,
    double Correction,
    bool InReach);

/// <summary>What `corrsyn activations --json` prints.</summary>
internal sealed record ActivationsDocument(
    string Schema, string Version, IReadOnlyList<ActivationPart> Activations);

internal sealed record ActivationPart(string Name, string Formula, bool Odd);
