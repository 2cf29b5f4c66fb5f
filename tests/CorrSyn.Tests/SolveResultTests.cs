using Xunit;

namespace CorrSyn.Tests;

public class SolveResultTests
{
    [Fact]
    public void Success_Value_IsThereByEveryDoor()
    {
        SolveResult<DerivationReport> result = ScalingDerivation.Derive(NetworkModel.Create());
        Assert.True(result.Success);
        Assert.Null(result.Failure);
        Assert.True(result.TryGetValue(out DerivationReport? report));
        Assert.Same(result.Value, report);
    }

    [Fact]
    public void Failure_Value_ThrowsWhatFailed()
    {
        SolveResult<MeanFieldSolution> result = MeanField.Evaluate(NetworkModel.Create(activation: "linear", gain: 3, depth: 1000));
        Assert.False(result.Success);
        Assert.False(result.TryGetValue(out MeanFieldSolution? solution));
        Assert.Null(solution);
        var thrown = Assert.Throws<SolveException>(() => result.Value);
        Assert.Same(result.Failure, thrown.Failure);
        Assert.Equal(result.Failure!.Message, thrown.Message);
        Assert.DoesNotContain('\n', thrown.Message);
    }
}
