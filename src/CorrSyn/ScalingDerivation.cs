using System.Runtime.CompilerServices;
using CorrSyn.Derivation;
using CorrSyn.Derivation.Scaling;
using CorrSyn.Model;
using CorrSyn.Rendering;
using CorrSyn.Symbolic;
using Microsoft.FSharp.Core;

namespace CorrSyn;

/// <summary>What becomes of the correlated part of the synapses as N grows.</summary>
public enum ScalingVerdict
{
    /// <summary>A quantity that must stay finite grows without bound.</summary>
    Diverges,

    /// <summary>The correlation stays and everything is finite.</summary>
    SelfConsistent,

    /// <summary>The correlation drops out.</summary>
    Irrelevant,
}

/// <summary>A range of the exponent with one verdict.</summary>
/// <param name="From">The lower end as an exact rational; null if unbounded.</param>
/// <param name="To">The upper end; null if unbounded, equal to the lower end for a single value.</param>
/// <param name="Verdict">The verdict.</param>
public sealed record ScalingRegime(string? From, string? To, ScalingVerdict Verdict);

/// <summary>A derived equation.</summary>
/// <param name="Id">Its number in docs/theory.</param>
/// <param name="Name">What it says.</param>
/// <param name="Latex">LaTeX for math mode; a long equation is broken into lines that stand in <c>aligned</c>.</param>
/// <param name="LatexRows">The same as rows for amsmath's <c>align</c>: an ampersand before the sign, and \\ between lines.</param>
/// <param name="Text">One line of ASCII.</param>
/// <param name="TextRows">The same with a line feed where it is broken if it is long.</param>
/// <param name="MathML">A math element of MathML Core, in rows if it is long.</param>
public sealed record DerivedEquation(
    string Id, string Name, string Latex, string LatexRows, string Text, string TextRows, string MathML);

/// <summary>The check of a step, run with the derivation.</summary>
/// <param name="Kind">What kind of check.</param>
/// <param name="Passed">Whether it passed.</param>
/// <param name="Detail">What was compared.</param>
public sealed record DerivationCheck(string Kind, bool Passed, string Detail);

/// <summary>A step of the argument.</summary>
/// <param name="Title">Its title.</param>
/// <param name="Statement">What it says.</param>
/// <param name="Equations">Its equations.</param>
/// <param name="Check">Its check.</param>
public sealed record DerivationStep(
    string Title, string Statement, IReadOnlyList<DerivedEquation> Equations, DerivationCheck Check);

/// <summary>Values of the two exponents, exact rationals; null for one that the premise does not have.</summary>
/// <param name="Gamma">In rho = r N^-gamma, over postsynaptic neurons.</param>
/// <param name="Delta">In sigma = s N^-delta, over presynaptic neurons.</param>
public sealed record ExponentPair(string? Gamma, string? Delta);

/// <summary>A piece of the border of self-consistency where two exponents are unknown.</summary>
/// <param name="From">One end; null if it goes on without bound.</param>
/// <param name="To">The other end, with the larger gamma; null as above.</param>
/// <param name="Line">Its equation, as text.</param>
public sealed record ScalingEdge(ExponentPair? From, ExponentPair? To, string Line);

/// <summary>The derivation under one premise.</summary>
/// <param name="Premise">The premise, every name given.</param>
/// <param name="Exponent">The one unknown exponent if it is unique, an exact rational; null where nothing is correlated
/// or two exponents are unknown.</param>
/// <param name="CovarianceExponent">The exponent of 1/N in the covariance of two synapses; null as above.</param>
/// <param name="Exponents">Every self-consistent value where one exponent is unknown.</param>
/// <param name="ExponentPairs">Every isolated self-consistent choice of both exponents.</param>
/// <param name="Regimes">The verdicts over the whole line of the exponent where one is unknown.</param>
/// <param name="Edges">The border of self-consistency where two are unknown.</param>
/// <param name="TermCount">How many terms the averages over weights had before equal ones were collected.</param>
/// <param name="Steps">The argument.</param>
public sealed record DerivationReport(
    PremiseDescription Premise,
    string? Exponent,
    string? CovarianceExponent,
    IReadOnlyList<string> Exponents,
    IReadOnlyList<ExponentPair> ExponentPairs,
    IReadOnlyList<ScalingRegime> Regimes,
    IReadOnlyList<ScalingEdge> Edges,
    long TermCount,
    IReadOnlyList<DerivationStep> Steps)
{
    /// <summary>What is correlated, in a word or two: the ensemble, or the distribution with its structures.</summary>
    public string Weights =>
        Premise.Weights
        ?? $"{Premise.Distribution} (postsynaptic {Premise.Postsynaptic}, presynaptic {Premise.Presynaptic})";

    /// <summary>Whether every check passed.</summary>
    public bool Passed => Steps.All(step => step.Check.Passed);
}

/// <summary>Derives the scaling of synaptic correlations and the layer map by exact symbolic expansion.</summary>
public static class ScalingDerivation
{
    /// <summary>The derivation for the synapse ensemble of a network; every check is run.</summary>
    /// <param name="spec">The network; only the kinds of its weights and whether widths differ matter.</param>
    /// <returns>The derivation; or the reason why an ensemble has no self-consistent map. Where layers differ, all their
    /// derivations are made, and the first with a check that failed is returned, or that of the first layer.</returns>
    [OverloadResolutionPriority(1)]
    public static SolveResult<DerivationReport> Derive(NetworkSpec spec)
    {
        ArgumentNullException.ThrowIfNull(spec);
        SolveResult<DerivationReport>[] kinds =
            [.. spec.Layers.Zip(spec.Widths, (layer, below) => PremiseModule.ofLayer(below, layer)).Distinct().Select(Derive)];
        return kinds.FirstOrDefault(kind => !kind.TryGetValue(out DerivationReport? report) || !report.Passed) ?? kinds[0];
    }

    /// <summary>The derivation under a premise; every check is run.</summary>
    /// <param name="premise">The premise.</param>
    /// <returns>The derivation; or the reason why the premise has no self-consistent map, or none that is known.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A name is not known, or names contradict each other.</exception>
    public static SolveResult<DerivationReport> Derive(PremiseDescription premise)
    {
        ArgumentNullException.ThrowIfNull(premise);
        return premise.TryToPremise(out Premise? value, out ParameterError? error)
            ? Derive(value)
            : throw new ArgumentOutOfRangeException(error.Parameter, error.Value, error.ToString());
    }

    private static SolveResult<DerivationReport> Derive(Premise premise)
    {
        FSharpResult<PremiseDerivation, DerivationFailure> result = PremiseDerivationModule.derive(premise);
        return result.IsOk
            ? SolveResult<DerivationReport>.Of(Report(result.ResultValue))
            : SolveResult<DerivationReport>.Failed(Failure(result.ErrorValue));
    }

    internal static SolveFailure Failure(DerivationFailure failure) =>
        new(
            SolveFailureKind.NoSelfConsistentMap,
            failure switch
            {
                DerivationFailure.NoSelfConsistentScaling { Item: var obstruction } =>
                    $"there is no self-consistent layer map: {obstruction.Demand.Name} goes as N^({RationalModule.render(obstruction.Exponent)}) whatever the correlation",
                DerivationFailure.ExponentNotUnique { Item: var exponents } =>
                    $"the balance leaves {exponents.Length} exponents: {string.Join(", ", exponents.Select(RationalModule.render))}",
                DerivationFailure.UnsupportedPremise { Item: var error } => $"the premise has no known averages: {error}",
                DerivationFailure.MissingOrderParameter { Item: var missing } =>
                    $"there is no closed layer map: {missing}",
                _ => throw new InvalidOperationException($"The failure {failure} has no text."),
            });

    private static DerivationReport Report(PremiseDerivation derivation)
    {
        ExponentPair[] pairs =
        [
            .. derivation.Maps
                .Select(map => new ExponentPair(map.Point.Gamma.ToText(), map.Point.Delta.ToText()))
                .Where(pair => pair is not (null, null)),
        ];
        // One unknown: each pair has one number.
        string[] exponents =
            [.. pairs.Where(pair => pair.Gamma is null || pair.Delta is null).Select(pair => (pair.Gamma ?? pair.Delta)!)];
        return new DerivationReport(
            PremiseDescription.Of(derivation.Premise),
            exponents is [var exponent] ? exponent : null,
            derivation.CovarianceExponent.ToText(),
            exponents,
            pairs,
            [.. derivation.Regimes.Select(regime =>
                new ScalingRegime(regime.From.ToText(), regime.To.ToText(), ToVerdict(regime.Verdict)))],
            [.. derivation.Edges.Select(edge => new ScalingEdge(
                ToPair(edge.Start), ToPair(edge.End), ScalingPolygonModule.lineText(edge)))],
            (long)derivation.TermCount,
            [.. derivation.Steps.Select(ToStep)]);
    }

    private static ExponentPair? ToPair(FSharpOption<Tuple<Rational, Rational>>? point) =>
        point is null
            ? null
            : new ExponentPair(RationalModule.render(point.Value.Item1), RationalModule.render(point.Value.Item2));

    internal static DerivationStep ToStep(Step step) =>
        new(
            step.Title,
            step.Statement,
            [.. step.Equations.Select(equation => new DerivedEquation(
                equation.Id,
                equation.Name,
                LaTeX.renderEquation(equation),
                LaTeX.renderRows(equation),
                PlainText.renderEquation(equation),
                PlainText.renderRows(equation),
                Rendering.MathML.renderEquation(equation)))],
            new DerivationCheck(step.Check.Kind, step.Check.Passed, step.Check.Detail));

    private static ScalingVerdict ToVerdict(Verdict verdict) =>
        verdict.IsDiverges ? ScalingVerdict.Diverges
        : verdict.IsSelfConsistent ? ScalingVerdict.SelfConsistent
        : ScalingVerdict.Irrelevant;
}
