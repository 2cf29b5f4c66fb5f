using System.Numerics.Tensors;
using CorrSyn.Model;
using CorrSyn.Simulation.Kernels;

namespace CorrSyn.Simulation.Networks;

/// <summary>What neurons do with a row of weighted inputs: add the biases, apply phi.</summary>
internal static class NeuronLayer
{
    /// <summary>row_i = phi(row_i + bias_i).</summary>
    /// <param name="activation">phi.</param>
    /// <param name="biases">b; as long as the row.</param>
    /// <param name="row">Pre-activations without bias; replaced by activities.</param>
    public static void Respond(Activation activation, ReadOnlySpan<double> biases, Span<double> row)
    {
        if (activation.IsTanh)
        {
            HyperbolicTangent.AddAndApply(biases, row);
            return;
        }

        TensorPrimitives.Add(row, biases, row);

        // The cases here are the ones with a vectorised form; every other phi is applied neuron by neuron.
        if (activation.IsLinear)
            return;
        if (activation.IsRelu)
            TensorPrimitives.Max(row, 0.0, row);
        else if (activation.IsHardTanh)
            TensorPrimitives.Clamp(row, -1.0, 1.0, row);
        else if (activation.IsSin)
            TensorPrimitives.Sin(row, row);
        else if (activation.IsSilu)
            RespondSilu(row);
        else
            RespondOneByOne(activation, row);
    }

    // Blocks of a row, so that the factor stays in the nearest cache.
    private static void RespondSilu(Span<double> row)
    {
        const int BlockLength = 256;
        Span<double> factor = stackalloc double[BlockLength];
        for (int start = 0; start < row.Length; start += BlockLength)
        {
            Span<double> block = row.Slice(start, Math.Min(BlockLength, row.Length - start));
            Span<double> sigmoid = factor[..block.Length];
            TensorPrimitives.Sigmoid<double>(block, sigmoid);
            TensorPrimitives.Multiply<double>(block, sigmoid, block);
        }
    }

    private static void RespondOneByOne(Activation activation, Span<double> row)
    {
        foreach (ref double value in row)
            value = ActivationModule.apply(activation, value);
    }
}
