using System.Net;
using System.Net.Sockets;
using System.Text;
using CorrSyn.Cli.Explore;

namespace CorrSyn.Cli.Tests.Explore;

public sealed class ExploreRefusalTests
{
    [Theory]
    [InlineData("Host", "example.org")]
    [InlineData("Host", "127.0.0.1:1")]
    [InlineData("Host", "127.0.0.1")]
    [InlineData("Origin", "http://example.org")]
    [InlineData("Origin", "null")]
    [InlineData("Origin", "http://127.0.0.1:1")]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    [InlineData("Sec-Fetch-Site", "same-site")]
    [InlineData(RequestGuard.TokenHeader, "")]
    [InlineData(RequestGuard.TokenHeader, "00000000000000000000000000000000")]
    public async Task Request_OfAnotherSite_IsForbidden(string header, string value)
    {
        await using ExploreClient client = await ExploreClient.Start();
        HttpRequestMessage request = client.Post("/theory", """{"depth":2}""");
        request.Headers.Remove(header);
        request.Headers.Add(header, value);

        (HttpStatusCode status, string text) = await client.Send(request);

        Assert.Equal(HttpStatusCode.Forbidden, status);
        AssertOneLine(text);
    }

    [Theory]
    [InlineData("localhost")]
    [InlineData("127.0.0.1")]
    public async Task Request_OfThePageItself_IsAnswered(string name)
    {
        await using ExploreClient client = await ExploreClient.Start();
        HttpRequestMessage request = client.Post("/theory", """{"depth":2}""");
        request.Headers.Host = $"{name}:{client.Address.Port}";
        request.Headers.Add("Origin", $"http://{name}:{client.Address.Port}");
        request.Headers.Add("Sec-Fetch-Site", "same-origin");

        Assert.Equal(HttpStatusCode.OK, (await client.Send(request)).Status);
    }

    [Theory]
    [InlineData("/", HttpStatusCode.Forbidden)]
    [InlineData("/?token=", HttpStatusCode.Forbidden)]
    [InlineData("/?token=x", HttpStatusCode.Forbidden)]
    public async Task Page_WithoutTheToken_IsForbidden(string path, HttpStatusCode expected)
    {
        await using ExploreClient client = await ExploreClient.Start();

        Assert.Equal(expected, (await client.Send(new HttpRequestMessage(HttpMethod.Get, path))).Status);
    }

    [Fact]
    public async Task Script_OfAnotherSite_IsForbidden()
    {
        await using ExploreClient client = await ExploreClient.Start();
        var request = new HttpRequestMessage(HttpMethod.Get, "/charts.js");
        request.Headers.Add("Sec-Fetch-Site", "cross-site");

        Assert.Equal(HttpStatusCode.Forbidden, (await client.Send(request)).Status);
    }

    [Theory]
    [InlineData("/theory", "{")]
    [InlineData("/theory", "")]
    [InlineData("/theory", "[]")]
    [InlineData("/theory", """{"gain":1,"gain":2}""")]
    [InlineData("/theory", """{"unknown\nkey":1}""")]
    [InlineData("/theory", """{"activation":"\ud800"}""")]
    [InlineData("/sample", "{}")]
    [InlineData("/sample", """{"model":1}""")]
    [InlineData("/sample", """{"model":{},"more":1}""")]
    public async Task Body_Malformed_IsABadRequestOfOneLine(string path, string body)
    {
        await using ExploreClient client = await ExploreClient.Start();

        (HttpStatusCode status, string text) = await client.Send(client.Post(path, body));

        Assert.Equal(HttpStatusCode.BadRequest, status);
        AssertOneLine(text);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Body_TooLong_IsRefused(bool isStated)
    {
        await using ExploreClient client = await ExploreClient.Start();
        HttpRequestMessage request = client.Post("/theory", "{" + new string(' ', ExploreServer.LargestBody) + "}");
        request.Headers.TransferEncodingChunked = !isStated;

        (HttpStatusCode status, string text) = await client.Send(request);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, status);
        AssertOneLine(text);
        Assert.Equal(HttpStatusCode.OK, (await client.Send(client.Post("/theory", """{"depth":1}""" + new string(' ', 1000)))).Status);
    }

    [Fact]
    public async Task Content_OfAnotherType_IsRefused()
    {
        await using ExploreClient client = await ExploreClient.Start();
        HttpRequestMessage request = client.Post("/theory", "{}");
        request.Content = new StringContent("{}", Encoding.UTF8, "text/plain");

        Assert.Equal(HttpStatusCode.UnsupportedMediaType, (await client.Send(request)).Status);
    }

    [Fact]
    public async Task Method_Unknown_IsRefused()
    {
        await using ExploreClient client = await ExploreClient.Start();
        string token = $"?{RequestGuard.TokenParameter}={client.Token}";

        Assert.Equal(HttpStatusCode.MethodNotAllowed, (await client.Send(new HttpRequestMessage(HttpMethod.Get, $"/theory{token}"))).Status);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, (await client.Send(new HttpRequestMessage(HttpMethod.Options, $"/theory{token}"))).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await client.Send(new HttpRequestMessage(HttpMethod.Get, $"/../x{token}"))).Status);
    }

    [Fact]
    public async Task Server_ListensToThisMachineOnly()
    {
        await using ExploreClient client = await ExploreClient.Start();

        // Another address of this machine, which a server of all addresses would answer at: on Linux all of 127/8 is local.
        IPAddress other = OperatingSystem.IsLinux() ? IPAddress.Parse("127.0.0.2") : IPAddress.IPv6Loopback;
        using var socket = new Socket(other.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        await Assert.ThrowsAnyAsync<SocketException>(async () =>
            await socket.ConnectAsync(new IPEndPoint(other, client.Address.Port)));
        Assert.Equal("127.0.0.1", client.Address.Host);
    }

    private static void AssertOneLine(string text)
    {
        Assert.EndsWith("\n", text, StringComparison.Ordinal);
        Assert.Single(text.TrimEnd('\n').Split('\n'));
        Assert.True(text.Length > 10);
    }
}
