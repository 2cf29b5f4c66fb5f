using CorrSyn.Derivation;
using CorrSyn.Model;
using CorrSyn.Rendering;
using CorrSyn.Symbolic;

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
public sealed record DerivedEquation(
    string Id, string Name, string Latex, string LatexRows, string Text, string TextRows);

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

/// <summary>The derivation for one synapse ensemble.</summary>
/// <param name="Weights">The ensemble.</param>
/// <param name="Exponent">gamma in rho = r N^-gamma, an exact rational; null where nothing is correlated.</param>
/// <param name="CovarianceExponent">The exponent of 1/N in the covariance of two synapses; null as above.</param>
/// <param name="Exponents">Every self-consistent gamma.</param>
/// <param name="Regimes">The verdicts over the whole line of gamma.</param>
/// <param name="Steps">The argument.</param>
public sealed record DerivationReport(
    string Weights,
    string? Exponent,
    string? CovarianceExponent,
    IReadOnlyList<string> Exponents,
    IReadOnlyList<ScalingRegime> Regimes,
    IReadOnlyList<DerivationStep> Steps)
{
    /// <summary>Whether every check passed.</summary>
    public bool Passed => Steps.All(step => step.Check.Passed);
}

/// <summary>Derives the scaling of synaptic correlations and the layer map by exact symbolic expansion.</summary>
public static class ScalingDerivation
{
    /// <summary>The derivation for the synapse ensemble of a network; every check is run.</summary>
    /// <param name="spec">The network; only the kind of its weights matters.</param>
    /// <returns>The derivation; or the reason why the ensemble has no self-consistent map.</returns>
    public static SolveResult<DerivationReport> Derive(NetworkSpec spec)
    {
        ArgumentNullException.ThrowIfNull(spec);
        var result = ScalingDerivationModule.derive(PremiseModule.ofEnsemble(spec.Synapses));
        return result.IsOk
            ? SolveResult<DerivationReport>.Of(Report(SynapseEnsembleModule.name(spec.Synapses), result.ResultValue))
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
                _ => throw new InvalidOperationException($"The failure {failure} has no text."),
            });

    private static DerivationReport Report(string weights, Derivation.ScalingDerivation derivation) =>
        new(
            weights,
            derivation.Exponent.ToText(),
            derivation.CovarianceExponent.ToText(),
            [.. derivation.Scaling.Exponents.Select(RationalModule.render)],
            [.. derivation.Scaling.Regimes.Select(regime =>
                new ScalingRegime(regime.From.ToText(), regime.To.ToText(), ToVerdict(regime.Verdict)))],
            [.. derivation.Steps.Select(ToStep)]);

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
                PlainText.renderRows(equation)))],
            new DerivationCheck(step.Check.Kind, step.Check.Passed, step.Check.Detail));

    private static ScalingVerdict ToVerdict(Verdict verdict) =>
        verdict.IsDiverges ? ScalingVerdict.Diverges
        : verdict.IsSelfConsistent ? ScalingVerdict.SelfConsistent
        : ScalingVerdict.Irrelevant;
}
