using System.Runtime.CompilerServices;
using CorrSyn.Cli.Output;
using CorrSyn.Model;
using CorrSyn.Simulation.Networks;
using static System.Globalization.CultureInfo;

namespace CorrSyn.Cli.Explore;

/// <summary>What the page is told, all of it from the facade.</summary>
internal static class Answers
{
    // Batches double up to this many networks, so that news of slow networks are never far apart.
    private const int LargestBatch = 32;

    /// <summary>The relative error of averages: far below what a picture or four digits show, and several times faster than
    /// the finest.</summary>
    public const double Tolerance = 1e-8;

    /// <summary>The theory of a network.</summary>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static TheoryAnswer Theory(NetworkSpec spec, CancellationToken cancellation)
    {
        ModelDescription model = ModelDescription.Of(spec);
        string command = $"corrsyn theory{ModelText.Arguments(model)}";
        SolveResult<MeanFieldSolution> result = MeanField.Evaluate(spec, tolerance: Tolerance, cancellation: cancellation);
        return result.TryGetValue(out MeanFieldSolution? solution)
            ? new TheoryAnswer(
                model,
                command,
                null,
                solution.Validity,
                DocumentParts.Layers(solution),
                ExploreCharts.Of(solution.Layers, [], 0))
            : new TheoryAnswer(model, command, new ExploreProblem(null, result.Failure!.Message), null, [], []);
    }

    /// <summary>Averages over 1, 2, 4, ... networks, until all are sampled; each network is sampled once.</summary>
    /// <returns>A <see cref="SampleAnswer"/> for every batch; or, as the last, why there is none.</returns>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static async IAsyncEnumerable<object> Samples(
        SampleRequest request, [EnumeratorCancellation] CancellationToken cancellation)
    {
        IReadOnlyList<MeanFieldLayer> theory =
            MeanField.Evaluate(request.Spec, tolerance: Tolerance, cancellation: cancellation).TryGetValue(out MeanFieldSolution? solution)
                ? solution.Layers
                : [];
        var store = new NetworkStore();
        int all = request.Settings.Instances;
        for (int networks = 1; ; networks = Math.Min(all, networks + Math.Min(networks, LargestBatch)))
        {
            SimulationSettings settings = request.Settings with { Instances = networks };
            SolveResult<SimulationResult> result = await Task.Run(
                () => MonteCarlo.Run(request.Spec, settings, store: store, cancellation: cancellation), cancellation).ConfigureAwait(false);
            if (!result.TryGetValue(out SimulationResult? simulation))
            {
                yield return new ExploreFailure(new ExploreProblem(null, result.Failure!.Message));
                yield break;
            }

            yield return Sampled(request.Spec, simulation, theory, all);
            if (networks == all)
                yield break;
        }
    }

    private static SampleAnswer Sampled(
        NetworkSpec spec, SimulationResult simulation, IReadOnlyList<MeanFieldLayer> theory, int all)
    {
        SimulationSettings settings = simulation.Settings;
        int? unresolved = simulation.FirstUnresolvedLayer;
        var resolved = simulation.Layers.Where(layer => !(layer.Layer >= unresolved)).ToArray();
        return new SampleAnswer(
            settings.Instances,
            settings.Instances == all,
            string.Create(
                InvariantCulture,
                $"corrsyn simulate{ModelText.Arguments(ModelDescription.Of(spec))} --samples {settings.Samples} --instances {settings.Instances} --seed {settings.Seed}"),
            unresolved is { } first
                ? $"from layer {NumberText.Whole(first)} on the activity of some network varies by less than rounding; those layers are left out"
                : null,
            DocumentParts.Layers(resolved),
            ExploreCharts.Of(theory, resolved, settings.Instances));
    }
}
