namespace CorrSyn.Simulation.Learning.Data;

/// <summary>A straight piece of a stroke; x to the right, y down, within the unit square.</summary>
internal readonly record struct StrokeSegment(double FromX, double FromY, double ToX, double ToY);

/// <summary>How the ten digits are written.</summary>
internal static class DigitStrokes
{
    public const int ClassCount = 10;

    private static readonly StrokeSegment[][] Digits =
    [
        [.. Arc(0.5, 0.5, 0.26, 0.38, 0, 360)],
        [.. Line(0.36, 0.26, 0.53, 0.1, 0.53, 0.9)],
        [.. Arc(0.5, 0.32, 0.25, 0.21, 180, 400), .. Line(0.69, 0.455, 0.25, 0.88, 0.77, 0.88)],
        [.. Arc(0.46, 0.3, 0.24, 0.19, -150, 90), .. Arc(0.46, 0.69, 0.28, 0.2, -90, 150)],
        [.. Line(0.62, 0.9, 0.62, 0.1, 0.22, 0.62, 0.8, 0.62)],
        [.. Line(0.74, 0.11, 0.33, 0.11, 0.3, 0.45), .. Arc(0.48, 0.65, 0.26, 0.24, -135, 145)],
        [.. Line(0.66, 0.1, 0.4, 0.34, 0.28, 0.62), .. Arc(0.5, 0.67, 0.23, 0.21, 0, 360)],
        [.. Line(0.22, 0.12, 0.78, 0.12, 0.42, 0.9)],
        [.. Arc(0.5, 0.3, 0.2, 0.19, 0, 360), .. Arc(0.5, 0.69, 0.24, 0.2, 0, 360)],
        [.. Arc(0.5, 0.33, 0.22, 0.21, 0, 360), .. Line(0.72, 0.33, 0.68, 0.62, 0.54, 0.9)],
    ];

    /// <summary>The pieces of a digit.</summary>
    public static ReadOnlySpan<StrokeSegment> Of(int digit) => Digits[digit];

    private static IEnumerable<StrokeSegment> Line(params double[] points)
    {
        for (int i = 2; i < points.Length; i += 2)
            yield return new StrokeSegment(points[i - 2], points[i - 1], points[i], points[i + 1]);
    }

    // Angles in degrees, clockwise from the right; a piece for every 30 degrees or so.
    private static IEnumerable<StrokeSegment> Arc(
        double x, double y, double radiusX, double radiusY, double from, double to)
    {
        int count = (int)Math.Ceiling((to - from) / 30);
        double[] points = [.. Enumerable.Range(0, count + 1).SelectMany(i =>
        {
            double angle = (from + (to - from) * i / count) * Math.PI / 180;
            return new[] { x + radiusX * Math.Cos(angle), y + radiusY * Math.Sin(angle) };
        })];
        return Line(points);
    }
}
