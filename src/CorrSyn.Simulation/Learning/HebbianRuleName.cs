namespace CorrSyn.Simulation.Learning;

/// <summary>The names of the rules as people type them.</summary>
public static class HebbianRuleName
{
    /// <summary>All rules in the order in which they are listed.</summary>
    public static IReadOnlyList<HebbianRule> All { get; } =
        [HebbianRule.Hebb, HebbianRule.Oja, HebbianRule.Subspace, HebbianRule.Sanger, HebbianRule.Foldiak, HebbianRule.Bcm];

    /// <summary>The name of a rule.</summary>
    /// <param name="rule">The rule.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such rule.</exception>
    public static string Of(HebbianRule rule) =>
        rule switch
        {
            HebbianRule.Hebb => "hebb",
            HebbianRule.Oja => "oja",
            HebbianRule.Subspace => "subspace",
            HebbianRule.Sanger => "sanger",
            HebbianRule.Foldiak => "foldiak",
            HebbianRule.Bcm => "bcm",
            _ => throw new ArgumentOutOfRangeException(nameof(rule), rule, "No such rule."),
        };
}
