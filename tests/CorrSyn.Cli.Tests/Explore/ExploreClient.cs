using System.Net;
using System.Net.Http.Headers;
using System.Text;
using CorrSyn.Cli.Explore;

namespace CorrSyn.Cli.Tests.Explore;

/// <summary>A server on a free port, and what a browser would ask of it.</summary>
internal sealed class ExploreClient : IAsyncDisposable
{
    private readonly ExploreServer _server;
    private readonly List<Exception> _defects;

    private ExploreClient(ExploreServer server, List<Exception> defects)
    {
        (_server, _defects) = (server, defects);
        Http = new HttpClient { BaseAddress = new Uri(server.Address.GetLeftPart(UriPartial.Authority)), Timeout = TimeSpan.FromSeconds(60) };
    }

    public HttpClient Http { get; }

    public Uri Address => _server.Address;

    public string Token => Address.Query.Split('=')[1];

    public static async Task<ExploreClient> Start(ModelDescription? model = null)
    {
        var defects = new List<Exception>();
        return new ExploreClient(await ExploreServer.Start(model ?? ModelDescription.Default, 0, defects.Add), defects);
    }

    public HttpRequestMessage Post(string path, string body)
    {
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = content };
        request.Headers.Add(RequestGuard.TokenHeader, Token);
        return request;
    }

    public async Task<(HttpStatusCode Status, string Text)> Send(HttpRequestMessage request)
    {
        using (request)
        using (HttpResponseMessage response = await Http.SendAsync(request))
            return (response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _server.DisposeAsync();
        Assert.Empty(_defects);
    }
}
