using System.Globalization;
using CorrSyn.Formats.Reading;

namespace CorrSyn.Formats.Npy;

/// <summary>Reads the dictionary literal of an npy header: {'descr': '&lt;f8', 'fortran_order': False, 'shape': (2, 3), }.
/// Nothing else of Python is understood.</summary>
internal sealed class NpyHeaderText
{
    private readonly string _text;
    private readonly ForwardReader _reader;
    private int _position;

    private NpyHeaderText(string text, ForwardReader reader) => (_text, _reader) = (text, reader);

    /// <summary>Reads the header text.</summary>
    /// <param name="text">All of it, padding included.</param>
    /// <param name="reader">For messages.</param>
    /// <exception cref="ArrayFormatException">It is anything else than a dictionary of those three keys.</exception>
    public static NpyHeader Parse(string text, ForwardReader reader) => new NpyHeaderText(text, reader).Dictionary();

    private NpyHeader Dictionary()
    {
        string? descriptor = null;
        bool? isColumnMajor = null;
        IReadOnlyList<long>? shape = null;
        Expect('{');
        while (!Take('}'))
        {
            string key = Quoted();
            Expect(':');
            switch (key)
            {
                case "descr" when descriptor is null:
                    descriptor = Descriptor();
                    break;
                case "fortran_order" when isColumnMajor is null:
                    isColumnMajor = Truth();
                    break;
                case "shape" when shape is null:
                    shape = Shape();
                    break;
                default:
                    throw Fault($"key '{PrintableText.Of(key)}' is unknown or given twice");
            }

            if (!Take(','))
            {
                Expect('}');
                break;
            }
        }

        SkipSpace();
        if (_position < _text.Length)
            throw Fault("text after the dictionary");
        return descriptor is not null && isColumnMajor is { } order && shape is not null
            ? new NpyHeader(descriptor, shape, order)
            : throw Fault("one of the keys descr, fortran_order and shape is missing");
    }

    // A list of fields is a record type; its text is kept for the message that refuses it.
    private string Descriptor()
    {
        SkipSpace();
        if (_position >= _text.Length || _text[_position] is not ('[' or '('))
            return Quoted();
        int depth = 0;
        do
        {
            depth += _text[_position] switch
            {
                '[' or '(' => 1,
                ']' or ')' => -1,
                _ => 0,
            };
            _position++;
        }
        while (depth > 0 && _position < _text.Length);
        return depth == 0 ? "|V" : throw Fault("the list of fields does not end");
    }

    private bool Truth()
    {
        SkipSpace();
        foreach ((string word, bool value) in new[] { ("True", true), ("False", false) })
        {
            if (_text.AsSpan(_position).StartsWith(word, StringComparison.Ordinal))
            {
                _position += word.Length;
                return value;
            }
        }

        throw Fault("fortran_order is neither True nor False");
    }

    private List<long> Shape()
    {
        var shape = new List<long>();
        Expect('(');
        while (!Take(')'))
        {
            shape.Add(Extent());
            if (shape.Count > ArrayShape.LargestRank)
                throw Fault($"more than {ArrayShape.LargestRank} axes");
            if (!Take(','))
            {
                Expect(')');
                break;
            }
        }

        return shape;
    }

    // Python 2 wrote 3L where the number was a long one.
    private long Extent()
    {
        SkipSpace();
        int start = _position;
        while (_position < _text.Length && char.IsAsciiDigit(_text[_position]))
            _position++;
        bool isNumber = long.TryParse(
            _text.AsSpan(start, _position - start), NumberStyles.None, CultureInfo.InvariantCulture, out long extent);
        if (_position < _text.Length && _text[_position] == 'L')
            _position++;
        return isNumber ? extent : throw Fault("the shape is not a tuple of whole numbers from 0 to 2^63 - 1");
    }

    private string Quoted()
    {
        SkipSpace();
        if (_position >= _text.Length || _text[_position] is not ('\'' or '"'))
            throw Fault("a quoted word is missing");
        int end = _text.IndexOf(_text[_position], _position + 1);
        if (end < 0)
            throw Fault("a quoted word does not end");
        string word = _text[(_position + 1)..end];
        _position = end + 1;
        return word.Contains('\\') ? throw Fault("an escape sequence in a quoted word") : word;
    }

    private void Expect(char character)
    {
        if (!Take(character))
            throw Fault($"'{character}' is missing");
    }

    private bool Take(char character)
    {
        SkipSpace();
        if (_position >= _text.Length || _text[_position] != character)
            return false;
        _position++;
        return true;
    }

    private void SkipSpace()
    {
        while (_position < _text.Length && _text[_position] is ' ' or '\n' or '\r' or '\t')
            _position++;
    }

    private ArrayFormatException Fault(string cause) =>
        _reader.Fault($"the npy header is not a dictionary that NumPy writes: {cause} (character {_position})");
}
