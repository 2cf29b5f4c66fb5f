using CorrSyn.Cli.Charts;
using CorrSyn.Simulation.Estimation;
using static System.Globalization.CultureInfo;

namespace CorrSyn.Cli.Figures;

/// <summary>One quantity of every layer, for several ensembles: in theory and simulated.</summary>
/// <param name="Series">A line and points for each ensemble.</param>
/// <param name="Simulated">The simulations.</param>
internal sealed record EnsembleSweep(
    IReadOnlyList<ChartSeries> Series, IReadOnlyDictionary<Ensemble, IReadOnlyList<LayerSummary>> Simulated)
{
    /// <summary>Evaluates and simulates the model with each of the ensembles.</summary>
    /// <param name="context">The model and the sampling.</param>
    /// <param name="ensembles">The ensembles.</param>
    /// <param name="predicted">The quantity in theory.</param>
    /// <param name="measured">The quantity as simulated; null where it is not defined.</param>
    public static EnsembleSweep Run(
        FigureContext context,
        IReadOnlyList<Ensemble> ensembles,
        Func<MeanFieldLayer, double> predicted,
        Func<LayerSummary, Estimate?> measured)
    {
        var series = new List<ChartSeries>();
        var simulated = new Dictionary<Ensemble, IReadOnlyList<LayerSummary>>();
        foreach (Ensemble ensemble in ensembles)
        {
            context.Report((double)simulated.Count / ensembles.Count, ensemble.Name);
            ModelDescription model = ensemble.Applied(context.Model);
            string At(int layer) => $"{ensemble.Name}, layer {layer.ToString(InvariantCulture)}";
            IReadOnlyList<MeanFieldLayer> theory = context.Theory(model);
            simulated[ensemble] = context.Simulate(model);
            series.AddRange(ensemble.Series(
                [.. theory.Select(layer => new ChartPoint(layer.Layer, predicted(layer), 0, $"{At(layer.Layer)}, theory"))],
                [.. from layer in simulated[ensemble]
                    let estimate = measured(layer)
                    where estimate is not null
                    select new ChartPoint(layer.Layer, estimate.Value.Mean, estimate.Value.StandardError ?? 0, At(layer.Layer))]));
        }

        return new EnsembleSweep(series, simulated);
    }
}
