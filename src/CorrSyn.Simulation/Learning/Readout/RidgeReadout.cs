using CorrSyn.Simulation.Kernels;
using CorrSyn.Simulation.Learning.Data;
using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Double;

namespace CorrSyn.Simulation.Learning.Readout;

/// <summary>Reads classes from activity by ridge regression on one number per class, 1 for the own class and 0 for others; the
/// largest answer counts.</summary>
/// <remarks>
/// Activity and targets are taken about their means over the inputs that are learned from. The ridge is the one of five that
/// classifies the last quarter of these best when fitted to the rest, the largest if several do; the read-out is then fitted
/// to all of them. The normal equations are solved by Cholesky decomposition; a ridge of 1e-4 bounds their condition by
/// 1e4 N, so answers are good to 1e-10 and accuracies exact but for ties.
/// </remarks>
public static class RidgeReadout
{
    /// <summary>The ridges that are tried, in units of the mean variance of a neuron.</summary>
    public static IReadOnlyList<double> Ridges { get; } = [1, 0.1, 0.01, 0.001, 0.0001];

    /// <summary>Fits a read-out and counts what it classifies correctly.</summary>
    /// <param name="fitted">Activity to learn from, M x N with labels; at least 8 inputs.</param>
    /// <param name="heldOut">Activity to classify, with labels.</param>
    /// <param name="degree">Threads at most; at least 1.</param>
    /// <param name="cancellation">Looked at many times a second.</param>
    /// <exception cref="ArgumentException">There are no labels, fewer than 8 inputs, or widths differ.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static ReadoutResult Classify(
        LabelledInputs fitted, LabelledInputs heldOut, int degree, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(fitted);
        ArgumentNullException.ThrowIfNull(heldOut);
        if (fitted.Labels is null || heldOut.Labels is null)
            throw new ArgumentException("A read-out needs labels.", nameof(fitted));
        ArgumentOutOfRangeException.ThrowIfLessThan(fitted.Values.Rows, 8, nameof(fitted));
        if (fitted.Values.Columns != heldOut.Values.Columns)
            throw new ArgumentException("The widths differ.", nameof(heldOut));
        int classCount = Math.Max(fitted.Labels.Max(), heldOut.Labels.Max()) + 1;
        int apart = fitted.Values.Rows / 4;
        double[] mean = InputScaling.Mean(fitted.Values);
        LabelledInputs rest = fitted.Part(0, fitted.Values.Rows - apart);
        LabelledInputs choice = fitted.Part(rest.Values.Rows, apart);
        double[] frequencies = Frequencies(fitted.Labels, classCount);
        NormalEquations part = NormalEquations.Of(rest, mean, frequencies, degree, cancellation);
        NormalEquations whole = part.Add(NormalEquations.Of(choice, mean, frequencies, degree, cancellation));
        double ridge = Ridges.MaxBy(tried =>
        {
            cancellation.ThrowIfCancellationRequested();
            return Accuracy(part.Solve(tried), choice, mean, frequencies);
        });
        cancellation.ThrowIfCancellationRequested();
        return new ReadoutResult(Accuracy(whole.Solve(ridge), heldOut, mean, frequencies), ridge);
    }

    private static double[] Frequencies(int[] labels, int classCount)
    {
        var frequencies = new double[classCount];
        foreach (int label in labels)
            frequencies[label] += 1.0 / labels.Length;
        return frequencies;
    }

    private static double Accuracy(
        Matrix<double> readout, LabelledInputs inputs, double[] mean, double[] frequencies)
    {
        // A shifted copy as a matrix of MathNet, column-major: inputs are its columns.
        MatrixView values = inputs.Values;
        var shifted = DenseMatrix.Create(
            values.Columns, values.Rows, (neuron, sample) => values.Row(sample)[neuron] - mean[neuron]);
        Matrix<double> answers = readout.TransposeThisAndMultiply(shifted);
        int correct = 0;
        for (int sample = 0; sample < values.Rows; sample++)
        {
            int best = 0;
            for (int label = 1; label < frequencies.Length; label++)
            {
                if (answers[label, sample] + frequencies[label] > answers[best, sample] + frequencies[best])
                    best = label;
            }

            if (best == inputs.Labels![sample])
                correct++;
        }

        return (double)correct / values.Rows;
    }
}
