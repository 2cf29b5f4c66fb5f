using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace CorrSyn.Cli.Arguments;

/// <summary>An option with one value, read as text and checked here, so that every refusal has the same form.</summary>
/// <param name="name">The name with its dashes.</param>
/// <param name="valueName">What stands for the value in the help.</param>
/// <param name="allowed">What is allowed, in words.</param>
/// <param name="description">What it means.</param>
/// <param name="whenLeftOut">What is taken where it is not given; null if the description says so.</param>
internal sealed class ValueOption(
    string name, string valueName, string allowed, string description, string? whenLeftOut = null)
{
    /// <summary>The name with its dashes.</summary>
    public string Name { get; } = name;

    /// <summary>What is allowed, in words.</summary>
    public string Allowed { get; } = allowed;

    /// <summary>The option as the parser knows it: any number of values, so that too few and too many are told apart
    /// here.</summary>
    public Option<string[]> Parsed { get; } = new(name)
    {
        Arity = ArgumentArity.ZeroOrMore,
        AllowMultipleArgumentsPerToken = false,
        HelpName = valueName,
        Description = whenLeftOut is null ? description : $"{description} (default {whenLeftOut})",
    };

    /// <summary>The text that was given; null if the option was not.</summary>
    /// <exception cref="UsageException">The value is missing, or the option was given twice.</exception>
    public string? Text(ParseResult parsed)
    {
        if (parsed.GetResult(Parsed) is not OptionResult { Implicit: false } result)
            return null;
        if (result.IdentifierTokenCount > 1)
            throw new UsageException($"{Name} is given {result.IdentifierTokenCount} times; allowed: once");
        return result.Tokens.Count == 1
            ? result.Tokens[0].Value
            : throw new UsageException($"{Name} needs a value; allowed: {Allowed}");
    }

    /// <summary>The number that was given; null if the option was not.</summary>
    /// <exception cref="UsageException">Not a finite number.</exception>
    public double? Number(ParseResult parsed) => Number(Text(parsed));

    /// <summary>A text as a number; null if there is none.</summary>
    /// <exception cref="UsageException">Not a finite number.</exception>
    public double? Number(string? text)
    {
        if (text is null)
            return null;
        bool isNumber = double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number);
        return isNumber && double.IsFinite(number) ? number : throw Refuse(text);
    }

    /// <summary>The whole number that was given; null if the option was not.</summary>
    /// <exception cref="UsageException">Not a whole number in the range.</exception>
    public long? Whole(ParseResult parsed, long least, long most) => Whole(Text(parsed), least, most);

    /// <summary>A text as a whole number of the size of an array; null if there is none.</summary>
    /// <exception cref="UsageException">Not a whole number in the range.</exception>
    public int? Count(string? text, int least, int most) => (int?)Whole(text, least, most);

    private long? Whole(string? text, long least, long most)
    {
        if (text is null)
            return null;
        bool isWhole = long.TryParse(
            text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number);
        return isWhole && least <= number && number <= most ? number : throw Refuse(text);
    }

    /// <summary>A whole number of the size of an array.</summary>
    public int? Count(ParseResult parsed, int least, int most) => (int?)Whole(parsed, least, most);

    /// <summary>One of the names that are allowed; null if the option was not given.</summary>
    /// <exception cref="UsageException">Another name.</exception>
    public string? Choice(ParseResult parsed, params IReadOnlyList<string> names) =>
        Text(parsed) is not { } text ? null
        : names.Contains(text) ? text
        : throw new UsageException(Refuse(text).Message + NearestName.Suggestion(text, names));

    /// <summary>The refusal of a value of this option.</summary>
    public UsageException Refuse(string value) => UsageException.Refused(Name, value, Allowed);
}
