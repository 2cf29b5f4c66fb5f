namespace CorrSyn.Formats;

/// <summary>How a file holds arrays.</summary>
public enum ArrayFormat
{
    /// <summary>One array of NumPy, format versions 1 to 3.</summary>
    Npy,

    /// <summary>A zip archive of npy members, stored or deflated.</summary>
    Npz,

    /// <summary>A JSON header and the bytes of many arrays.</summary>
    Safetensors,

    /// <summary>The index of arrays that are spread over several safetensors files.</summary>
    SafetensorsIndex,

    /// <summary>A table of numbers as text.</summary>
    Csv,

    /// <summary>The format of the MNIST images and labels, plain or compressed by gzip.</summary>
    Idx,
}
