namespace CorrSyn.Simulation.Learning;

/// <summary>How synapses change by what is local to them. w is N_out x N_in, x the presynaptic activity, y the response; all rules are
/// averages over a batch, times the learning rate.</summary>
public enum HebbianRule
{
    /// <summary>dw_i = y_i x, then every row is scaled to norm 1; y = w x.</summary>
    Hebb,

    /// <summary>dw_i = y_i x - y_i^2 w_i; y = w x.</summary>
    Oja,

    /// <summary>dw_i = y_i x - y_i sum_j y_j w_j; y = w x. Oja's subspace rule.</summary>
    Subspace,

    /// <summary>dw_i = y_i x - y_i sum_{j at most i} y_j w_j; y = w x. Sanger's generalised Hebbian algorithm.</summary>
    Sanger,

    /// <summary>Oja's rule for y = w x - l y, with lateral weights dl_ij = y_i y_j for i != j that inhibit: Foldiak's linear
    /// network.</summary>
    Foldiak,

    /// <summary>dw_i = y_i (y_i - theta_i) x, with y = max(0, w x) and theta_i a running average of y_i^2: the rule of Bienenstock,
    /// Cooper and Munro.</summary>
    Bcm,
}
