using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Spectre.Console;

namespace CorrSyn.Bench;

/// <summary>Times CorrSyn against its peers: bench/compare.</summary>
internal static class Program
{
    private const int Done = 0;
    private const int BadInput = 2;

    private static readonly JsonSerializerOptions Indented = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    private static readonly Option<bool> Json = new("--json") { Description = "Print one JSON document." };

    private static readonly Option<bool> Markdown = new("--markdown") { Description = "Print a page in Markdown, with machine and date." };

    private static readonly Option<int> Rounds = new("--rounds")
    {
        Description = "How often each program runs.",
        DefaultValueFactory = _ => 5,
    };

    private static readonly Option<string[]> Only = new("--workload")
    {
        Description = "Only this workload, or the ones that start with this and a hyphen; may be repeated.",
    };

    private static readonly Option<string[]> Peers = new("--peer")
    {
        Description = "A further Python script, or a folder of them; one for the workload W, or W-..., with the module M is called W_M.py, and is left out where there is no M.",
    };

    private static readonly Option<string?> Python = new("--python") { Description = "The Python with NumPy." };

    /// <summary>Runs one command line.</summary>
    /// <param name="arguments">The folder of our own peers, then what the user gave.</param>
    /// <returns>0, or 2 where something cannot be run.</returns>
    public static int Main(string[] arguments)
    {
        var command = new RootCommand("Times CorrSyn against its peers, in turn, and prints medians and ratios.")
        {
            Json, Markdown, Rounds, Only, Peers, Python,
        };
        ParseResult parsed = command.Parse(arguments[1..]);
        if (parsed.Errors.Count > 0)
            return Refuse(parsed.Errors[0].Message);
        if (parsed.Action is { } action && parsed.CommandResult.Command == command && arguments[1..].Any(IsHelp))
            return parsed.Invoke();
        try
        {
            IReadOnlyList<Comparison> comparisons = Compare(parsed, arguments[0]);
            if (parsed.GetValue(Json))
                Console.WriteLine(JsonSerializer.Serialize(new { Schema = "corrsyn/compare/1", comparisons }, Indented));
            else if (parsed.GetValue(Markdown))
                Console.Write(MarkdownPage.Render(comparisons));
            else
                Print(comparisons);
            return Done;
        }
        catch (BenchException error)
        {
            return Refuse(error.Message);
        }
    }

    private static bool IsHelp(string argument) => argument is "--help" or "-h" or "-?" or "--version";

    private static int Refuse(string message)
    {
        Console.Error.WriteLine($"compare: error: {message}");
        return BadInput;
    }

    private static List<Comparison> Compare(ParseResult parsed, string ownPeers)
    {
        int rounds = parsed.GetValue(Rounds);
        if (rounds is < 1 or > 1000)
            throw new BenchException($"--rounds is {rounds}; allowed: 1 to 1000");
        IReadOnlyList<Workload> workloads = Select(parsed.GetValue(Only) ?? []);
        string python = parsed.GetValue(Python) is { } given
            ? PeerScript.FindPython([given]) ?? throw new BenchException($"--python is {given}, which has no NumPy")
            : PeerScript.FindPython(["python3", "/usr/bin/python3", "python"])
                ?? throw new BenchException("no Python with NumPy was found; install python3-numpy or give --python");
        PeerScript[] peers = [.. new[] { ownPeers }
            .Concat(parsed.GetValue(Peers) ?? [])
            .SelectMany(Scripts)
            .Select(path => new PeerScript(path, python))
            .Where(IsInstalled)];
        return [.. workloads.Select(workload =>
            Comparison.Measure(
                workload,
                [.. peers.Where(peer => peer.Name.StartsWith(workload.Family + "_", StringComparison.Ordinal))],
                rounds))];
    }

    private static bool IsInstalled(PeerScript peer)
    {
        if (peer.IsInstalled)
            return true;
        Console.Error.WriteLine($"compare: {peer.Name} is left out: {peer.Python} has no module {peer.Module}");
        return false;
    }

    private static IReadOnlyList<Workload> Select(string[] names)
    {
        Workload[] all =
        [
            TheoryWorkload.Create(), InstanceWorkload.Create(),
            .. ProductWorkload.Create(), .. SimulateWorkload.Create(),
        ];
        string? unknown = names.FirstOrDefault(name => all.All(workload => name != workload.Id && name != workload.Family));
        return unknown is null
            ? [.. all.Where(workload =>
                names.Length == 0 || names.Contains(workload.Id) || names.Contains(workload.Family))]
            : throw new BenchException(
                $"--workload is {unknown}; allowed: {string.Join(", ", all.Select(workload => workload.Id))}");
    }

    private static IEnumerable<string> Scripts(string path) =>
        Directory.Exists(path) ? Directory.EnumerateFiles(path, "*.py").Order(StringComparer.Ordinal)
        : File.Exists(path) ? [path]
        : throw new BenchException($"--peer is {path}, which does not exist");

    private static void Print(IReadOnlyList<Comparison> comparisons)
    {
        IAnsiConsole console = AnsiConsole.Console;
        foreach (Comparison comparison in comparisons)
        {
            var table = new Table { Border = TableBorder.Simple, Title = new TableTitle(Markup.Escape(Heading(comparison))) };
            table.AddColumns("program", "seconds", "times CorrSyn", "relative error");
            table.AddRow("CorrSyn", Number(comparison.Seconds), "1", Number(comparison.Error));
            foreach (PeerComparison peer in comparison.Peers)
            {
                table.AddRow(
                    Markup.Escape(peer.Peer),
                    Number(peer.Seconds),
                    $"{Number(peer.Ratio)} ({Number(peer.LowestRatio)} to {Number(peer.HighestRatio)})",
                    Number(peer.Error));
            }

            foreach ((string name, double value) in comparison.Figures)
                table.AddRow(Markup.Escape(name), Number(value), string.Empty, string.Empty);
            console.Write(table);
        }
    }

    private static string Heading(Comparison comparison) =>
        $"{comparison.Workload}: {comparison.Description}; medians of {comparison.Rounds} rounds"
        + (comparison.PeerFactor == 1 ? string.Empty : $"; times of peers multiplied by {Number(comparison.PeerFactor)}");

    private static string Number(double? value) =>
        value is { } number ? number.ToString("G3", CultureInfo.InvariantCulture) : "-";
}
