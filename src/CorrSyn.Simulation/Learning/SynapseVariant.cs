namespace CorrSyn.Simulation.Learning;

/// <summary>Which weights a network has.</summary>
public enum SynapseVariant
{
    /// <summary>Those that were learned.</summary>
    Learned,

    /// <summary>The learned ones times a Haar matrix on the side of the inputs: w w^T, and so all correlations of rows, stay as they
    /// are, while directions lose what they have to do with the covariance of the layer below.</summary>
    Rotated,

    /// <summary>The learned ones with the entries of each row in random order, after the mean of the row is removed.</summary>
    Shuffled,

    /// <summary>Exactly orthogonal rows of a Haar matrix; an isometry where a layer is wider than the one below.</summary>
    Orthogonal,
}
