using System.Numerics.Tensors;
using CorrSyn.Simulation.Kernels;
using CorrSyn.Simulation.Networks;
using CorrSyn.Simulation.Sampling;

namespace CorrSyn.Simulation.Learning;

/// <summary>Lets one layer learn from the activity of the layer below.</summary>
internal static class LayerTraining
{
    /// <summary>The weights after all steps.</summary>
    /// <param name="settings">How to learn.</param>
    /// <param name="activity">h of the layer below, M x N_in.</param>
    /// <param name="width">N_out.</param>
    /// <param name="seed">The network.</param>
    /// <param name="layer">The layer that learns, from 1.</param>
    /// <param name="degree">Threads at most.</param>
    /// <param name="cancellation">Looked at many times a second.</param>
    /// <returns>w, N_out x N_in; with lateral weights, what they and the feedforward weights do together. Or the reason why there are none.</returns>
    /// <remarks>Inputs are scaled so that their mean square along the direction where it is largest is 1. Along that direction weights
    /// then grow by the factor exp(rate times steps) while rules are linear, in every layer and for all data.</remarks>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static (double[]? Weights, NetworkFailureException? Failure) Train(
        LearningSettings settings,
        MatrixView activity,
        int width,
        NetworkSeed seed,
        int layer,
        int degree,
        CancellationToken cancellation)
    {
        double[] mean = settings.IsCentred ? InputScaling.Mean(activity) : new double[activity.Columns];
        double square = InputScaling.LargestSquare(activity, mean);
        if (!(square > InputScaling.LeastSquare(activity, mean)))
            return (null, new InactiveLayerException(layer - 1));
        var learner = new LayerLearner(settings, Initial(width, activity.Columns, seed, layer), degree);
        var batch = new MatrixView(new double[settings.BatchSize * activity.Columns], settings.BatchSize, activity.Columns);
        RandomStream choices = seed.Stream(layer, StreamPurpose.Batches);
        var uniform = new double[settings.BatchSize];
        for (int step = 0; step < settings.Steps; step++)
        {
            cancellation.ThrowIfCancellationRequested();
            choices.FillUniform(step * RandomStream.GroupCount(uniform.Length), uniform);
            for (int row = 0; row < batch.Rows; row++)
            {
                Span<double> input = batch.Row(row);
                TensorPrimitives.Subtract(activity.Row((int)(uniform[row] * activity.Rows)), mean, input);
                TensorPrimitives.Multiply(input, 1 / Math.Sqrt(square), input);
            }

            if (!learner.Step(batch, cancellation))
                return (null, new LearningDivergedException(layer, step + 1, settings));
        }

        return (learner.EffectiveWeights(), null);
    }

    /// <summary>Independent Gaussian weights of variance 1/N_in.</summary>
    private static MatrixView Initial(int width, int inputs, NetworkSeed seed, int layer)
    {
        var weights = new MatrixView(new double[(long)width * inputs], width, inputs);
        RandomStream stream = seed.Stream(layer, StreamPurpose.InitialWeights);
        for (int row = 0; row < width; row++)
            stream.FillGaussian(row * RandomStream.GroupCount(inputs), weights.Row(row));
        TensorPrimitives.Multiply(weights.Values, 1 / Math.Sqrt(inputs), weights.Values);
        return weights;
    }
}
