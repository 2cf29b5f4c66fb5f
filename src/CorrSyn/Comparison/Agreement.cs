using CorrSyn.Simulation.Estimation;

namespace CorrSyn.Comparison;

/// <summary>The outcome of a comparison.</summary>
public enum AgreementVerdict
{
    /// <summary>No row differs by more than its error allows.</summary>
    Agrees,

    /// <summary>At least one row does.</summary>
    Disagrees,

    /// <summary>The finite-size corrections are too large for the extrapolation to mean anything.</summary>
    OutOfReach,
}

/// <summary>One quantity of one layer, compared.</summary>
/// <param name="Layer">0 (the input) to L.</param>
/// <param name="Quantity">Which quantity.</param>
/// <param name="Theory">The theory's value at infinite width.</param>
/// <param name="Simulated">The simulations, extrapolated to infinite width.</param>
/// <param name="StandardError">The error of the extrapolation, statistics and fit orders together.</param>
/// <param name="Z">(Simulated - Theory) / StandardError.</param>
/// <param name="Correction">The first-order finite-size term at the smallest width, relative to the value.</param>
public sealed record AgreementRow(
    int Layer,
    LayerQuantity Quantity,
    double Theory,
    double Simulated,
    double StandardError,
    double Z,
    double Correction);

/// <summary>When rows count as different, and when as out of reach.</summary>
/// <param name="FamilywiseLevel">The probability that a correct theory is rejected, over all rows together.</param>
/// <param name="LargestCorrection">The largest finite-size term at the smallest width, relative to the value, from which
/// an extrapolation is still accepted.</param>
/// <param name="LargestRelativeError">The largest error of an extrapolation, relative to the value.</param>
public sealed record AgreementLimits(
    double FamilywiseLevel = 1e-3, double LargestCorrection = 0.75, double LargestRelativeError = 0.2);

/// <summary>The comparison of a theory with simulations.</summary>
/// <param name="Verdict">The outcome.</param>
/// <param name="FamilywiseLevel">The probability that a correct theory is rejected.</param>
/// <param name="Threshold">The |z| above which a row differs: Student's t at that level, divided among the rows.</param>
/// <param name="Worst">The row of the largest |z| among those in reach, or among all where none is.</param>
/// <param name="Rows">Every row, by layer and quantity.</param>
/// <param name="OutOfReach">The rows that are out of reach.</param>
/// <param name="FirstUnresolvedLayer">The first layer at which simulated activity varies by less than rounding; its rows
/// and all above are out of reach. Null if there is none.</param>
public sealed record AgreementReport(
    AgreementVerdict Verdict,
    double FamilywiseLevel,
    double Threshold,
    AgreementRow Worst,
    IReadOnlyList<AgreementRow> Rows,
    IReadOnlyList<AgreementRow> OutOfReach,
    int? FirstUnresolvedLayer)
{
    /// <summary>Whether theory and simulation agree.</summary>
    public bool Passed => Verdict == AgreementVerdict.Agrees;
}
