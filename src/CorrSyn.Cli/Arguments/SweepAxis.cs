using System.CommandLine;
using CorrSyn.Cli.Output;

namespace CorrSyn.Cli.Arguments;

/// <summary>A parameter of the model with the values that it goes through.</summary>
/// <param name="Parameter">The parameter.</param>
/// <param name="Values">Its values as text, at least two.</param>
internal sealed record SweepAxis(ModelParameter Parameter, IReadOnlyList<string> Values)
{
    private static readonly ModelParameter[] Names =
        [ModelParameter.Weights, ModelParameter.Activation, ModelParameter.Postsynaptic, ModelParameter.Presynaptic, ModelParameter.InputLaw];

    private static readonly ModelParameter[] Counts = [ModelParameter.Depth, ModelParameter.Width];

    /// <summary>The values of a parameter as it was typed: a list separated by commas, or LOW:HIGH:COUNT[:log] for a number;
    /// one value where it is neither.</summary>
    /// <exception cref="UsageException">A range that cannot be read.</exception>
    public static SweepAxis Of(ModelParameter parameter, string text)
    {
        if (Names.Contains(parameter) || !text.Contains(':', StringComparison.Ordinal))
            return new SweepAxis(parameter, Split(text));
        double[] points = GridOption.Points(text)
            ?? throw UsageException.Refused(parameter.Option.Name, text, "values separated by commas, or LOW:HIGH:COUNT, or LOW:HIGH:COUNT:log with 0 <= LOW <= HIGH (0 < LOW for log)");
        return new SweepAxis(parameter, [.. points.Select(point => Counts.Contains(parameter) ? Math.Round(point) : point).Select(NumberText.Full).Distinct()]);
    }

    // At commas that are in no brackets: formulas have commas of their own.
    private static List<string> Split(string text)
    {
        List<string> parts = [];
        int depth = 0, start = 0;
        for (int index = 0; index < text.Length; index++)
        {
            depth += text[index] switch { '(' => 1, ')' => -1, _ => 0 };
            if (text[index] != ',' || depth != 0)
                continue;
            parts.Add(text[start..index].Trim());
            start = index + 1;
        }

        parts.Add(text[start..].Trim());
        return parts;
    }
}

/// <summary>A model of a grid.</summary>
/// <param name="Values">Its values of the parameters that are varied, as text, in the order of the grid.</param>
/// <param name="Model">The model.</param>
internal sealed record SweepPoint(IReadOnlyList<string> Values, ModelChoice Model);

/// <summary>A grid of models: every combination of the values of its axes, the last axis fastest.</summary>
/// <param name="Axes">The parameters that are varied.</param>
/// <param name="Points">The models.</param>
internal sealed record SweepGrid(IReadOnlyList<ModelParameter> Axes, IReadOnlyList<SweepPoint> Points)
{
    /// <summary>The most models of a grid.</summary>
    public const int LargestCount = 100_000;

    /// <summary>The grid that a command line describes: options with several values are its axes.</summary>
    /// <exception cref="UsageException">A value cannot be read, nothing is varied, or the grid is too large.</exception>
    public static SweepGrid Read(ParseResult parsed)
    {
        List<SweepAxis> given = [.. ModelParameter.All
            .Where(parameter => parameter.Option.Text(parsed) is not null)
            .Select(parameter => SweepAxis.Of(parameter, parameter.Option.Text(parsed)!))];
        List<SweepAxis> axes = [.. given.Where(axis => axis.Values.Count > 1)];
        if (axes.Count == 0)
            throw new UsageException("no option of the model has several values; allowed: at least one with values separated by commas, or as LOW:HIGH:COUNT");
        long count = axes.Aggregate(1L, (product, axis) => Math.Min(product * axis.Values.Count, long.MaxValue / 20_000));
        if (count > LargestCount)
            throw new UsageException($"{string.Join(" and ", axes.Select(axis => axis.Parameter.Option.Name))} make {NumberText.Whole(count)} models; allowed: at most {NumberText.Whole(LargestCount)}");
        PartialModel? file = ModelOptions.ReadFile(parsed);
        Dictionary<ModelParameter, string> alone = given.Where(axis => axis.Values.Count == 1).ToDictionary(axis => axis.Parameter, axis => axis.Values[0]);
        return new SweepGrid(
            [.. axes.Select(axis => axis.Parameter)],
            [.. Combinations(axes).Select(values => new SweepPoint(values, Model(axes, values, alone, file)))]);
    }

    private static IEnumerable<IReadOnlyList<string>> Combinations(IReadOnlyList<SweepAxis> axes) =>
        axes.Aggregate(
            (IEnumerable<IReadOnlyList<string>>)[[]],
            (before, axis) => before.SelectMany(values => axis.Values.Select(value => (IReadOnlyList<string>)[.. values, value])));

    private static ModelChoice Model(
        List<SweepAxis> axes, IReadOnlyList<string> values, Dictionary<ModelParameter, string> alone, PartialModel? file)
    {
        Dictionary<ModelParameter, string> texts = new(alone);
        for (int axis = 0; axis < axes.Count; axis++)
            texts[axes[axis].Parameter] = values[axis];
        PartialModel typed = ModelOptions.Typed(parameter => texts.GetValueOrDefault(parameter));
        return new ModelChoice(file is null ? typed : typed.OrElse(file));
    }
}
