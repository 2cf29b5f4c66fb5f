using CorrSyn.Simulation.Learning;

namespace CorrSyn.Learning;

/// <summary>Whether a claim about networks holds.</summary>
public enum ClaimVerdict
{
    /// <summary>Against both controls.</summary>
    Holds,

    /// <summary>The opposite holds against both controls.</summary>
    Reversed,

    /// <summary>It holds against one control, and not or undecidedly against the other.</summary>
    Mixed,

    /// <summary>Neither it nor its opposite is beyond chance.</summary>
    Undecided,

    /// <summary>A quantity is not defined in some run.</summary>
    NotMeasured,
}

/// <summary>Networks against one control, run by run with the same inputs and biases.</summary>
/// <param name="Control">The control.</param>
/// <param name="Effect">The mean over the runs of ln(network/control); see the claim for of what.</param>
/// <param name="StandardError">Its standard error over the runs; null for one run.</param>
/// <param name="Z">Effect over standard error, to be compared with Student's t; null where that is not defined.</param>
/// <param name="Verdict">Whether the claim holds against this control: Holds, Reversed or Undecided.</param>
public sealed record ControlContrast(
    SynapseVariant Control, double Effect, double? StandardError, double? Z, ClaimVerdict Verdict)
{
    /// <summary>The ratio network/control as the effect gives it.</summary>
    public double Ratio => Math.Exp(Effect);
}

/// <summary>Both claims about networks with one kind of weights.</summary>
/// <param name="Of">Which weights.</param>
/// <param name="LowerDimension">The claim that D/N is lower than in both controls.</param>
/// <param name="SlowerDecorrelation">The claim that N Sigma decays more slowly with depth than in both controls.</param>
public sealed record HebbianClaims(SynapseVariant Of, HebbianClaim LowerDimension, HebbianClaim SlowerDecorrelation);

/// <summary>A claim and what the runs say.</summary>
/// <param name="Verdict">The answer.</param>
/// <param name="Threshold">What |z| must exceed: Student's t for the family-wise level 0.01 over the eight contrasts; null for
/// one run.</param>
/// <param name="Contrasts">Against each control; empty where nothing is measured.</param>
public sealed record HebbianClaim(ClaimVerdict Verdict, double? Threshold, IReadOnlyList<ControlContrast> Contrasts)
{
    /// <summary>The level of both claims about learned and about rotated networks together: eight contrasts, two-sided.</summary>
    public const double FamilywiseLevel = 0.01;
}
