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

    /// <summary>The weights that learning begins with.</summary>
    InitialWeights = 32,

    /// <summary>Which inputs are shown together.</summary>
    Batches = 33,

    /// <summary>The order of what is shuffled: weights of a row, inputs of a file.</summary>
    Shuffles = 34,

    /// <summary>Which class an input belongs to.</summary>
    Classes = 35,

    /// <summary>The pictures of digits.</summary>
    Pictures = 36,

    /// <summary>The rotation of learned weights.</summary>
    Rotations = 37,

    /// <summary>The part of a weight that all synapses onto a postsynaptic neuron share.</summary>
    PresynapticFactors = 5,

    /// <summary>Which weights copy a shared value.</summary>
    CopyChoices = 6,

    /// <summary>The centre that a coordinate of an input belongs to.</summary>
    InputCentres = 7,
}
