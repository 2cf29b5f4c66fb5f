using CorrSyn.Model;
using CorrSyn.Simulation.Kernels;
using Xunit;
using Xunit.Abstractions;

namespace CorrSyn.Agreement.Tests;

/// <summary>The theory of one network against inputs sent through that very network.</summary>
public class GivenNetworkTests(ITestOutputHelper output)
{
    private static double[] Normals(Random random, int count, double deviation = 1)
    {
        var values = new double[count];
        for (int i = 0; i < count; i++)
            values[i] = deviation * Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
        return values;
    }

    private static double[] TimesTransposed(double[] left, double[] right, int rows, int inner, int columns)
    {
        var product = new double[rows * columns];
        new TransposedProduct().Multiply(
            new MatrixView(left, rows, inner), new MatrixView(right, columns, inner), new MatrixView(product, rows, columns), 2, default);
        return product;
    }

    // h = phi(z w^T + b), one row for each input.
    private static double[] Forward(double[] below, WeightLayer layer, double[] weights, double[] biases, int inputs)
    {
        double[] z = TimesTransposed(below, weights, inputs, layer.PresynapticCount, layer.PostsynapticCount);
        Parallel.For(0, inputs, row =>
        {
            for (int i = 0; i < biases.Length; i++)
                z[row * biases.Length + i] = ActivationModule.apply(layer.Activation, z[row * biases.Length + i] + biases[i]);
        });
        return z;
    }

    // 10 neurons give 10 means and 55 covariances. |z| <= 5.5 for 65 numbers of 11 activations raises a false alarm with a
    // probability of 2.7e-5.
    private const double Threshold = 5.5;

    [Theory]
    [InlineData("tanh")]
    [InlineData("erf")]
    [InlineData("relu")]
    [InlineData("softplus")]
    [InlineData("linear")]
    [InlineData("gelu")]
    [InlineData("sin")]
    [InlineData("hard-tanh")]
    [InlineData("heaviside")]
    [InlineData("tanh(2*x-0.5)+0.1*x")]
    [InlineData("max(x,0.25*x)+step(x-1)")]
    public void FirstLayer_GaussianInputs_IsExact(string activation)
    {
        const int width = 10;
        const int patterns = 6;
        const int inputs = 400_000;
        var random = new Random(7);
        Activation phi = ActivationModule.tryOfName(activation).ResultValue;
        double[] xi = Normals(random, width * patterns, 1 / Math.Sqrt(patterns));
        double[] weights = Normals(random, width * width, Math.Sqrt(2.5 / width));
        double[] biases = Normals(random, width, 0.5);
        WeightLayer layer = WeightLayer.Create(weights, biases, phi);
        double[] covariance = TimesTransposed(xi, xi, width, patterns, width);
        SingleNetworkLayer theory =
            SingleNetwork.Propagate([layer], new double[width], covariance).Value.Layers[1];

        double[] activity = Forward(
            TimesTransposed(Normals(random, inputs * patterns), xi, inputs, patterns, width), layer, weights, biases, inputs);
        double largest = 0;
        double largestOfWrong = 0;
        for (int i = 0; i < width; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                (double mean, double error) = MeanOfProduct(activity, theory.Mean, i, j);
                largest = Math.Max(largest, Math.Abs(mean - theory.Covariance![i, j]) / error);
                // Only the first term of the series.
                double wrong = FirstTerm(phi, theory, i, j);
                largestOfWrong = Math.Max(largestOfWrong, Math.Abs(mean - wrong) / error);
            }

            (double difference, double errorOfMean) = MeanOfDifference(activity, theory.Mean, i);
            largest = Math.Max(largest, Math.Abs(difference) / errorOfMean);
        }

        output.WriteLine($"{activation}: largest |z| {largest:F2}, with the first term alone {largestOfWrong:F1}");
        Assert.True(largest <= Threshold, $"|z| = {largest}");
        if (!phi.IsLinear)
            Assert.True(largestOfWrong > 3 * Threshold, "A theory of one term must be rejected.");
    }

    // kappa_i kappa_j Delta_ij, the first term of the series.
    private static double FirstTerm(Activation phi, SingleNetworkLayer theory, int i, int j)
    {
        double Slope(int neuron)
        {
            double sum = 0;
            double total = 0;
            double deviation = Math.Sqrt(theory.PreActivationCovariance![neuron, neuron]);
            for (double t = -8; t <= 8; t += 0.01)
            {
                double density = Math.Exp(-0.5 * t * t);
                sum += density * ActivationModule.derivative(phi, theory.PreActivationMean[neuron] + deviation * t);
                total += density;
            }

            return sum / total;
        }

        return Slope(i) * Slope(j) * theory.PreActivationCovariance![i, j];
    }

    private static (double Mean, double Error) MeanOfProduct(double[] activity, IReadOnlyList<double> mean, int i, int j) =>
        Average(activity, mean.Count, row => (activity[row + i] - mean[i]) * (activity[row + j] - mean[j]));

    private static (double Mean, double Error) MeanOfDifference(double[] activity, IReadOnlyList<double> mean, int i) =>
        Average(activity, mean.Count, row => activity[row + i] - mean[i]);

    private static (double Mean, double Error) Average(double[] activity, int width, Func<int, double> value)
    {
        double sum = 0;
        double squares = 0;
        int count = activity.Length / width;
        for (int row = 0; row < activity.Length; row += width)
        {
            double x = value(row);
            sum += x;
            squares += x * x;
        }

        double mean = sum / count;
        return (mean, Math.Sqrt((squares / count - mean * mean) / count));
    }

    // Above the first layer, pre-activations are Gaussian up to terms that vanish as D grows.
    [Fact]
    public void DeeperLayers_RandomTanhNetwork_HaveTheDimensionToTwoPercent()
    {
        const int width = 500;
        const int inputs = 12_000;
        var random = new Random(11);
        double[] xi = Normals(random, width * 2 * width, 0.5 / Math.Sqrt(width));
        (double[] Weights, double[] Biases)[] drawn =
            [.. Enumerable.Range(0, 3).Select(_ => (Normals(random, width * width, Math.Sqrt(1.5 / width)), Normals(random, width, 0.3)))];
        WeightLayer[] layers = [.. drawn.Select(each => WeightLayer.Create(each.Weights, each.Biases, Activation.Tanh))];
        double[] covariance = TimesTransposed(xi, xi, width, 2 * width, width);
        IReadOnlyList<SingleNetworkLayer> theory =
            SingleNetwork.Propagate(layers, new double[width], covariance).Value.Layers;

        double[] activity = TimesTransposed(Normals(random, inputs * 2 * width), xi, inputs, 2 * width, width);
        for (int layer = 0; layer <= 3; layer++)
        {
            if (layer > 0)
                activity = Forward(activity, layers[layer - 1], drawn[layer - 1].Weights, drawn[layer - 1].Biases, inputs);
            double sampled = Dimension(activity, inputs, width);
            output.WriteLine($"layer {layer}: D/N {theory[layer].Dimension:F5} theory, {sampled:F5} sampled");
            // Sampling adds some 0.2 %: the estimate of tr C^2 scatters by about 2/M sqrt(N/D) and tr C by sqrt(2/(M D)).
            Assert.InRange(sampled / theory[layer].Dimension, 0.98, 1.02);
        }
    }

    // The estimator that is unbiased for tr C^2 of Gaussian activity.
    private static double Dimension(double[] activity, int inputs, int width)
    {
        var columns = new double[width * inputs];
        for (int i = 0; i < width; i++)
        {
            double mean = 0;
            for (int row = 0; row < inputs; row++)
                mean += activity[row * width + i] / inputs;
            for (int row = 0; row < inputs; row++)
                columns[i * inputs + row] = activity[row * width + i] - mean;
        }

        double[] products = TimesTransposed(columns, columns, width, inputs, width);
        double n = inputs - 1;
        double trace = 0;
        double square = 0;
        for (int i = 0; i < width; i++)
        {
            trace += products[i * width + i] / n;
            for (int j = 0; j < width; j++)
                square += products[i * width + j] * products[i * width + j] / (n * n);
        }

        double unbiased = n * n / ((n - 1) * (n + 2)) * (square - trace * trace / n);
        return trace * trace / (width * unbiased);
    }
}
