using CorrSyn.Simulation.Learning;
using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Double;

namespace CorrSyn.Simulation.Tests.Learning;

/// <summary>The rules synapse by synapse, as they are written down.</summary>
internal sealed class PlainLearner
{
    private readonly HebbianRule _rule;
    private readonly double _rate;

    public PlainLearner(HebbianRule rule, double rate, double[,] weights)
    {
        (_rule, _rate, Weights) = (rule, rate, (double[,])weights.Clone());
        Lateral = new double[Rows, Rows];
        Thresholds = [.. Enumerable.Repeat(0.5, Rows)];
    }

    public double[,] Weights { get; private set; }

    public double[,] Lateral { get; private set; }

    public double[] Thresholds { get; }

    private int Rows => Weights.GetLength(0);

    private int Columns => Weights.GetLength(1);

    public void Step(double[][] batch)
    {
        double[][] responses = [.. batch.Select(Respond)];
        double[,] next = (double[,])Weights.Clone();
        double[,] lateral = (double[,])Lateral.Clone();
        for (int i = 0; i < Rows; i++)
        {
            for (int k = 0; k < Columns; k++)
            {
                double change = 0;
                for (int s = 0; s < batch.Length; s++)
                    change += Change(i, k, batch[s], responses[s]);
                next[i, k] += _rate * change / batch.Length;
            }

            for (int j = 0; _rule == HebbianRule.Foldiak && j < Rows; j++)
            {
                if (j != i)
                    lateral[i, j] += _rate * responses.Average(y => y[i] * y[j]);
            }

            if (_rule == HebbianRule.Bcm)
                Thresholds[i] += 0.1 * (responses.Average(y => y[i] * y[i]) - Thresholds[i]);
        }

        (Weights, Lateral) = (_rule == HebbianRule.Hebb ? Normalised(next) : next, lateral);
    }

    private double Change(int i, int k, double[] x, double[] y) =>
        _rule switch
        {
            HebbianRule.Hebb => y[i] * x[k],
            HebbianRule.Oja or HebbianRule.Foldiak => y[i] * (x[k] - y[i] * Weights[i, k]),
            HebbianRule.Subspace => y[i] * (x[k] - Enumerable.Range(0, Rows).Sum(j => y[j] * Weights[j, k])),
            HebbianRule.Sanger => y[i] * (x[k] - Enumerable.Range(0, i + 1).Sum(j => y[j] * Weights[j, k])),
            HebbianRule.Bcm => y[i] * (y[i] - Thresholds[i]) * x[k],
            _ => throw new ArgumentOutOfRangeException(nameof(i)),
        };

    private double[] Respond(double[] x)
    {
        double[] field = [.. Enumerable.Range(0, Rows).Select(i => Enumerable.Range(0, Columns).Sum(k => Weights[i, k] * x[k]))];
        if (_rule == HebbianRule.Bcm)
            return Array.ConvertAll(field, value => Math.Max(0, value));
        if (_rule != HebbianRule.Foldiak)
            return field;
        Matrix<double> whole = DenseMatrix.OfArray(Lateral) + DenseMatrix.CreateIdentity(Rows);
        return [.. whole.Solve(DenseVector.OfArray(field))];
    }

    private static double[,] Normalised(double[,] weights)
    {
        for (int i = 0; i < weights.GetLength(0); i++)
        {
            double norm = Math.Sqrt(Enumerable.Range(0, weights.GetLength(1)).Sum(k => weights[i, k] * weights[i, k]));
            for (int k = 0; k < weights.GetLength(1); k++)
                weights[i, k] /= norm;
        }

        return weights;
    }
}
