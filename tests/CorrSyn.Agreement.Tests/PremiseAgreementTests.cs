using CorrSyn.Comparison;
using Xunit;

namespace CorrSyn.Agreement.Tests;

/// <summary>Whatever the premise: the map that is derived from it agrees with networks that are simulated under it, at the
/// exponents that are derived, and wrong maps do not.</summary>
/// <remarks>There are 40 comparisons that must agree, each at a level of 1e-4: a false alarm has a probability below
/// 0.5 %. A row differs with |z| above 4.5 to 4.7. Rejections raise no false alarm; what they can miss is the power.</remarks>
public class PremiseAgreementTests
{
    [Theory]
    [InlineData("blocks:2", 1.4, "tanh", 0.1)]
    [InlineData("blocks:4", 2.0, "tanh", 0.0)]
    [InlineData("low-rank:1", 1.0, "tanh", 0.1)]
    [InlineData("low-rank:2", 1.4, "erf", 0.1)]
    public void StructureOverPostsynapticNeurons_OddActivation_Agrees(
        string structure, double r, string activation, double biasVariance) =>
        Check(new PremiseModel(structure, R: r, Activation: activation, BiasVariance: biasVariance));

    [Theory]
    [InlineData("binary", 1.0, "uniform", 1.0)]
    [InlineData("binary", 1.0, "blocks:2", 1.4)]
    [InlineData("sparse", 0.3, "uniform", 1.0)]
    [InlineData("sparse", 0.5, "blocks:2", 1.4)]
    public void CopiedValues_OddActivation_Agree(string values, double density, string structure, double r) =>
        Check(new PremiseModel(structure, R: r, Values: values, Density: density));

    [Theory]
    [InlineData("gaussian", "identity", 0.0)]
    [InlineData("gaussian", "uniform", 1.0)]
    [InlineData("binary", "uniform", 1.0)]
    [InlineData("gaussian", "blocks:2", 1.4)]
    public void WidthsVaryingUpAndDown_OddActivation_Agree(string values, string structure, double r) =>
        Check(new PremiseModel(structure, R: r, Values: values) { WidthRatios = [2, 1, 0.25] });

    [Fact]
    public void HaarWeights_NonIncreasingWidths_Agree() =>
        Check(new PremiseModel(Values: "haar") { WidthRatios = [0.5, 1, 1] });

    // Columns of a Haar matrix where a layer is wider than the one below; rows cannot all be orthogonal there.
    [Fact]
    public void HaarWeights_WidthsVaryingUpAndDown_AgreeAndRowsAloneDoNot()
    {
        var model = new PremiseModel(Values: "haar") { WidthRatios = [1.5, 0.5] };
        PremiseTrial trial = PremiseTrial.Of(model);
        trial.AssertAgreesAndRejectsWrongMaps();
        trial.AssertDisagrees(model with { HasRowsOnly = true });
    }

    [Fact]
    public void CopiedValuesOfBothSigns_OddActivation_Agree() =>
        Check(new PremiseModel("low-rank:2", R: 1.4, Values: "sparse", Density: 0.5));

    [Theory]
    [InlineData("binary", 1.0, "uniform", 1.0)]
    [InlineData("sparse", 0.5, "blocks:2", 1.4)]
    public void CopiedValuesOverPresynapticNeurons_OddActivation_Agree(
        string values, double density, string structure, double s) =>
        Check(new PremiseModel(Presynaptic: structure, S: s, Values: values, Density: density));

    [Theory]
    [InlineData("binary", 1.0, "uniform", 0, 1.0, 2.0, 2)]
    [InlineData("sparse", 0.5, "uniform", 1, 3.0, 0.5, 3)]
    public void CopiedValuesOverBothSides_EachChoiceOfExponents_Agree(
        string values, double density, string structure, int point, double r, double s, int depth) =>
        Check(new PremiseModel(structure, structure, r, s, values, density, Point: point)
        {
            WidthRatios = [.. Enumerable.Repeat(1.0, depth)],
        });

    // Patterns without a mean: the shared values are small in every field.
    [Fact]
    public void CopiedValuesOverPresynapticNeurons_NonOddActivation_AgreeWithoutAMean() =>
        Check(new PremiseModel(Presynaptic: "low-rank:1", S: 1, Values: "binary", Activation: "relu")
        {
            WidthRatios = [1, 1],
        });

    // With a mean they are not, a field is not Gaussian, and there is no map: that of Gaussian weights is another one.
    [Fact]
    public void CopiedValuesOverPresynapticNeurons_NonOddActivation_DoNotAgreeWithTheMapOfGaussianWeights()
    {
        var gaussian = new PremiseModel(Presynaptic: "uniform", S: 2, Activation: "relu") { WidthRatios = [1, 1] };
        var binary = gaussian with { Values = "binary" };
        Assert.Throws<InvalidOperationException>(() => binary.Evaluate());
        PremiseTrial.Of(binary, likeExponentsOf: gaussian).AssertDisagrees(gaussian);
    }

    [Theory]
    [InlineData("uniform", 1.0)]
    [InlineData("blocks:2", 1.4)]
    [InlineData("low-rank:2", 1.4)]
    public void StructureOverPresynapticNeurons_OddActivation_Agrees(string structure, double s) =>
        Check(new PremiseModel(Presynaptic: structure, S: s));

    // The shared part of S scatters most from network to network, so that 20 % of c take more networks to see.
    [Fact]
    public void StructureOverPresynapticNeurons_WidthsVarying_Agrees() =>
        Check(new PremiseModel(Presynaptic: "uniform", S: 0.7) { WidthRatios = [2, 0.5] }, instances: 1000);

    // delta is 1 where the pattern has a mean, and the level of activity along it is one more order parameter.
    [Theory]
    [InlineData("uniform", "relu", 2.0)]
    [InlineData("uniform", "softplus", 1.0)]
    [InlineData("blocks:4", "relu", 4.0)]
    [InlineData("low-rank:1", "relu", 1.0)]
    public void StructureOverPresynapticNeurons_NonOddActivation_Agrees(string structure, string activation, double s) =>
        Check(new PremiseModel(Presynaptic: structure, S: s, Activation: activation) { WidthRatios = [1, 1] });

    // Patterns without a mean leave one choice of exponents only.
    [Fact]
    public void StructuresOnBothSidesThatDoNotOverlap_OddActivation_Agree() =>
        Check(new PremiseModel("uniform", "low-rank:1", 1.2, 0.6) { WidthRatios = [1, 1] }, instances: 800);

    [Fact]
    public void OtherStructuresOnBothSides_WidthsVarying_Agree() =>
        Check(new PremiseModel("uniform", "blocks:2", 1, 4) { WidthRatios = [2, 0.5] });

    [Theory]
    [InlineData("uniform", 0, 1.0, 2.0, 2)]
    [InlineData("uniform", 1, 3.0, 0.5, 3)]
    [InlineData("blocks:2", 0, 1.0, 2.0, 3)]
    [InlineData("blocks:2", 1, 6.0, 0.7, 2)]
    public void StructureOnBothSides_EachChoiceOfExponents_Agrees(
        string structure, int point, double r, double s, int depth) =>
        Check(new PremiseModel(structure, structure, r, s, Point: point)
        {
            WidthRatios = [.. Enumerable.Repeat(1.0, depth)],
        });

    [Theory]
    [InlineData("relu", "blocks:2", 1.2)]
    [InlineData("softplus", "blocks:2", 1.0)]
    [InlineData("relu", "low-rank:1", 1.0)]
    public void StructureOverPostsynapticNeurons_NonOddActivation_Agrees(string activation, string structure, double r) =>
        Check(new PremiseModel(structure, R: r, Activation: activation) { WidthRatios = [1, 1] });

    // With 300 networks the wrong width ratio of relu is 4.5 errors off, at a threshold of 4.6: with 450, 5.5.
    [Theory]
    [InlineData("relu", 0.8)]
    [InlineData("softplus", 0.6)]
    public void WidthsVarying_NonOddActivation_Agree(string activation, double r) =>
        Check(new PremiseModel("uniform", R: r, Activation: activation) { WidthRatios = [2, 0.5] }, instances: 450);

    private static void Check(PremiseModel model, int instances = 300) =>
        PremiseTrial.Of(model, instances).AssertAgreesAndRejectsWrongMaps();
}
