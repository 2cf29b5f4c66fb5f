using Xunit;

namespace CorrSyn.Tests;

public class PublicApiTests
{
    private const string File = "tests/CorrSyn.Tests/Expected/PublicApi.txt";

    [Fact]
    public void PublicApi_OfTheFacade_IsTheOneThatWasReviewed()
    {
        string actual = ApiText.Of(typeof(NetworkModel).Assembly);
        if (Environment.GetEnvironmentVariable("CORRSYN_ACCEPT") == "1")
            System.IO.File.WriteAllText(RepositoryFiles.PathOf(File), actual);
        string[] expected = Lines(RepositoryFiles.Read(File));
        string[] added = [.. Lines(actual).Except(expected).Select(line => "+ " + line)];
        string[] removed = [.. expected.Except(Lines(actual)).Select(line => "- " + line)];
        Assert.True(
            added.Length + removed.Length == 0 && actual == RepositoryFiles.Read(File),
            $"""
            The public surface of CorrSyn is not the one in {File}:
            {string.Join("\n", removed.Concat(added))}
            If the change is meant, accept it, and review the file with the change:
            CORRSYN_ACCEPT=1 dotnet test tests/CorrSyn.Tests -c Release --filter PublicApi
            """);
    }

    [Fact]
    public void ApiText_OfAMethod_ShowsDefaultsNullsAndOutParameters()
    {
        string text = ApiText.Of(typeof(NetworkModel).Assembly);
        Assert.Contains("CorrSyn.NetworkModel.Create(string weights = \"gaussian\", double? correlation = null, double gain = 0.8,", text);
        Assert.Contains("out CorrSyn.Model.ParameterError? error) -> bool (static)", text);
        Assert.Contains("CorrSyn.SolveResult<T> : sealed class\n", text);
        Assert.Contains("CorrSyn.Comparison.AgreementVerdict.OutOfReach = 2\n", text);
        Assert.DoesNotContain("PrintMembers", text);
    }

    private static string[] Lines(string text) => text.TrimEnd('\n').Split('\n');
}
