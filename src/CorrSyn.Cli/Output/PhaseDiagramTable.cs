using System.Text;

namespace CorrSyn.Cli.Output;

/// <summary>A phase diagram as comma-separated values, in full precision; a value that does not exist is empty.</summary>
internal static class PhaseDiagramTable
{
    /// <summary>One line for each fixed point that is not unstable, or for each point without one, after a heading.</summary>
    public static string Points(PhaseDiagramReport report)
    {
        var table = new StringBuilder(
            "gain,biasVariance,k1,k2,q,nSigma,dimension,stability,lengthMultiplier,overlapMultiplier,nSigmaMultiplier,"
            + "depthScaleLength,depthScaleK1,depthScaleNSigma,residual,error\n");
        foreach (PhasePoint point in report.Points)
        {
            string place = $"{NumberText.Full(point.Gain)},{NumberText.Full(point.BiasVariance)}";
            foreach (FixedPointState found in point.FixedPoints)
            {
                double?[] before = [found.K1, found.K2, found.Q, found.NSigma, found.Dimension];
                double?[] after =
                [
                    found.Multipliers.Length, found.Multipliers.Overlap, found.Multipliers.NSigma,
                    found.DepthScale.Length, found.DepthScale.K1, found.DepthScale.NSigma, found.Residual,
                ];
                table.Append(place).Append(',').AppendJoin(',', before.Select(Cell)).Append(',')
                    .Append(FixedPointPart.StabilityName(found.Stability)).Append(',')
                    .AppendJoin(',', after.Select(Cell)).Append(",\n");
            }

            if (point.Failure is { } failure)
                table.Append(place).Append(new string(',', 14)).Append(Quoted(failure.Message)).Append('\n');
        }

        return table.ToString();
    }

    /// <summary>One line for each critical gain, or for each bias variance whose gains are not known, after a heading.</summary>
    public static string CriticalLines(PhaseDiagramReport report)
    {
        var table = new StringBuilder("biasVariance,gain,kind,totalVariance,residual,error\n");
        foreach (CriticalLine line in report.CriticalLines)
        {
            string place = NumberText.Full(line.BiasVariance);
            foreach (CriticalPoint point in line.Points)
            {
                table.Append(place).Append(',').Append(NumberText.Full(point.Gain)).Append(',')
                    .Append(PhaseDiagramDocument.KindName(point.Kind)).Append(',').Append(Cell(point.TotalVariance)).Append(',')
                    .Append(NumberText.Full(point.Residual)).Append(",\n");
            }

            if (line.Failure is { } failure)
                table.Append(place).Append(",,,,,").Append(Quoted(failure.Message)).Append('\n');
        }

        return table.ToString();
    }

    private static string Cell(double? value) => value is { } known ? NumberText.Full(known) : "";

    private static string Quoted(string text) => $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
