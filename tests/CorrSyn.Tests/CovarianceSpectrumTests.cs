using CorrSyn.Model;
using CorrSyn.Simulation.Estimation;
using CorrSyn.Simulation.Networks;
using Xunit;

namespace CorrSyn.Tests;

public class CovarianceSpectrumTests
{
    private static readonly NetworkSpec Spec = NetworkModel.Create(correlation: 1, depth: 2, width: 150);

    [Fact]
    public void OfFirstNetwork_EveryLayer_HasEigenvaluesInOrderAndTheirDimension()
    {
        IReadOnlyList<CovarianceSpectrum> spectra = CovarianceSpectrum.OfFirstNetwork(Spec, seed: 3, threads: 1).Value;

        Assert.Equal([0, 1, 2], spectra.Select(spectrum => spectrum.Layer));
        Assert.All(spectra, spectrum =>
        {
            Assert.Equal(150, spectrum.Eigenvalues.Count);
            Assert.Equal(spectrum.Eigenvalues.OrderDescending(), spectrum.Eigenvalues);
            double trace = spectrum.Eigenvalues.Sum(), square = spectrum.Eigenvalues.Sum(value => value * value);
            Assert.Equal(trace * trace / (150 * square), spectrum.Dimension, 1e-12);
        });
    }

    // The simulation draws the same network and measures it over its inputs. With 20,000 of them the relative error of D/N is below
    // 2/sqrt(20,000) = 1.4 %, that of a sum of squares that one direction makes alone; the theory of one network is within 2 % at N = 500, see
    // docs/guide/network.md.
    [Fact]
    public void OfFirstNetwork_Dimension_IsWhatTheSimulationMeasuresInTheSameNetwork()
    {
        IReadOnlyList<CovarianceSpectrum> spectra = CovarianceSpectrum.OfFirstNetwork(Spec, seed: 3, threads: 1).Value;
        var settings = new SimulationSettings(20_000, 1, 3, 2, CovarianceEstimator.Corrected);
        SimulationResult simulated = MonteCarlo.Run(Spec, settings).Value;
        SimulationResult other = MonteCarlo.Run(Spec, settings with { Seed = 4 }).Value;

        Assert.All(spectra, spectrum =>
            Assert.InRange(spectrum.Dimension / simulated.Layers[spectrum.Layer].Dimension!.Value.Mean, 0.98, 1.02));
        Assert.NotInRange(spectra[2].Dimension / other.Layers[2].Dimension!.Value.Mean, 0.98, 1.02);
    }
}
