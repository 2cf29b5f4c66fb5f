namespace CorrSyn.Simulation.Learning;

/// <summary>What learned and control networks have in common, so that they can be compared.</summary>
public enum GainMatching
{
    /// <summary>Every row of weights has the norm sqrt(g). Learned rows prefer directions of large variance, so their
    /// pre-activations vary more.</summary>
    Rows,

    /// <summary>Rows of one layer have one norm, chosen so that pre-activations have the mean variance g K1 over the inputs that are
    /// learned from, as independent weights would give.</summary>
    Variance,
}
