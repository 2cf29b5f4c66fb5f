using System.Text;
using CorrSyn.Cli.Output;
using static System.Globalization.CultureInfo;

namespace CorrSyn.Cli.Charts;

/// <summary>The numbers of a chart, for those who read or compute rather than look.</summary>
internal static class ChartTable
{
    /// <summary>One line for each point after a heading: series, x, y, standard error; in full precision.</summary>
    public static string Csv(Chart chart)
    {
        var text = new StringBuilder("series,x,y,standardError\n");
        foreach (ChartSeries series in chart.Series)
        {
            foreach (ChartPoint point in series.Points)
            {
                string error = point.Error > 0 ? NumberText.Full(point.Error) : "";
                text.Append(InvariantCulture, $"{Quoted(series.Name)},{NumberText.Full(point.X)},{NumberText.Full(point.Y)},{error}\n");
            }
        }

        if (chart.Heat is { } heat)
        {
            for (int row = 0; row < heat.Y.Count; row++)
            {
                for (int column = 0; column < heat.X.Count; column++)
                {
                    string value = heat.Values[row][column] is { } known ? NumberText.Full(known) : "";
                    text.Append(InvariantCulture, $"{Quoted(heat.Label)},{NumberText.Full(heat.X[column])},{NumberText.Full(heat.Y[row])},{value}\n");
                }
            }
        }

        return text.ToString();
    }

    private static string Quoted(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
