namespace CorrSyn.Simulation.Estimation;

/// <summary>The quantities of a layer that are averaged over networks.</summary>
public enum LayerQuantity
{
    /// <summary>K1 = mean_i C_ii.</summary>
    K1,

    /// <summary>K2 = mean_i C_ii^2.</summary>
    K2,

    /// <summary>Q = mean_i m_i^2.</summary>
    Q,

    /// <summary>N Sigma.</summary>
    NSigma,

    /// <summary>D/N.</summary>
    Dimension,
}
