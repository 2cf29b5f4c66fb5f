using CorrSyn.Cli.Arguments;
using CorrSyn.Learning;
using CorrSyn.Model;
using CorrSyn.Simulation.Learning;
using CorrSyn.Simulation.Learning.Data;

namespace CorrSyn.Cli.Output;

/// <summary>The names of what `corrsyn hebbian` prints.</summary>
internal static class HebbianWords
{
    public static string Of(SynapseVariant variant) =>
        variant switch
        {
            SynapseVariant.Learned => "learned",
            SynapseVariant.Rotated => "rotated",
            SynapseVariant.Shuffled => "shuffled",
            SynapseVariant.Orthogonal => "orthogonal",
            _ => throw new ArgumentOutOfRangeException(nameof(variant), variant, "No such variant."),
        };

    public static string Of(ClaimVerdict verdict) =>
        verdict switch
        {
            ClaimVerdict.Holds => "holds",
            ClaimVerdict.Reversed => "reversed",
            ClaimVerdict.Mixed => "mixed",
            ClaimVerdict.Undecided => "undecided",
            ClaimVerdict.NotMeasured => "not measured",
            _ => throw new ArgumentOutOfRangeException(nameof(verdict), verdict, "No such verdict."),
        };

    /// <summary>The answer in a word or two: against which control it holds where that differs.</summary>
    public static string Short(HebbianClaim claim) =>
        claim.Verdict == ClaimVerdict.Mixed && claim.Contrasts.Where(contrast => contrast.Verdict == ClaimVerdict.Holds).ToArray() is [var only]
            ? $"{Of(only.Control)} only"
            : Of(claim.Verdict);

    public static string Of(DataKind kind) =>
        kind switch
        {
            DataKind.Gaussian => "gaussian",
            DataKind.Mixture => "mixture",
            DataKind.Manifold => "manifold",
            DataKind.Digits => "digits",
            DataKind.Given => "given",
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "No such data."),
        };

    public static string Of(GainMatching matching) =>
        matching switch
        {
            GainMatching.Rows => "rows",
            GainMatching.Variance => "variance",
            _ => throw new ArgumentOutOfRangeException(nameof(matching), matching, "No such matching."),
        };

    /// <summary>What was run, in a few lines.</summary>
    public static string Heading(HebbianInputs inputs, HebbianSettings settings, int inputWidth)
    {
        LearningSettings learning = settings.Learning;
        string given = inputs.Images is null ? Of(settings.Data.Kind) : CorrSyn.Formats.PrintableText.Of(inputs.Images);
        string matched = settings.Matching == GainMatching.Rows
            ? "rows of norm sqrt(g)"
            : "pre-activations of variance g K1";
        return FormattableString.Invariant(
            $"""
            {settings.Samples} inputs to learn from and {settings.HeldOutSamples} to measure with: {given}, {inputWidth} neurons, mean variance {settings.Data.Variance}{(learning.IsCentred ? "" : ", not centred")}
            rate {learning.LearningRate}, {learning.Steps} steps of {learning.BatchSize} inputs; {settings.Depth} layers of {settings.Width}, {ActivationModule.name(settings.Activation)}, g = {settings.Gain}, bias variance {settings.BiasVariance}, {matched}
            {settings.Instances} runs, seed {settings.Seed}

            """).ReplaceLineEndings("\n");
    }

    /// <summary>What an answer means.</summary>
    public static string Sentence(HebbianClaim claim) =>
        claim.Verdict switch
        {
            ClaimVerdict.Holds => "holds against both controls",
            ClaimVerdict.Reversed => "does not hold: the opposite holds against both controls",
            ClaimVerdict.Mixed => $"does not hold; {string.Join(", ", claim.Contrasts.Select(contrast => $"against the {Of(contrast.Control)} control: {Of(contrast.Verdict)}"))}",
            ClaimVerdict.Undecided => "undecided: no difference beyond chance",
            ClaimVerdict.NotMeasured => "not measured: a quantity is not defined in some run",
            _ => throw new ArgumentOutOfRangeException(nameof(claim), claim.Verdict, "No such verdict."),
        };
}
