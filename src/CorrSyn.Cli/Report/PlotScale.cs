using CorrSyn.Cli.Output;

namespace CorrSyn.Cli.Report;

/// <summary>A tick of an axis.</summary>
/// <param name="Value">Where.</param>
/// <param name="Label">What is written there; empty for a minor tick.</param>
internal readonly record struct PlotTick(double Value, string Label);

/// <summary>The vertical axis of a plot.</summary>
/// <param name="Low">The value at the bottom.</param>
/// <param name="High">The value at the top.</param>
/// <param name="IsLogarithmic">Whether decades are equally long.</param>
/// <param name="Ticks">The ticks.</param>
internal sealed record PlotScale(double Low, double High, bool IsLogarithmic, IReadOnlyList<PlotTick> Ticks)
{
    private const int MostLabels = 7;

    /// <summary>An axis from 0 to above all values.</summary>
    public static PlotScale Linear(IReadOnlyList<double> values)
    {
        double high = values.Where(value => value > 0).DefaultIfEmpty(1).Max() * 1.04;
        double step = RoundUp(high / MostLabels);
        var ticks = new List<PlotTick>();
        for (int i = 0; i * step <= high; i++)
            ticks.Add(new PlotTick(i * step, Label(i * step)));
        return new PlotScale(0, high, false, ticks);
    }

    /// <summary>An axis with 0 in the middle that holds all values.</summary>
    public static PlotScale Symmetric(IReadOnlyList<double> values)
    {
        double high = Math.Max(values.Select(Math.Abs).DefaultIfEmpty(1).Max(), 1e-9) * 1.08;
        double step = RoundUp(high / 3);
        int count = (int)(high / step);
        return new PlotScale(
            -high,
            high,
            false,
            [.. Enumerable.Range(-count, 2 * count + 1).Select(i => new PlotTick(i * step, Label(i * step).Replace('-', '\u2212')))]);
    }

    /// <summary>An axis of decades around all values above 0.</summary>
    public static PlotScale Logarithmic(IReadOnlyList<double> values)
    {
        double[] positive = [.. values.Where(value => value > 0).DefaultIfEmpty(1)];
        double low = positive.Min() / 1.3, high = positive.Max() * 1.3;
        int first = (int)Math.Floor(Math.Log10(low)), last = (int)Math.Ceiling(Math.Log10(high));
        int stride = Math.Max(1, (last - first + MostLabels - 1) / MostLabels);
        bool isShort = high / low < 300;
        var ticks = new List<PlotTick>();
        for (int decade = first; decade <= last; decade++)
        {
            for (int digit = 1; digit <= 9; digit++)
            {
                double value = digit * Math.Pow(10, decade);
                bool isLabelled = digit == 1 ? (decade - first) % stride == 0 : isShort && digit is 2 or 5;
                if (value >= low && value <= high && (isLabelled || stride == 1))
                    ticks.Add(new PlotTick(value, isLabelled ? Label(value) : ""));
            }
        }

        return new PlotScale(low, high, true, ticks);
    }

    /// <summary>The height of a value, from 0 at the bottom to 1 at the top; values outside are drawn at the edge.</summary>
    public double Height(double value)
    {
        if (!IsLogarithmic)
            return Math.Clamp((value - Low) / (High - Low), 0, 1);
        return value <= Low ? 0 : Math.Min(1, Math.Log(value / Low) / Math.Log(High / Low));
    }

    private static double RoundUp(double step)
    {
        double decade = Math.Pow(10, Math.Floor(Math.Log10(step)));
        return new[] { 1, 2, 2.5, 5, 10 }.First(factor => factor * decade >= step * (1 - 1e-9)) * decade;
    }

    private static string Label(double value) => NumberText.Full(double.Parse(NumberText.Significant(value, 3), System.Globalization.CultureInfo.InvariantCulture));
}
