using CorrSyn.Simulation.Sampling;

namespace CorrSyn.Simulation.Learning.Data;

/// <summary>Draws a digit: its strokes, turned, slanted, stretched, moved and bent at random, with a pen of random width, and
/// noise on every pixel. Brightness is 0 for paper and 1 for ink, but for the noise.</summary>
internal static class DigitDrawing
{
    /// <summary>Pixels along a side.</summary>
    public const int Side = 16;

    /// <summary>Pixels.</summary>
    public const int PixelCount = Side * Side;

    private const int WarpCount = 16;
    private const double Noise = 0.1;

    /// <summary>Draws one picture.</summary>
    /// <param name="digit">0 to 9.</param>
    /// <param name="stream">Gaussian numbers.</param>
    /// <param name="number">Which picture; each has its place in the stream.</param>
    /// <param name="pixels">256 numbers, row by row from the top.</param>
    public static void Draw(int digit, RandomStream stream, int number, Span<double> pixels)
    {
        Span<double> random = stackalloc double[WarpCount + PixelCount];
        stream.FillGaussian(number * RandomStream.GroupCount(random.Length), random);
        ReadOnlySpan<double> warp = random[..WarpCount];
        ReadOnlySpan<StrokeSegment> strokes = DigitStrokes.Of(digit);
        Span<StrokeSegment> bent = stackalloc StrokeSegment[strokes.Length];
        for (int i = 0; i < strokes.Length; i++)
            bent[i] = Bend(strokes[i], warp);
        double pen = 0.055 * Math.Exp(0.2 * warp[8]);
        for (int row = 0; row < Side; row++)
        {
            for (int column = 0; column < Side; column++)
            {
                double distance = Distance(bent, (column + 0.5) / Side, (row + 0.5) / Side);
                pixels[row * Side + column] =
                    Ink(distance, pen) + Noise * random[WarpCount + row * Side + column];
            }
        }
    }

    // Full within the pen, fading over the width of a pixel.
    private static double Ink(double distance, double pen) =>
        Math.Clamp((pen - distance) * Side + 0.5, 0, 1);

    private static StrokeSegment Bend(StrokeSegment segment, ReadOnlySpan<double> warp)
    {
        (double fromX, double fromY) = Bend(segment.FromX, segment.FromY, warp);
        (double toX, double toY) = Bend(segment.ToX, segment.ToY, warp);
        return new StrokeSegment(fromX, fromY, toX, toY);
    }

    private static (double X, double Y) Bend(double x, double y, ReadOnlySpan<double> warp)
    {
        double bentX = x - 0.5 + 0.03 * warp[9] * Math.Sin(Math.PI * y + warp[10]);
        double bentY = y - 0.5 + 0.03 * warp[11] * Math.Sin(Math.PI * x + warp[12]);
        double angle = 0.12 * warp[0];
        double slanted = bentX * Math.Exp(0.1 * warp[1]) + 0.15 * warp[2] * bentY;
        double stretched = bentY * Math.Exp(0.1 * warp[3]);
        (double sin, double cos) = Math.SinCos(angle);
        return (
            0.5 + cos * slanted - sin * stretched + 0.03 * warp[4],
            0.5 + sin * slanted + cos * stretched + 0.03 * warp[5]);
    }

    private static double Distance(ReadOnlySpan<StrokeSegment> strokes, double x, double y)
    {
        double least = double.PositiveInfinity;
        foreach (StrokeSegment stroke in strokes)
        {
            (double alongX, double alongY) = (stroke.ToX - stroke.FromX, stroke.ToY - stroke.FromY);
            double length = alongX * alongX + alongY * alongY;
            double place = length > 0
                ? Math.Clamp(((x - stroke.FromX) * alongX + (y - stroke.FromY) * alongY) / length, 0, 1)
                : 0;
            double awayX = x - stroke.FromX - place * alongX;
            double awayY = y - stroke.FromY - place * alongY;
            least = Math.Min(least, awayX * awayX + awayY * awayY);
        }

        return Math.Sqrt(least);
    }
}
