using System.Net;
using System.Text.Json;
using CorrSyn.Cli.Explore;
using CorrSyn.Model;

namespace CorrSyn.Cli.Tests.Explore;

public sealed class ExploreTheoryTests
{
    [Fact]
    public async Task Page_WithTheToken_HasItsScriptsAndThePolicy()
    {
        await using ExploreClient client = await ExploreClient.Start();

        using HttpResponseMessage page = await client.Http.GetAsync(client.Address);
        string html = await page.Content.ReadAsStringAsync();

        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        Assert.Equal("text/html", page.Content.Headers.ContentType?.MediaType);
        string policy = Assert.Single(page.Headers.GetValues("Content-Security-Policy"));
        Assert.Contains("default-src 'none'; script-src 'self';", policy, StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
        Assert.Equal("nosniff", Assert.Single(page.Headers.GetValues("X-Content-Type-Options")));
        Assert.True(page.Headers.CacheControl?.NoStore);
        Assert.DoesNotContain("Access-Control-Allow-Origin", page.Headers.Select(header => header.Key));
        foreach (string script in new[] { "/charts.js", "/explore.js" })
        {
            Assert.Contains($"<script src=\"{script}\"></script>", html, StringComparison.Ordinal);
            using HttpResponseMessage answer = await client.Http.GetAsync(new Uri(script, UriKind.Relative));
            Assert.Equal("text/javascript", answer.Content.Headers.ContentType?.MediaType);
            Assert.NotEmpty(await answer.Content.ReadAsStringAsync());
        }
    }

    [Theory]
    [InlineData("""{"depth":4,"gain":1.3,"correlation":0.5}""")]
    [InlineData("""{"depth":3,"activation":"relu","gain":1.9,"correlation":0.6}""")]
    [InlineData("""{"depth":3,"weights":"orthogonal","correlation":null}""")]
    public async Task Theory_OfAModel_IsThatOfTheFacade(string model)
    {
        await using ExploreClient client = await ExploreClient.Start();

        JsonElement answer = await Theory(client, model);

        // The same parameters by another way: the model in the answer.
        ModelDescription description = JsonSerializer.Deserialize<ModelDescription>(answer.GetProperty("model"), JsonSerializerOptions.Web)!;
        Assert.True(NetworkModel.TryCreate(description, out NetworkSpec? spec, out _));
        MeanFieldSolution expected = MeanField.Evaluate(spec, tolerance: Answers.Tolerance).Value;
        Assert.Equal(
            expected.Layers.Select(layer => (layer.Dimension, layer.NSigma)),
            answer.GetProperty("layers").EnumerateArray().Select(layer =>
                (layer.GetProperty("dimension").GetDouble(), layer.GetProperty("nSigma").GetDouble())));
        Assert.Equal(expected.Validity.Reason, answer.GetProperty("validity").GetProperty("reason").GetString());
        JsonElement line = answer.GetProperty("charts")[0].GetProperty("series")[0];
        Assert.Equal(
            expected.Layers.Select(layer => layer.Dimension),
            line.GetProperty("y").EnumerateArray().Select(value => value.GetDouble()));
    }

    [Fact]
    public async Task Theory_CommandLine_PrintsTheSameNumbers()
    {
        await using ExploreClient client = await ExploreClient.Start();

        JsonElement answer = await Theory(client, """{"depth":4,"gain":1.3,"activation":"erf"}""");
        string command = answer.GetProperty("commandLine").GetString()!;

        Assert.StartsWith("corrsyn theory ", command, StringComparison.Ordinal);
        JsonElement printed = CommandRun.Typed($"{command["corrsyn ".Length..]} --json").Document();
        foreach ((JsonElement ours, JsonElement theirs) in answer.GetProperty("layers").EnumerateArray().Zip(printed.GetProperty("layers").EnumerateArray()))
        {
            // Each has the error that it states; the larger one is that of the page.
            double dimension = theirs.GetProperty("dimension").GetDouble();
            Assert.Equal(dimension, ours.GetProperty("dimension").GetDouble(), 2 * ours.GetProperty("relativeError").GetDouble() * dimension + 1e-15);
        }
    }

    [Theory]
    [InlineData("""{"gain":-1}""", "gain")]
    [InlineData("""{"gain":"1"}""", "gain")]
    [InlineData("""{"correlation":20,"width":100}""", "correlation")]
    [InlineData("""{"weights":"orthogonal","correlation":1}""", "correlation")]
    [InlineData("""{"depth":0}""", "depth")]
    [InlineData("""{"activation":"<script>alert(1)</script>"}""", "activation")]
    public async Task Theory_RefusedParameter_IsNamed(string model, string parameter)
    {
        await using ExploreClient client = await ExploreClient.Start();

        JsonElement error = (await Theory(client, model)).GetProperty("error");

        Assert.Equal(parameter, error.GetProperty("parameter").GetString());
        Assert.Contains("allowed:", error.GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Theory_WithoutAnAnswer_SaysWhyAndKeepsTheModel()
    {
        await using ExploreClient client = await ExploreClient.Start();

        JsonElement answer = await Theory(client, """{"activation":"linear","gain":100,"depth":300}""");

        Assert.Contains("diverges at layer", answer.GetProperty("error").GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.Equal(JsonValueKind.Null, answer.GetProperty("error").GetProperty("parameter").ValueKind);
        Assert.Equal(300, answer.GetProperty("model").GetProperty("depth").GetInt32());
    }

    [Fact]
    public void Page_OfAHostileFormula_HoldsItAsText()
    {
        string html = ExplorePage.Render(ModelDescription.Default with { Activation = "\"><img src=x onerror=alert(1)></script>" });

        Assert.DoesNotContain("<img", html, StringComparison.Ordinal);
        Assert.Equal(3, html.Split("</script>").Length - 1);
    }

    private static async Task<JsonElement> Theory(ExploreClient client, string model)
    {
        (HttpStatusCode status, string text) = await client.Send(client.Post("/theory", model));
        Assert.Equal(HttpStatusCode.OK, status);
        return JsonDocument.Parse(text).RootElement;
    }
}
