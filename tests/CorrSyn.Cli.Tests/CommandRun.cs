using System.Globalization;
using System.Text.Json;
using CorrSyn.Cli.Output;

namespace CorrSyn.Cli.Tests;

/// <summary>One run of the program within the process of the tests.</summary>
internal sealed record CommandRun(int Code, string Output, string Error)
{
    public IReadOnlyList<string> ErrorLines => Error.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    public static CommandRun Of(params string[] arguments) => Cancellable(CancellationToken.None, arguments);

    /// <summary>Arguments as they are typed, separated by blanks.</summary>
    public static CommandRun Typed(string arguments) =>
        Of(arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries));

    public static CommandRun Cancellable(CancellationToken cancellation, params string[] arguments)
    {
        using var output = new StringWriter(CultureInfo.InvariantCulture);
        using var error = new StringWriter(CultureInfo.InvariantCulture);
        int code = Program.Run(arguments, new Session(output, error, ShowsProgress: false, cancellation));
        return new CommandRun(code, output.ToString(), error.ToString().ReplaceLineEndings("\n"));
    }

    /// <summary>The one document on standard output, which must have come without any message.</summary>
    public JsonElement Document()
    {
        Assert.Equal(0, Code);
        Assert.Empty(Error);
        return JsonDocument.Parse(Output).RootElement;
    }
}
