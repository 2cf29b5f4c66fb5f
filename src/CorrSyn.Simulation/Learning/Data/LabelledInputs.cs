using CorrSyn.Simulation.Kernels;

namespace CorrSyn.Simulation.Learning.Data;

/// <summary>Inputs, and to which class each belongs if that is known.</summary>
/// <param name="Values">M x N, a row for each input.</param>
/// <param name="Labels">M numbers from 0; null where there are no classes.</param>
public sealed record LabelledInputs(MatrixView Values, int[]? Labels)
{
    /// <summary>Some of the inputs, as a view of the same values.</summary>
    public LabelledInputs Part(int first, int count) =>
        new(Values.Part(first, count), Labels?[first..(first + count)]);
}
