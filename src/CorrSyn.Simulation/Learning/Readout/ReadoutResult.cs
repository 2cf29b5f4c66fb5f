namespace CorrSyn.Simulation.Learning.Readout;

/// <summary>How well a linear read-out tells classes apart.</summary>
/// <param name="Accuracy">The part of the held-out inputs that is classified correctly.</param>
/// <param name="Ridge">The regularisation that did best on inputs apart from these, in units of the mean variance of a
/// neuron.</param>
public readonly record struct ReadoutResult(double Accuracy, double Ridge);
