using System.Runtime.InteropServices;
using System.Security.Cryptography;
using CorrSyn.Formats;
using CorrSyn.Simulation.Kernels;

namespace CorrSyn;

/// <summary>Inputs that are given, one row for each.</summary>
public sealed class InputSamples
{
    private InputSamples(MatrixView samples, string digest) => (Samples, Digest) = (samples, digest);

    /// <summary>h^0, M x N_0.</summary>
    public MatrixView Samples { get; }

    /// <summary>SHA-256 of the shape and the numbers, in hexadecimal digits: the same for the same inputs, whatever the
    /// file.</summary>
    public string Digest { get; }

    /// <summary>Inputs from an array.</summary>
    /// <param name="array">M x N_0, M at least 4 and N_0 at least 2; further axes count as one. Kept, not copied.</param>
    /// <exception cref="ArgumentException">Another shape, or a number that is not finite.</exception>
    public static InputSamples Of(NumericArray array)
    {
        ArgumentNullException.ThrowIfNull(array);
        long count = array.Shape.Count < 2 ? 0 : array.Shape[0];
        long width = count == 0 ? 0 : array.Values.Length / count;
        if (count < 4 || width < 2)
            throw new ArgumentException(
                $"the inputs are {(array.Shape.Count == 0 ? "one number" : string.Join(" x ", array.Shape))}; allowed: M x N, one row for each input, M at least 4 and N at least 2");
        int bad = Array.FindIndex(array.Values, value => !double.IsFinite(value));
        if (bad >= 0)
            throw new ArgumentException(FormattableString.Invariant(
                $"input {bad / width}, neuron {bad % width} (counted from 0) is {array.Values[bad]}; allowed: finite numbers"));
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(MemoryMarshal.AsBytes<long>(new[] { count, width }));
        hash.AppendData(MemoryMarshal.AsBytes(array.Values.AsSpan()));
        return new InputSamples(
            new MatrixView(array.Values, (int)count, (int)width), Convert.ToHexStringLower(hash.GetHashAndReset()));
    }
}
