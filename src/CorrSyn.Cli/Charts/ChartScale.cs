using System.Globalization;
using CorrSyn.Cli.Output;

namespace CorrSyn.Cli.Charts;

/// <summary>A tick of an axis.</summary>
/// <param name="Value">Where.</param>
/// <param name="Label">What is written there; empty for a minor tick.</param>
internal readonly record struct ChartTick(double Value, string Label);

/// <summary>An axis with its ticks.</summary>
/// <param name="Low">The value at its start.</param>
/// <param name="High">The value at its end.</param>
/// <param name="IsLogarithmic">Whether decades are equally long.</param>
/// <param name="Ticks">The ticks.</param>
internal sealed record ChartScale(double Low, double High, bool IsLogarithmic, IReadOnlyList<ChartTick> Ticks)
{
    private const int MostLabels = 7, MostWhole = 12;

    /// <summary>The horizontal and the vertical scale of a chart.</summary>
    public static (ChartScale Horizontal, ChartScale Vertical) Of(Chart chart)
    {
        ChartPoint[] points = [.. chart.Series.SelectMany(chart.Drawn)];
        IEnumerable<double> columns = chart.Heat?.X ?? [], rows = chart.Heat?.Y ?? [];
        return (
            Of(chart.X, [.. points.Select(point => point.X), .. columns]),
            Of(chart.Y, [.. points.SelectMany(point => new[] { point.Y - point.Error, point.Y + point.Error }), .. rows]));
    }

    /// <summary>The scale of an axis.</summary>
    /// <param name="axis">The axis.</param>
    /// <param name="values">All values on it, the ends of error bars included.</param>
    public static ChartScale Of(ChartAxis axis, IReadOnlyList<double> values) =>
        axis switch
        {
            { IsWhole: true } => Whole(values),
            { Range: AxisRange.FromZero } => FromZero(values),
            { Range: AxisRange.Unit } => Linear(0, 1.04, 0.2),
            { Range: AxisRange.Close } => Close(values),
            { Range: AxisRange.Symmetric } => Symmetric(values),
            { Range: AxisRange.Logarithmic } => Logarithmic(values),
            _ => throw new ArgumentOutOfRangeException(nameof(axis), axis.Range, "No such range."),
        };

    /// <summary>Where a value lies, from 0 at the start to 1 at the end; values outside are drawn at the edge.</summary>
    public double Place(double value)
    {
        if (!IsLogarithmic)
            return Math.Clamp((value - Low) / (High - Low), 0, 1);
        return value <= Low ? 0 : Math.Min(1, Math.Log(value / Low) / Math.Log(High / Low));
    }

    private static ChartScale Whole(IReadOnlyList<double> values)
    {
        int low = (int)Math.Round(values.DefaultIfEmpty(0).Min()), high = (int)Math.Round(values.DefaultIfEmpty(1).Max());
        int stride = 1 + (high - low) / MostWhole;
        return new ChartScale(
            low - 0.35,
            high + 0.35,
            false,
            [.. Enumerable.Range(0, (high - low) / stride + 1).Select(i => new ChartTick(low + i * stride, NumberText.Whole(low + i * stride)))]);
    }

    private static ChartScale FromZero(IReadOnlyList<double> values)
    {
        double high = values.Where(value => value > 0).DefaultIfEmpty(1).Max() * 1.04;
        return Linear(0, high, RoundUp(high / MostLabels));
    }

    private static ChartScale Close(IReadOnlyList<double> values)
    {
        double low = values.DefaultIfEmpty(0).Min(), high = values.DefaultIfEmpty(1).Max();
        double room = Math.Max(0.04 * (high - low), 1e-9 * (1 + Math.Abs(high)));
        return Linear(low - room, high + room, RoundUp((high - low + 2 * room) / MostLabels));
    }

    private static ChartScale Symmetric(IReadOnlyList<double> values)
    {
        double high = Math.Max(values.Select(Math.Abs).DefaultIfEmpty(1).Max(), 1e-9) * 1.08;
        return Linear(-high, high, RoundUp(high / 3));
    }

    private static ChartScale Linear(double low, double high, double step)
    {
        var ticks = new List<ChartTick>();
        for (double i = Math.Ceiling(low / step); i * step <= high; i++)
            ticks.Add(new ChartTick(i * step, Label(i * step)));
        return new ChartScale(low, high, false, ticks);
    }

    private static ChartScale Logarithmic(IReadOnlyList<double> values)
    {
        double[] positive = [.. values.Where(value => value > 0).DefaultIfEmpty(1)];
        double low = positive.Min() / 1.3, high = positive.Max() * 1.3;
        int first = (int)Math.Floor(Math.Log10(low)), last = (int)Math.Ceiling(Math.Log10(high));
        int stride = Math.Max(1, (last - first + MostLabels - 1) / MostLabels);
        bool isShort = high / low < 300;
        var ticks = new List<ChartTick>();
        for (int decade = first; decade <= last; decade++)
        {
            for (int digit = 1; digit <= 9; digit++)
            {
                double value = digit * Math.Pow(10, decade);
                bool isLabelled = digit == 1 ? (decade - first) % stride == 0 : isShort && digit is 2 or 5;
                if (value >= low && value <= high && (isLabelled || stride == 1))
                    ticks.Add(new ChartTick(value, isLabelled ? Label(value) : ""));
            }
        }

        return new ChartScale(low, high, true, ticks);
    }

    private static double RoundUp(double step)
    {
        double decade = Math.Pow(10, Math.Floor(Math.Log10(step)));
        return new[] { 1, 2, 2.5, 5, 10 }.First(factor => factor * decade >= step * (1 - 1e-9)) * decade;
    }

    // Three digits; a multiple of a step that should be 0 may be a rounding away from it.
    private static string Label(double value)
    {
        double rounded = double.Parse(NumberText.Significant(value, 3), CultureInfo.InvariantCulture);
        return rounded == 0 ? "0" : NumberText.Full(rounded).Replace('-', '\u2212');
    }
}
