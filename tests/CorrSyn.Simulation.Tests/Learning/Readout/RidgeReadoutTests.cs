using CorrSyn.Simulation.Kernels;
using CorrSyn.Simulation.Learning.Data;
using CorrSyn.Simulation.Learning.Readout;
using Xunit;

namespace CorrSyn.Simulation.Tests.Learning.Readout;

public class RidgeReadoutTests
{
    [Fact]
    public void Classify_ClassesFarApart_AreAllRead()
    {
        (LabelledInputs fitted, LabelledInputs heldOut) = Classes(distance: 20);

        Assert.Equal(1, RidgeReadout.Classify(fitted, heldOut, 1, CancellationToken.None).Accuracy);
    }

    // Of 300 inputs in three classes a third is right by chance, give or take sqrt(300/3 2/3) = 8.2; five of these.
    [Fact]
    public void Classify_LabelsWithoutMeaning_IsChance()
    {
        (LabelledInputs fitted, LabelledInputs heldOut) = Classes(distance: 0);

        Assert.InRange(RidgeReadout.Classify(fitted, heldOut, 1, CancellationToken.None).Accuracy * 300, 100 - 41, 100 + 41);
    }

    [Fact]
    public void Classify_MoreNeuronsThanInputs_TakesAStrongRidge()
    {
        MatrixView values = Designs.Gaussian(80, 200, 9);
        int[] labels = [.. Enumerable.Range(0, 80).Select(i => i % 2)];
        for (int row = 0; row < 80; row++)
            values.Row(row)[0] += 3 * labels[row];
        var all = new LabelledInputs(values, labels);

        ReadoutResult result = RidgeReadout.Classify(all.Part(0, 40), all.Part(40, 40), 1, CancellationToken.None);

        Assert.Contains(result.Ridge, RidgeReadout.Ridges);
        Assert.InRange(result.Accuracy, 0.5, 1);
    }

    [Fact]
    public void Classify_SilentLayer_TakesTheMostFrequentClass()
    {
        var silent = new LabelledInputs(new MatrixView(new double[30], 10, 3), [2, 2, 2, 2, 2, 2, 0, 1, 0, 1]);

        Assert.Equal(0.6, RidgeReadout.Classify(silent, silent, 1, CancellationToken.None).Accuracy);
    }

    private static (LabelledInputs Fitted, LabelledInputs HeldOut) Classes(double distance)
    {
        MatrixView values = Designs.Gaussian(600, 8, 6);
        int[] labels = [.. Enumerable.Range(0, 600).Select(i => i % 3)];
        for (int row = 0; row < 600; row++)
            values.Row(row)[labels[row]] += distance;
        var all = new LabelledInputs(values, labels);
        return (all.Part(0, 300), all.Part(300, 300));
    }
}
