using System.Text;
using CorrSyn.Cli.Output;
using CorrSyn.Comparison;
using CorrSyn.Simulation.Estimation;
using CorrSyn.Simulation.Networks;
using static System.Globalization.CultureInfo;

namespace CorrSyn.Cli.Report;

/// <summary>The comparison as comma-separated values, in full precision; a value that is not defined is empty.</summary>
internal static class LayerTable
{
    /// <summary>One line for each quantity of each layer, after a heading.</summary>
    public static string Render(VerificationReport report)
    {
        var table = new StringBuilder("layer,quantity,theory,simulated,standardError,z");
        foreach (int width in report.Settings.Widths)
            table.Append(InvariantCulture, $",mean{width},standardError{width}");
        table.Append('\n');
        foreach (AgreementRow row in report.Agreement.Rows)
        {
            table.Append(NumberText.Whole(row.Layer)).Append(',').Append(DocumentParts.Quantity(row.Quantity));
            foreach (double value in new[] { row.Theory, row.Simulated, row.StandardError, row.Z })
                table.Append(',').Append(NumberText.Full(value));
            foreach (SimulationResult simulation in report.Simulations)
            {
                Estimate? estimate = SimulatedAverage.Of(simulation, row.Layer, row.Quantity);
                table.Append(',').Append(estimate is { } known ? NumberText.Full(known.Mean) : "");
                table.Append(',').Append(estimate?.StandardError is { } error ? NumberText.Full(error) : "");
            }

            table.Append('\n');
        }

        return table.ToString();
    }
}
