using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace CorrSyn.Cli.Explore;

/// <summary>Lets through what the page itself asks, and nothing that another site or another user of the machine does.</summary>
/// <param name="port">The port that the server listens at.</param>
/// <param name="token">The secret in the address of the page.</param>
internal sealed class RequestGuard(int port, string token)
{
    /// <summary>The header in which the page sends the secret back. A page of another site cannot set it without being
    /// asked for permission first, which is never given.</summary>
    public const string TokenHeader = "X-CorrSyn-Token";

    /// <summary>The parameter of the address.</summary>
    public const string TokenParameter = "token";

    private readonly string[] _hosts = [$"127.0.0.1:{port}", $"localhost:{port}"];

    /// <summary>Why a request is refused, with the status code; null if it is not.</summary>
    public (int Status, string Message)? Refusal(HttpRequest request)
    {
        // A name that another site made point to this machine arrives as that name.
        string host = request.Host.Value ?? "";
        if (!_hosts.Contains(host))
            return (StatusCodes.Status403Forbidden, $"the host is not allowed; allowed: {string.Join(", ", _hosts)}");
        if (request.Headers.TryGetValue(HeaderNames.Origin, out var origin) && origin != $"http://{host}")
            return (StatusCodes.Status403Forbidden, "requests of other origins are not allowed");
        if (request.Headers.TryGetValue("Sec-Fetch-Site", out var site) && site != "same-origin" && site != "none")
            return (StatusCodes.Status403Forbidden, "requests of other sites are not allowed");
        bool isScript = request.Path.Value?.EndsWith(".js", StringComparison.Ordinal) == true;
        string given = HttpMethods.IsPost(request.Method)
            ? request.Headers[TokenHeader].ToString()
            : request.Query[TokenParameter].ToString();
        if (!isScript && !IsToken(given))
            return (StatusCodes.Status403Forbidden, "the token is missing or wrong; open the address that corrsyn explore printed");
        return HttpMethods.IsPost(request.Method) && !request.HasJsonContentType()
            ? (StatusCodes.Status415UnsupportedMediaType, "the content is not application/json")
            : null;
    }

    // In a time that does not depend on where the difference is.
    private bool IsToken(string given) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(given), Encoding.UTF8.GetBytes(token));
}
