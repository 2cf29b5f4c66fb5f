using System.Numerics.Tensors;
using CorrSyn.Model;
using CorrSyn.Simulation.Kernels;
using CorrSyn.Simulation.Sampling;

namespace CorrSyn.Simulation.Learning.Data;

/// <summary>Draws inputs. The same seed gives the same inputs, and each input depends on its own number only.</summary>
public static class InputDraw
{
    /// <summary>Inputs of one network.</summary>
    /// <param name="data">What they are like.</param>
    /// <param name="seed">The network; its width counts where the data have none of their own.</param>
    /// <param name="count">M. Of given inputs, M different ones at random.</param>
    /// <param name="degree">Threads at most; at least 1.</param>
    /// <param name="cancellation">Looked at many times a second.</param>
    /// <returns>M inputs, neither centred nor scaled; but Gaussian ones have the variance that was asked for.</returns>
    /// <exception cref="ArgumentException">A setting is outside its range, or more inputs are asked for than given.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static LabelledInputs Draw(
        DataSettings data, NetworkSeed seed, int count, int degree, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        data.Check();
        return data.Kind switch
        {
            DataKind.Gaussian => new LabelledInputs(Gaussian(data, seed, count, degree, cancellation), null),
            DataKind.Mixture => Mixture(data, seed, count, degree, cancellation),
            DataKind.Manifold => new LabelledInputs(Manifold(data, seed, count, degree, cancellation), null),
            DataKind.Digits => Digits(seed, count, degree, cancellation),
            DataKind.Given => GivenInputs.Choose(data.Given!, seed, count, cancellation),
            _ => throw new ArgumentOutOfRangeException(nameof(data), data.Kind, "No such data."),
        };
    }

    // xi x/sqrt(N) with alpha sigma^2 the variance.
    private static MatrixView Gaussian(
        DataSettings data, NetworkSeed seed, int count, int degree, CancellationToken cancellation)
    {
        InputEnsemble ensemble = InputEnsembleModule.create(data.Ratio, Math.Sqrt(data.Variance / data.Ratio));
        var sampler = new InputSampler(ensemble, seed);
        MatrixView coordinates = Create(count, sampler.PatternCount);
        BlockLoop.ForEach(
            count, degree, sample => sampler.FillCoordinates(sample, coordinates.Row(sample)), cancellation);
        MatrixView inputs = Create(count, seed.Width);
        new TransposedProduct().Multiply(coordinates, sampler.FillScaledPatterns, inputs, degree, cancellation);
        return inputs;
    }

    private static LabelledInputs Mixture(
        DataSettings data, NetworkSeed seed, int count, int degree, CancellationToken cancellation)
    {
        double between = data.Variance * DataSettings.BetweenClasses;
        MatrixView inputs = Gaussian(
            data with { Variance = data.Variance - between }, seed, count, degree, cancellation);
        int[] labels = Labels(seed, count, data.ClassCount);
        MatrixView centres = Projections(seed, data.ClassCount, seed.Width, Math.Sqrt(between));
        BlockLoop.ForEach(
            count,
            degree,
            sample => TensorPrimitives.Add(inputs.Row(sample), centres.Row(labels[sample]), inputs.Row(sample)),
            cancellation);
        return new LabelledInputs(inputs, labels);
    }

    private static MatrixView Manifold(
        DataSettings data, NetworkSeed seed, int count, int degree, CancellationToken cancellation)
    {
        RandomStream latent = seed.Stream(0, StreamPurpose.Inputs);
        MatrixView variables = Create(count, data.LatentCount);
        BlockLoop.ForEach(
            count,
            degree,
            sample => latent.FillGaussian(sample * RandomStream.GroupCount(data.LatentCount), variables.Row(sample)),
            cancellation);
        MatrixView inputs = Create(count, seed.Width);
        new TransposedProduct().Multiply(
            variables, Projections(seed, seed.Width, data.LatentCount, 1), inputs, degree, cancellation);
        foreach (ref double value in inputs.Values.AsSpan())
            value = value < 0 ? -1 : 1;
        return inputs;
    }

    private static LabelledInputs Digits(NetworkSeed seed, int count, int degree, CancellationToken cancellation)
    {
        int[] labels = Labels(seed, count, DigitStrokes.ClassCount);
        MatrixView inputs = Create(count, DigitDrawing.PixelCount);
        RandomStream stream = seed.Stream(0, StreamPurpose.Pictures);
        BlockLoop.ForEach(
            count, degree, sample => DigitDrawing.Draw(labels[sample], stream, sample, inputs.Row(sample)), cancellation);
        return new LabelledInputs(inputs, labels);
    }

    private static MatrixView Projections(NetworkSeed seed, int rows, int columns, double amplitude)
    {
        RandomStream stream = seed.Stream(0, StreamPurpose.Weights);
        MatrixView projections = Create(rows, columns);
        for (int row = 0; row < rows; row++)
            stream.FillGaussian(row * RandomStream.GroupCount(columns), projections.Row(row));
        TensorPrimitives.Multiply(projections.Values, amplitude, projections.Values);
        return projections;
    }

    private static int[] Labels(NetworkSeed seed, int count, int classCount)
    {
        var uniform = new double[count];
        seed.Stream(0, StreamPurpose.Classes).FillUniform(0, uniform);
        return Array.ConvertAll(uniform, value => (int)(value * classCount));
    }

    private static MatrixView Create(int rows, int columns) => new(new double[(long)rows * columns], rows, columns);
}
