using static System.Globalization.CultureInfo;

namespace CorrSyn.Cli.Charts;

/// <summary>Colours of a heat map, from dark blue to bright yellow: in order for colour-blind readers and in grey.</summary>
internal static class HeatColour
{
    private static readonly (int Red, int Green, int Blue)[] Stops =
        [(0, 34, 78), (65, 77, 107), (124, 123, 120), (188, 175, 111), (254, 232, 56)];

    /// <summary>The colour of a value from 0 to 1.</summary>
    public static string Of(double share)
    {
        double place = Math.Clamp(share, 0, 1) * (Stops.Length - 1);
        int lower = Math.Min((int)place, Stops.Length - 2);
        double rest = place - lower;
        int Mix(Func<(int Red, int Green, int Blue), int> part) =>
            (int)Math.Round(part(Stops[lower]) * (1 - rest) + part(Stops[lower + 1]) * rest);
        return string.Create(InvariantCulture, $"rgb({Mix(stop => stop.Red)},{Mix(stop => stop.Green)},{Mix(stop => stop.Blue)})");
    }
}
