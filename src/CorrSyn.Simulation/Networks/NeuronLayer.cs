using System.Numerics.Tensors;
using CorrSyn.Model;

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
        TensorPrimitives.Add(row, biases, row);

        // The cases here are the ones with a vectorised form; every other phi is applied neuron by neuron.
        if (activation.IsLinear)
            return;
        if (activation.IsTanh)
            TensorPrimitives.Tanh(row, row);
        else if (activation.IsRelu)
            TensorPrimitives.Max(row, 0.0, row);
        else
            RespondOneByOne(activation, row);
    }

    private static void RespondOneByOne(Activation activation, Span<double> row)
    {
        foreach (ref double value in row)
            value = ActivationModule.apply(activation, value);
    }
}
