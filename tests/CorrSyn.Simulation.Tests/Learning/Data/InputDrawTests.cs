using CorrSyn.Simulation.Kernels;
using CorrSyn.Simulation.Learning.Data;
using CorrSyn.Simulation.Sampling;
using Xunit;

namespace CorrSyn.Simulation.Tests.Learning.Data;

public class InputDrawTests
{
    private static readonly NetworkSeed Seed = new(3, 40, 0);

    [Theory]
    [InlineData(DataKind.Gaussian)]
    [InlineData(DataKind.Mixture)]
    [InlineData(DataKind.Manifold)]
    [InlineData(DataKind.Digits)]
    public void Draw_EachInput_DependsOnItsNumberOnly(DataKind kind)
    {
        LabelledInputs few = Draw(new DataSettings(kind), 5, 1);
        LabelledInputs many = Draw(new DataSettings(kind), 20, 3);

        Assert.Equal(few.Values.Row(4).ToArray(), many.Values.Row(4).ToArray());
        Assert.Equal(few.Labels, many.Labels?[..5]);
        Assert.Equal(kind is DataKind.Mixture or DataKind.Digits, few.Labels is not null);
    }

    // K1 of 40 neurons with 80 patterns varies by sqrt(2/(40 80)) = 2.5 % over draws of the patterns and less over 4000
    // inputs; the mixture has 10 centres in 40 dimensions besides, 0.2 sqrt(2/400) = 1.4 %. The bound is 5 of 3 %.
    [Theory]
    [InlineData(DataKind.Gaussian)]
    [InlineData(DataKind.Mixture)]
    public void Draw_GaussianAndMixture_HaveTheVarianceAskedFor(DataKind kind)
    {
        double[] values = Draw(new DataSettings(kind, Variance: 0.7), 4000, 2).Values.Values;

        Assert.InRange(values.Average(x => x * x) / 0.7, 0.85, 1.15);
    }

    [Fact]
    public void Draw_Manifold_IsSigns() =>
        Assert.Equal([-1, 1], Draw(new DataSettings(DataKind.Manifold, LatentCount: 3), 50, 1).Values.Values.Distinct().Order());

    // Ten classes: chance is 0.1, and the nearest class mean is no strong classifier.
    [Fact]
    public void Draw_Digits_LookLikeTheirClass()
    {
        LabelledInputs digits = Draw(new DataSettings(DataKind.Digits), 1000, 2);
        double[][] rows = Designs.ToRows(digits.Values);
        double[][] means = [.. Enumerable.Range(0, 10).Select(label => Mean(
            [.. rows.Take(700).Where((_, index) => digits.Labels![index] == label)]))];

        int correct = Enumerable.Range(700, 300).Count(index =>
            Enumerable.Range(0, 10).MinBy(label => Distance(means[label], rows[index])) == digits.Labels![index]);

        Assert.InRange(correct, 210, 300);
        Assert.Equal(Enumerable.Range(0, 10), digits.Labels!.Distinct().Order());
        Assert.InRange(rows.Average(row => row.Average()), 0.05, 0.5);
    }

    [Fact]
    public void Draw_GivenInputs_AreDifferentOnesWithTheirLabels()
    {
        var given = new LabelledInputs(
            new MatrixView([.. Enumerable.Range(0, 60).Select(i => (double)(i / 2))], 30, 2), [.. Enumerable.Range(0, 30)]);

        LabelledInputs chosen = Draw(new DataSettings(DataKind.Given, Given: given), 30, 1);

        Assert.Equal(Enumerable.Range(0, 30), chosen.Labels!.Order());
        Assert.NotEqual(Enumerable.Range(0, 30), chosen.Labels!);
        Assert.All(chosen.Labels!, (label, row) => Assert.Equal([label, label], chosen.Values.Row(row).ToArray()));
        Assert.Throws<ArgumentOutOfRangeException>(() => Draw(new DataSettings(DataKind.Given, Given: given), 31, 1));
    }

    private static LabelledInputs Draw(DataSettings data, int count, int degree) =>
        InputDraw.Draw(data, Seed, count, degree, CancellationToken.None);

    private static double[] Mean(double[][] rows) =>
        [.. Enumerable.Range(0, rows[0].Length).Select(i => rows.Average(row => row[i]))];

    private static double Distance(double[] a, double[] b) => a.Zip(b).Sum(pair => (pair.First - pair.Second) * (pair.First - pair.Second));
}
