using CorrSyn.Formats;
using CorrSyn.Simulation.Kernels;
using CorrSyn.Simulation.Learning.Data;

namespace CorrSyn.Learning;

/// <summary>Inputs to learn from, out of arrays.</summary>
public static class LearningInputs
{
    private const int MostClasses = 1000;

    /// <summary>Checks arrays of inputs and of classes.</summary>
    /// <param name="inputs">One input for each number of the first axis; at least 2 numbers each. Shared, not copied.</param>
    /// <param name="labels">The class of each input, whole numbers from 0 to 999; null for none.</param>
    /// <exception cref="ArgumentException">A shape does not fit, a number is not finite, or a class is not a whole number in
    /// the range.</exception>
    public static LabelledInputs FromArrays(NumericArray inputs, NumericArray? labels = null)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        if (inputs.Shape.Count < 2 || inputs.Shape[0] < 1 || inputs.Values.Length / inputs.Shape[0] < 2)
            throw new ArgumentException($"the inputs are {Shape(inputs)}; allowed: M x N or more axes, one row of at least 2 numbers for each input");
        int count = (int)inputs.Shape[0];
        int width = inputs.Values.Length / count;
        int bad = Array.FindIndex(inputs.Values, value => !double.IsFinite(value));
        if (bad >= 0)
            throw new ArgumentException(FormattableString.Invariant($"input {bad / width}, neuron {bad % width} (counted from 0) is {inputs.Values[bad]}"));
        double largest = inputs.Values.Max(Math.Abs);
        if (largest > 1e100)
            throw new ArgumentException(FormattableString.Invariant($"the largest input is {largest}; allowed: up to 1e100 in size"));
        return new LabelledInputs(new MatrixView(inputs.Values, count, width), labels is null ? null : Classes(labels, count));
    }

    private static string Shape(NumericArray inputs) =>
        inputs.Shape.Count switch
        {
            0 => "a single number",
            1 => $"one row of {inputs.Shape[0]}",
            int _ => string.Join(" x ", inputs.Shape),
        };

    private static int[] Classes(NumericArray labels, int count)
    {
        if (labels.Values.Length != count)
            throw new ArgumentException($"there are {labels.Values.Length} labels for {count} inputs; allowed: one for each");
        int bad = Array.FindIndex(labels.Values, value => !(value >= 0 && value < MostClasses && value == Math.Floor(value)));
        if (bad >= 0)
            throw new ArgumentException(FormattableString.Invariant($"label {bad} (counted from 0) is {labels.Values[bad]}; allowed: a whole number from 0 to {MostClasses - 1}"));
        return Array.ConvertAll(labels.Values, value => (int)value);
    }
}
