namespace CorrSyn.Formats.Reading;

/// <summary>How the numbers of one array lie in its file.</summary>
/// <param name="Type">How a number is stored.</param>
/// <param name="Shape">The extent of each axis; measured before, so that the count of numbers fits an array.</param>
/// <param name="IsBigEndian">Whether the most significant byte comes first.</param>
/// <param name="IsColumnMajor">Whether the first axis is the fastest.</param>
internal sealed record ArrayLayout(ElementType Type, IReadOnlyList<long> Shape, bool IsBigEndian, bool IsColumnMajor)
{
    private const int BlockBytes = 1 << 20;

    /// <summary>Reads all numbers into row-major order; they are the last bytes of the content.</summary>
    /// <param name="content">What holds them.</param>
    /// <param name="position">Where they start.</param>
    /// <param name="cancellation">Looked at every megabyte.</param>
    public double[] ReadAt(ByteContent content, long position, CancellationToken cancellation)
    {
        using ForwardReader reader = content.Open();
        reader.Fill(new byte[position]);
        double[] values = Read(reader, cancellation);
        reader.ExpectEnd();
        return values;
    }

    /// <summary>Reads the next numbers into row-major order.</summary>
    public double[] Read(ForwardReader reader, CancellationToken cancellation)
    {
        int size = ElementCodec.Size(Type);
        var values = new double[(long)ArrayShape.Count(Shape)];
        byte[] bytes = new byte[Math.Min(BlockBytes, (long)values.Length * size)];
        double[] block = IsColumnMajor ? new double[bytes.Length / size] : [];
        var place = new RowMajorPlace(Shape);
        for (int start = 0; start < values.Length;)
        {
            cancellation.ThrowIfCancellationRequested();
            int count = Math.Min(bytes.Length / size, values.Length - start);
            Span<byte> stored = bytes.AsSpan(0, count * size);
            reader.Fill(stored);
            Span<double> decoded = IsColumnMajor ? block.AsSpan(0, count) : values.AsSpan(start, count);
            ElementCodec.Decode(Type, IsBigEndian, stored, decoded);
            if (IsColumnMajor)
                place.Scatter(decoded, values);
            start += count;
        }

        return values;
    }

    // Walks through a box with the first axis fastest, and says where each number is with the last axis fastest.
    private sealed class RowMajorPlace
    {
        private readonly long[] _shape;
        private readonly long[] _index;
        private readonly long[] _stride;
        private long _offset;

        public RowMajorPlace(IReadOnlyList<long> shape)
        {
            _shape = [.. shape];
            _index = new long[_shape.Length];
            _stride = new long[_shape.Length];
            long stride = 1;
            for (int axis = _shape.Length - 1; axis >= 0; axis--)
            {
                _stride[axis] = stride;
                stride = unchecked(stride * _shape[axis]);
            }
        }

        public void Scatter(ReadOnlySpan<double> source, double[] destination)
        {
            foreach (double value in source)
            {
                destination[_offset] = value;
                Advance();
            }
        }

        private void Advance()
        {
            for (int axis = 0; axis < _shape.Length; axis++)
            {
                _offset += _stride[axis];
                if (++_index[axis] < _shape[axis])
                    return;
                _offset -= _stride[axis] * _shape[axis];
                _index[axis] = 0;
            }
        }
    }
}
