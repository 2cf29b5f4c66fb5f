using CorrSyn.Model;
using CorrSyn.Simulation.Kernels;
using CorrSyn.Simulation.Sampling;

namespace CorrSyn.Simulation.Tests.Networks;

/// <summary>The forward pass by its definition: whole weight matrices and plain sums. The oracle.</summary>
internal static class PlainForwardPass
{
    /// <summary>[layer][sample][neuron] of h, and of z for layers above the input.</summary>
    public static (double[][][] Activity, double[][][] PreActivations) Propagate(
        NetworkSpec spec, NetworkSeed seed, int sampleCount)
    {
        var activity = new double[spec.Depth + 1][][];
        var preActivations = new double[spec.Depth + 1][][];
        var inputs = new InputSampler(spec.Inputs, seed);
        double[][] patterns = Rows(spec.Width, inputs.PatternCount, inputs.FillScaledPatterns);
        double[][] coordinates = Rows(sampleCount, inputs.PatternCount, inputs.FillCoordinates);
        activity[0] = preActivations[0] = Products(coordinates, patterns);
        int below = spec.Width;
        foreach ((NetworkLayer settings, int layer) in spec.Layers.Select((settings, index) => (settings, index + 1)))
        {
            IWeightSampler sampler = settings.Synapses.IsOrthogonal && settings.Width != below
                ? StructuredSampler.Create(StructuredWeights.Haar, settings.Gain, settings.Width, below)
                : new SynapseSampler(settings.Synapses, settings.Gain, below);
            sampler.Draw(seed, layer, CancellationToken.None);
            double[][] weights = Rows(settings.Width, below, sampler.FillRow);
            var normals = new double[settings.Width];
            seed.Stream(layer, StreamPurpose.Biases).FillGaussian(0, normals);
            double[] biases = Array.ConvertAll(normals, x => Math.Sqrt(settings.BiasVariance) * x);
            preActivations[layer] = Array.ConvertAll(
                Products(activity[layer - 1], weights), row => row.Zip(biases, (x, b) => x + b).ToArray());
            activity[layer] = Array.ConvertAll(
                preActivations[layer], row => Array.ConvertAll(row, z => ActivationModule.apply(settings.Activation, z)));
            below = settings.Width;
        }

        return (activity, preActivations);
    }

    /// <summary>[layer][sample][neuron] of h, for layers of any widths.</summary>
    public static double[][][] Propagate(StructuredNetwork network, NetworkSeed seed, int sampleCount)
    {
        int[] widths = [.. network.Widths];
        var inputs = new InputSampler(network.Inputs, seed);
        double[][] patterns = Rows(widths[0], inputs.PatternCount, inputs.FillScaledPatterns);
        double[][] coordinates = Rows(sampleCount, inputs.PatternCount, inputs.FillCoordinates);
        var activity = new double[widths.Length][][];
        activity[0] = Products(coordinates, patterns);
        for (int layer = 1; layer < widths.Length; layer++)
        {
            StructuredLayer settings = network.Layers[layer - 1];
            IWeightSampler sampler = StructuredSampler.Create(
                settings.Weights, settings.Gain, widths[layer], widths[layer - 1]);
            sampler.Draw(seed, layer, CancellationToken.None);
            double[][] weights = Rows(widths[layer], widths[layer - 1], sampler.FillRow);
            var normals = new double[widths[layer]];
            seed.Stream(layer, StreamPurpose.Biases).FillGaussian(0, normals);
            activity[layer] = Array.ConvertAll(
                Products(activity[layer - 1], weights),
                row => row
                    .Zip(normals, (z, x) => ActivationModule.apply(settings.Activation, z + Math.Sqrt(settings.BiasVariance) * x))
                    .ToArray());
        }

        return activity;
    }

    private static double[][] Products(double[][] left, double[][] right) =>
        Array.ConvertAll(left, x => Array.ConvertAll(right, w => x.Zip(w, (a, b) => a * b).Sum()));

    private static double[][] Rows(int count, int length, RowSource fill)
    {
        var rows = new double[count][];
        for (int i = 0; i < count; i++)
            fill(i, rows[i] = new double[length]);
        return rows;
    }
}
