namespace CorrSyn.Trained;

/// <summary>Orders names the way people number them: layer2 before layer10.</summary>
internal sealed class NameOrder : IComparer<string>
{
    public static NameOrder Instance { get; } = new();

    public int Compare(string? x, string? y)
    {
        ReadOnlySpan<char> left = x;
        ReadOnlySpan<char> right = y;
        while (left.Length > 0 && right.Length > 0)
        {
            int difference;
            if (char.IsAsciiDigit(left[0]) && char.IsAsciiDigit(right[0]))
            {
                ReadOnlySpan<char> leftNumber = TakeNumber(ref left);
                ReadOnlySpan<char> rightNumber = TakeNumber(ref right);
                difference = leftNumber.Length != rightNumber.Length
                    ? leftNumber.Length.CompareTo(rightNumber.Length)
                    : leftNumber.CompareTo(rightNumber, StringComparison.Ordinal);
            }
            else
            {
                difference = left[0].CompareTo(right[0]);
                left = left[1..];
                right = right[1..];
            }

            if (difference != 0)
                return difference;
        }

        return left.Length != right.Length ? left.Length.CompareTo(right.Length) : string.CompareOrdinal(x, y);
    }

    // Without leading zeros, so that more digits mean a larger number.
    private static ReadOnlySpan<char> TakeNumber(ref ReadOnlySpan<char> text)
    {
        int end = 0;
        while (end < text.Length && char.IsAsciiDigit(text[end]))
            end++;
        ReadOnlySpan<char> number = text[..end].TrimStart('0');
        text = text[end..];
        return number;
    }
}
