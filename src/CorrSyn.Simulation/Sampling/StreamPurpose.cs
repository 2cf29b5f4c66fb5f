namespace CorrSyn.Simulation.Sampling;

/// <summary>What a stream of random numbers is for. The numbers are part of the streams: never renumber them.</summary>
public enum StreamPurpose
{
    /// <summary>The patterns xi that the input covariance is made of.</summary>
    Patterns = 0,

    /// <summary>The Gaussian coordinates x of the inputs.</summary>
    Inputs = 1,

    /// <summary>The part of a weight that is its own.</summary>
    Weights = 2,

    /// <summary>The part of a weight that all synapses of a presynaptic neuron share.</summary>
    SharedWeights = 3,

    /// <summary>The biases.</summary>
    Biases = 4,

    /// <summary>The part of a weight that all synapses onto a postsynaptic neuron share.</summary>
    PresynapticFactors = 5,

    /// <summary>Which weights copy a shared value.</summary>
    CopyChoices = 6,

    /// <summary>The centre that a coordinate of an input belongs to.</summary>
    InputCentres = 7,
}
