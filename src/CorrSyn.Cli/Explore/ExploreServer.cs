using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using CorrSyn.Cli.Arguments;
using CorrSyn.Cli.Charts;
using CorrSyn.Cli.Output;
using CorrSyn.Model;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace CorrSyn.Cli.Explore;

/// <summary>Serves the page of `corrsyn explore` to this machine.</summary>
internal sealed class ExploreServer : IAsyncDisposable
{
    /// <summary>The most bytes that a request may send.</summary>
    public const int LargestBody = 16 * 1024;

    private const int MostConnections = 64;

    // Scripts of this origin alone; styles are set by the charts as they draw.
    private const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'unsafe-inline'; img-src data: blob:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3), Farewell = TimeSpan.FromSeconds(1);

    private readonly WebApplication _application;
    private readonly string _page;
    private readonly Action<Exception> _defect;
    private readonly CancellationTokenSource _stopping = new();
    private readonly SemaphoreSlim _sampling = new(1);
    private readonly string _token = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
    private RequestGuard? _guard;

    private ExploreServer(ModelDescription model, int port, Action<Exception> defect)
    {
        _defect = defect;
        _page = ExplorePage.Render(model);

        // Empty: no settings from files or the environment, which could make it listen elsewhere, and no log.
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddSingleton<IHostLifetime, NoLifetime>();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(options =>
        {
            options.Listen(IPAddress.Loopback, port);
            options.AddServerHeader = false;
            options.Limits.MaxRequestBodySize = LargestBody;
            options.Limits.MaxConcurrentConnections = MostConnections;
        });
        _application = builder.Build();
        _application.Run(Serve);
    }

    /// <summary>The address of the page, its secret included.</summary>
    public Uri Address { get; private set; } = new("http://127.0.0.1");

    /// <summary>Starts a server on 127.0.0.1.</summary>
    /// <param name="model">What the page shows first.</param>
    /// <param name="port">The port; 0 for one that is free.</param>
    /// <param name="defect">Told of what no answer could be made for; from several threads.</param>
    /// <exception cref="IOException">The port is in use, or not allowed.</exception>
    public static async Task<ExploreServer> Start(ModelDescription model, int port, Action<Exception> defect)
    {
        var server = new ExploreServer(model, port, defect);
        try
        {
            await server._application.StartAsync().ConfigureAwait(false);
        }
        catch
        {
            await server._application.DisposeAsync().ConfigureAwait(false);
            throw;
        }

        string bound = server._application.Services.GetRequiredService<IServer>()
            .Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        server.Address = new Uri($"{bound}/?{RequestGuard.TokenParameter}={server._token}");
        server._guard = new RequestGuard(server.Address.Port, server._token);
        return server;
    }

    /// <summary>Ends what is under way and stops.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        using var patience = new CancellationTokenSource(Farewell);
        await _application.StopAsync(patience.Token).ConfigureAwait(false);
        await _application.DisposeAsync().ConfigureAwait(false);
        _stopping.Dispose();
        _sampling.Dispose();
    }

    private async Task Serve(HttpContext context)
    {
        SetHeaders(context.Response);
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, _stopping.Token);
        try
        {
            (int Status, string Message)? refusal =
                _guard is { } guard ? guard.Refusal(context.Request) : (StatusCodes.Status503ServiceUnavailable, "not ready");
            await (refusal is var (status, message) ? Refuse(context.Response, status, message) : Route(context, ends.Token))
                .ConfigureAwait(false);
        }
        catch (BadHttpRequestException error)
        {
            string allowed = error.StatusCode == StatusCodes.Status413PayloadTooLarge
                ? $"the request is too long; allowed: {LargestBody} bytes"
                : error.Message;
            await Refuse(context.Response, error.StatusCode, allowed).ConfigureAwait(false);
        }
        catch (UsageException error)
        {
            await Refuse(context.Response, StatusCodes.Status400BadRequest, error.Message).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (ends.IsCancellationRequested)
        {
            // Nobody listens any more.
        }
        catch (Exception error) when (!ends.IsCancellationRequested)
        {
            _defect(error);
            await Refuse(context.Response, StatusCodes.Status500InternalServerError, "a defect of this program; the terminal says more")
                .ConfigureAwait(false);
            if (context.Response.HasStarted)
                context.Abort();
        }
    }

    private static void SetHeaders(HttpResponse response)
    {
        IHeaderDictionary headers = response.Headers;
        headers.ContentSecurityPolicy = Policy;
        headers.CacheControl = "no-store";
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
    }

    private Task Route(HttpContext context, CancellationToken cancellation) =>
        (context.Request.Method, context.Request.Path.Value) switch
        {
            ("GET", "/") => Send(context.Response, "text/html", _page),
            ("GET", "/charts.js") => Send(context.Response, "text/javascript", PageScript.Charts),
            ("GET", "/explore.js") => Send(context.Response, "text/javascript", PageScript.Explore),
            ("POST", "/theory") => Theory(context, cancellation),
            ("POST", "/sample") => Sample(context, cancellation),
            (_, "/" or "/charts.js" or "/explore.js" or "/theory" or "/sample") =>
                Refuse(context.Response, StatusCodes.Status405MethodNotAllowed, "the method is not allowed"),
            _ => Refuse(context.Response, StatusCodes.Status404NotFound, "there is nothing here"),
        };

    private static async Task Theory(HttpContext context, CancellationToken cancellation)
    {
        byte[] body = await Body(context, cancellation).ConfigureAwait(false);
        object answer;
        try
        {
            NetworkSpec spec = JsonFile.Parse("model", body, SampleRequest.ReadModel);
            answer = await Task.Run(() => Answers.Theory(spec, cancellation), cancellation).ConfigureAwait(false);
        }
        catch (Exception error) when (Problem(error) is { } problem)
        {
            answer = new ExploreFailure(problem);
        }

        await Send(context.Response, "application/json", Json(answer)).ConfigureAwait(false);
    }

    private async Task Sample(HttpContext context, CancellationToken cancellation)
    {
        byte[] body = await Body(context, cancellation).ConfigureAwait(false);
        SampleRequest request;
        try
        {
            request = JsonFile.Parse("request", body, SampleRequest.Read);
        }
        catch (Exception error) when (Problem(error) is { } problem)
        {
            await Stream(context.Response, new ExploreFailure(problem), cancellation).ConfigureAwait(false);
            return;
        }

        // What was stopped a moment before may still be ending.
        if (!await _sampling.WaitAsync(Patience, cancellation).ConfigureAwait(false))
        {
            await Stream(
                context.Response,
                new ExploreFailure(new ExploreProblem(null, "another page is sampling; stop it there first")),
                cancellation).ConfigureAwait(false);
            return;
        }

        try
        {
            await foreach (object answer in Answers.Samples(request, cancellation).ConfigureAwait(false))
                await Stream(context.Response, answer, cancellation).ConfigureAwait(false);
        }
        finally
        {
            _sampling.Release();
        }
    }

    // A value that one may try and that is refused is an answer; anything else is no question.
    private static ExploreProblem? Problem(Exception error) => error switch
    {
        UsageException { Parameter: not null } refused => new ExploreProblem(refused.Parameter, refused.Message),
        UnansweredException => new ExploreProblem(null, error.Message),
        _ => null,
    };

    private static async Task<byte[]> Body(HttpContext context, CancellationToken cancellation)
    {
        using var content = new MemoryStream();
        await context.Request.Body.CopyToAsync(content, cancellation).ConfigureAwait(false);
        return content.ToArray();
    }

    private static string Json(object answer) =>
        JsonSerializer.Serialize(answer, (JsonTypeInfo)ExploreContext.Default.GetTypeInfo(answer.GetType())!);

    private static async Task Stream(HttpResponse response, object answer, CancellationToken cancellation)
    {
        if (!response.HasStarted)
            response.ContentType = "application/x-ndjson; charset=utf-8";
        await response.WriteAsync(Json(answer) + "\n", cancellation).ConfigureAwait(false);
        await response.Body.FlushAsync(cancellation).ConfigureAwait(false);
    }

    private static Task Send(HttpResponse response, string type, string content)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(content);
        response.ContentType = $"{type}; charset=utf-8";
        response.ContentLength = bytes.Length;
        return response.Body.WriteAsync(bytes).AsTask();
    }

    private static Task Refuse(HttpResponse response, int status, string message)
    {
        if (response.HasStarted)
            return Task.CompletedTask;
        response.StatusCode = status;
        return Send(response, "text/plain", $"{message.ReplaceLineEndings(" ")}\n");
    }

    // The program itself listens to signals.
    private sealed class NoLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
