using System.CommandLine;
using System.Globalization;

namespace CorrSyn.Cli.Arguments;

/// <summary>An option that names points on an axis: LOW:HIGH:COUNT, evenly spaced, or with :log by equal factors.</summary>
/// <param name="name">The name with its dashes.</param>
/// <param name="description">What it means.</param>
/// <param name="whenLeftOut">The text that is taken where it is not given.</param>
/// <param name="allowsZero">Whether the lower end may be 0.</param>
internal sealed class GridOption(string name, string description, string whenLeftOut, bool allowsZero)
{
    private const int MostPoints = 10_000;

    private readonly ValueOption _option = new(
        name,
        "LOW:HIGH:COUNT[:log]",
        $"LOW:HIGH:COUNT or LOW:HIGH:COUNT:log with LOW {(allowsZero ? "at least 0 (above 0 for log)" : "above 0")}, HIGH at least LOW, and COUNT from 1 (2 where HIGH is above LOW) to {MostPoints}",
        $"{description}: COUNT values from LOW to HIGH, evenly spaced, or with :log by equal factors",
        whenLeftOut);

    /// <summary>The option as it is listed.</summary>
    public ValueOption Option => _option;

    /// <summary>The values, in ascending order.</summary>
    /// <exception cref="UsageException">They cannot be read, or are outside their range.</exception>
    public IReadOnlyList<double> Values(ParseResult parsed)
    {
        string text = _option.Text(parsed) ?? whenLeftOut;
        return Points(text) is { } points && !(points[0] == 0 && !allowsZero) ? points : throw _option.Refuse(text);
    }

    /// <summary>The points that LOW:HIGH:COUNT or LOW:HIGH:COUNT:log names, LOW at least 0; null if the text names none.</summary>
    public static double[]? Points(string text)
    {
        string[] parts = text.Split(':');
        bool isLogarithmic = parts.Length == 4 && parts[3] == "log";
        if (!(parts.Length == 3 || isLogarithmic) || Number(parts[0]) is not { } low || Number(parts[1]) is not { } high)
            return null;
        bool isCount = int.TryParse(parts[2], NumberStyles.None, CultureInfo.InvariantCulture, out int count);
        if (!isCount || count is < 1 or > MostPoints || high < low || count == 1 != (high == low))
            return null;
        return low < 0 || (low == 0 && isLogarithmic)
            ? null
            : [.. Enumerable.Range(0, count).Select(i => Value(low, high, i, count, isLogarithmic))];
    }

    // Both ends are met exactly, and points in between are rounded once: 0.5:3:51 holds 0.7, not 0.7000000000000001.
    private static double Value(double low, double high, int index, int count, bool isLogarithmic) =>
        index == 0 ? low
        : index == count - 1 ? high
        : isLogarithmic ? low * Math.Pow(high / low, (double)index / (count - 1))
        : (double)(((decimal)low * (count - 1 - index) + (decimal)high * index) / (count - 1));

    private static double? Number(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number)
        && double.IsFinite(number) && Math.Abs(number) < 1e20
            ? number
            : null;
}
