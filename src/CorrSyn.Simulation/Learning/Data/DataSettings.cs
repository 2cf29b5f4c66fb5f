namespace CorrSyn.Simulation.Learning.Data;

/// <summary>What inputs are like.</summary>
/// <param name="Kind">Where they come from.</param>
/// <param name="Variance">The mean variance of an input neuron; above 0.</param>
/// <param name="Ratio">Gaussian and Mixture: alpha = P/N of the covariance; above 0.</param>
/// <param name="ClassCount">Mixture: classes, 2 to 1000.</param>
/// <param name="LatentCount">Manifold: latent variables; at least 1.</param>
/// <param name="Given">The inputs that are given; null for every other kind.</param>
public sealed record DataSettings(
    DataKind Kind = DataKind.Gaussian,
    double Variance = 0.5,
    double Ratio = 2,
    int ClassCount = 10,
    int LatentCount = 20,
    LabelledInputs? Given = null)
{
    /// <summary>Mixture: the part of the variance that lies between classes.</summary>
    public const double BetweenClasses = 0.2;

    /// <summary>Columns of the inputs where the network has that width.</summary>
    public int InputWidth(int width) =>
        Kind switch
        {
            DataKind.Gaussian or DataKind.Mixture or DataKind.Manifold => width,
            DataKind.Digits => DigitDrawing.PixelCount,
            DataKind.Given => Given!.Values.Columns,
            _ => throw new ArgumentOutOfRangeException(nameof(width), Kind, "No such data."),
        };

    /// <summary>Refuses what is outside its range.</summary>
    /// <exception cref="ArgumentException">A setting is outside its range.</exception>
    public void Check()
    {
        if (!Enum.IsDefined(Kind))
            throw new ArgumentOutOfRangeException(nameof(Kind), Kind, "No such data.");
        if (!(Variance > 0 && double.IsFinite(Variance)))
            throw new ArgumentOutOfRangeException(nameof(Variance), Variance, "A finite number above 0.");
        if (!(Ratio > 0 && double.IsFinite(Ratio)))
            throw new ArgumentOutOfRangeException(nameof(Ratio), Ratio, "A finite number above 0.");
        if (ClassCount is < 2 or > 1000)
            throw new ArgumentOutOfRangeException(nameof(ClassCount), ClassCount, "2 to 1000.");
        ArgumentOutOfRangeException.ThrowIfLessThan(LatentCount, 1);
        if (Kind == DataKind.Given != Given is not null)
            throw new ArgumentException("Inputs are given for the kind Given and for no other.", nameof(Given));
    }
}
