namespace CorrSyn.Trained;

/// <summary>Which axis of a stored matrix counts the postsynaptic neurons. The correlations in question are between
/// their weight vectors, so the choice changes the answer.</summary>
public enum WeightLayout
{
    /// <summary>Rows are postsynaptic neurons, as in PyTorch: z = w h.</summary>
    OutIn,

    /// <summary>Columns are, as in Keras: z = h w.</summary>
    InOut,
}
