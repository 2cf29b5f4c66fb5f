using System.Net;
using System.Text.Json;
using CorrSyn.Cli.Output;
using CorrSyn.Simulation.Estimation;
using CorrSyn.Simulation.Networks;

namespace CorrSyn.Cli.Tests.Explore;

public sealed class ExploreSamplingTests
{
    private static readonly JsonSerializerOptions CamelCase = JsonSerializerOptions.Web;

    [Fact]
    public async Task Sample_Streams_AndEndsWithTheSimulationOfAllNetworks()
    {
        await using ExploreClient client = await ExploreClient.Start();

        (HttpStatusCode status, string text) = await client.Send(
            client.Post("/sample", """{"model":{"depth":2,"width":30},"samples":20,"instances":70,"seed":7}"""));
        JsonElement[] lines = [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement)];

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal([1, 2, 4, 8, 16, 32, 64, 70], lines.Select(line => line.GetProperty("networks").GetInt32()));
        Assert.Equal([.. Enumerable.Repeat(false, 7), true], lines.Select(line => line.GetProperty("isLast").GetBoolean()));
        foreach (JsonElement line in lines)
        {
            // Another run of so many networks, from the start and by one thread.
            SimulationResult expected = MonteCarlo.Run(
                NetworkModel.Create(depth: 2, width: 30),
                new SimulationSettings(20, line.GetProperty("networks").GetInt32(), 7, 1, CovarianceEstimator.Corrected)).Value;
            Assert.Equal(
                JsonSerializer.Serialize(DocumentParts.Layers(expected), CamelCase),
                JsonSerializer.Serialize(line.GetProperty("layers")));
        }

        JsonElement points = lines[^1].GetProperty("charts")[0].GetProperty("series")[1];
        Assert.Equal("mean of 70 networks", points.GetProperty("name").GetString());
        Assert.All(points.GetProperty("error").EnumerateArray(), error => Assert.True(error.GetDouble() > 0));
    }

    [Fact]
    public async Task Sample_CommandLine_PrintsTheSame()
    {
        await using ExploreClient client = await ExploreClient.Start();

        (_, string text) = await client.Send(
            client.Post("/sample", """{"model":{"depth":2,"width":30},"samples":20,"instances":3,"seed":5}"""));
        JsonElement last = JsonDocument.Parse(text.Split('\n', StringSplitOptions.RemoveEmptyEntries)[^1]).RootElement;
        string command = last.GetProperty("commandLine").GetString()!;

        JsonElement printed = CommandRun.Typed($"{command["corrsyn ".Length..]} --json").Document();
        Assert.Equal(JsonSerializer.Serialize(printed.GetProperty("layers")), JsonSerializer.Serialize(last.GetProperty("layers")));
    }

    [Theory]
    [InlineData("""{"model":{},"samples":3}""", "samples")]
    [InlineData("""{"model":{},"instances":0}""", "instances")]
    [InlineData("""{"model":{},"instances":100001}""", "instances")]
    [InlineData("""{"model":{"gain":0}}""", "gain")]
    [InlineData("""{"model":{"width":1000000},"samples":1000000}""", "width")]
    public async Task Sample_RefusedParameter_IsNamed(string request, string parameter)
    {
        await using ExploreClient client = await ExploreClient.Start();

        (_, string text) = await client.Send(client.Post("/sample", request));

        Assert.Equal(parameter, JsonDocument.Parse(text).RootElement.GetProperty("error").GetProperty("parameter").GetString());
    }

    [Fact]
    public async Task Sample_Aborted_Stops()
    {
        await using ExploreClient client = await ExploreClient.Start();
        using (HttpRequestMessage endless = client.Post("/sample", """{"model":{"depth":3,"width":60},"samples":30,"instances":100000}"""))
        using (HttpResponseMessage response = await client.Http.SendAsync(endless, HttpCompletionOption.ResponseHeadersRead))
        using (var reader = new StreamReader(await response.Content.ReadAsStreamAsync()))
        {
            for (int networks = 1; networks <= 4; networks *= 2)
                Assert.Equal(networks, JsonDocument.Parse((await reader.ReadLineAsync())!).RootElement.GetProperty("networks").GetInt32());
        }

        // One request is sampled at a time: the next would be refused if this one went on.
        (_, string text) = await client.Send(client.Post("/sample", """{"model":{"depth":2,"width":30},"samples":20,"instances":2}"""));
        Assert.True(JsonDocument.Parse(text.Split('\n')[1]).RootElement.GetProperty("isLast").GetBoolean());
    }

    [Fact]
    public async Task Sample_WhileAnotherPageSamples_IsRefused()
    {
        await using ExploreClient client = await ExploreClient.Start();
        using HttpRequestMessage endless = client.Post("/sample", """{"model":{"depth":3,"width":60},"samples":30,"instances":100000}""");
        using HttpResponseMessage response = await client.Http.SendAsync(endless, HttpCompletionOption.ResponseHeadersRead);

        (_, string text) = await client.Send(client.Post("/sample", """{"model":{"depth":2,"width":30},"samples":20,"instances":2}"""));

        Assert.Contains("another page is sampling", text, StringComparison.Ordinal);
    }
}
