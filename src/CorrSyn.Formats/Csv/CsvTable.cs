using System.Globalization;
using System.Text;
using CsvHelper;

namespace CorrSyn.Formats.Csv;

/// <summary>Reads a table of numbers: UTF-8 text, one row per line, separated by comma, semicolon, tab or spaces. Lines
/// that start with # and one first row of column names are passed over.</summary>
internal static class CsvTable
{
    private const int LongestRow = 64 << 20;
    private const int SampleBytes = 64 * 1024;

    private static readonly char[] Separators = ['\t', ';', ','];

    /// <summary>Reads the whole table.</summary>
    /// <returns>A matrix; its numbers stay in memory with the entry.</returns>
    /// <exception cref="ArrayFormatException">Not a table of numbers, or beyond the limits.</exception>
    public static ArrayEntry Open(Stream stream, string file, string name, FormatLimits limits)
    {
        char separator = Separator(stream);
        stream.Position = 0;
        var options = new CsvReaderOptions
        {
            Separator = separator,
            HasHeader = false,
            CommentPrefix = '#',
            TrimWhitespace = separator != ' ',
            AllowLineBreaksInQuotes = false,
            MalformedData = CsvMalformedDataHandling.Throw,
            MaxRecordSize = LongestRow,
            TrackLineNumbers = true,
        };
        using CsvReader reader = CsvReader.Create(stream, options, leaveOpen: true);
        try
        {
            return new Rows(reader, separator, file, limits).Read(name);
        }
        catch (CsvFormatException error)
        {
            throw new ArrayFormatException(file, error.ByteOffset, "not a table: a quote that does not end, or a row that is too long");
        }
    }

    // The first of the separators that the first line of values has; spaces where it has none.
    private static char Separator(Stream stream)
    {
        stream.Position = 0;
        byte[] sample = new byte[Math.Min(SampleBytes, stream.Length)];
        stream.ReadExactly(sample);
        string line = Encoding.UTF8.GetString(sample).Split('\n')
            .Select(text => text.Trim(' ', '\r', '\uFEFF'))
            .FirstOrDefault(text => text.Length > 0 && text[0] != '#') ?? string.Empty;
        return Separators.FirstOrDefault(line.Contains, ' ');
    }

    private sealed class Rows(CsvReader reader, char separator, string file, FormatLimits limits)
    {
        private readonly long _largest = Math.Min(limits.MaxArrayBytes / sizeof(double), Array.MaxLength);
        private readonly List<double> _values = [];
        private int _columns;
        private long _rows;

        public ArrayEntry Read(string name)
        {
            for (bool isFirst = true; reader.Read(); isFirst = false)
            {
                int[] fields = Fields();
                if (fields.Length > 0 && !(isFirst && IsHeader(fields)))
                    Append(fields);
            }

            if (_rows == 0)
                throw new ArrayFormatException(file, null, "a table without numbers");
            double[] table = [.. _values];
            return new ArrayEntry(name, ElementType.Float64, [_rows, _columns], _ => [.. table]);
        }

        // Several spaces separate like one.
        private int[] Fields() =>
            [.. Enumerable.Range(0, reader.FieldCount).Where(field => separator != ' ' || !reader.IsEmpty(field))];

        private bool IsHeader(int[] fields) => !fields.Any(field => IsNumber(reader.GetSpan(field), out _));

        private void Append(int[] fields)
        {
            if (_rows++ == 0)
                _columns = fields.Length;
            if (fields.Length != _columns)
                throw Fault($"{fields.Length} columns, but {_columns} in the first row of numbers");
            if (_values.Count + (long)_columns > _largest)
                throw Fault($"more than {_largest} numbers, the limit for one array");
            for (int column = 0; column < _columns; column++)
            {
                ReadOnlySpan<byte> text = reader.GetSpan(fields[column]);
                if (!IsNumber(text, out double value))
                    throw Fault($"column {column + 1}: '{PrintableText.Of(Encoding.UTF8.GetString(text))}' is not a number");
                _values.Add(value);
            }
        }

        private ArrayFormatException Fault(string cause) =>
            new(file, reader.ByteOffset, $"line {reader.LineNumber}: {cause}");

        // NumPy writes inf and nan, which .NET reads too, in any case of letters, but not with a sign.
        private static bool IsNumber(ReadOnlySpan<byte> text, out double value)
        {
            if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value))
                return true;
            value = Encoding.UTF8.GetString(text).Trim().ToUpperInvariant() switch
            {
                "INF" or "+INF" => double.PositiveInfinity,
                "-INF" => double.NegativeInfinity,
                "NAN" or "+NAN" or "-NAN" => double.NaN,
                _ => 0,
            };
            return value != 0;
        }
    }
}
