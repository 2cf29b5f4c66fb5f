using System.Globalization;

namespace CorrSyn.Cli.Output;

/// <summary>Numbers as people read them; documents hold them in full.</summary>
internal static class NumberText
{
    private static readonly CultureInfo Invariant = CultureInfo.InvariantCulture;

    /// <summary>A number with that many significant digits.</summary>
    public static string Significant(double value, int digits = 5)
    {
        if (value == 0)
            return "0";
        int exponent = Exponent(value);
        return exponent is >= -4 and < 6
            ? value.ToString($"F{Math.Max(0, digits - 1 - exponent)}", Invariant)
            : value.ToString($"0.{new string('0', digits - 1)}e+00", Invariant);
    }

    /// <summary>A number and its error, both to the second digit of the error.</summary>
    public static string WithError(double value, double? error)
    {
        if (error is not { } size || size == 0)
            return Significant(value);
        int exponent = Exponent(value);
        bool isPlain = exponent is >= -4 and < 6 || value == 0;
        int decimals = Math.Clamp(1 - Exponent(size), 0, 12);
        if (isPlain || Exponent(size) > exponent)
            return isPlain && decimals < 12
                ? $"{value.ToString($"F{decimals}", Invariant)} +- {size.ToString($"F{decimals}", Invariant)}"
                : $"{Significant(value, 3)} +- {Significant(size, 2)}";
        string format = $"F{Math.Clamp(exponent - Exponent(size) + 1, 1, 12)}";
        double scale = Math.Pow(10, exponent);
        return $"({(value / scale).ToString(format, Invariant)} +- {(size / scale).ToString(format, Invariant)})e{exponent.ToString("+00;-00", Invariant)}";
    }

    /// <summary>How many errors two numbers are apart.</summary>
    public static string Deviation(double z) =>
        Math.Abs(z) < 1000 ? z.ToString("+0.0;-0.0;0.0", Invariant) : z.ToString("+0.0e+0;-0.0e+0", Invariant);

    /// <summary>A number that reads back as the same double.</summary>
    public static string Full(double value) => value.ToString("R", Invariant);

    /// <summary>A count.</summary>
    public static string Whole(long value) => value.ToString(Invariant);

    // Of the number as it is after rounding to two digits: 0.0996 is 1.0e-1.
    private static int Exponent(double value) =>
        value == 0 ? 0 : int.Parse(value.ToString("e1", Invariant).Split('e')[1], Invariant);
}
