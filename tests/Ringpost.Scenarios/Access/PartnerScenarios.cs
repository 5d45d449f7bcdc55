using System.Net;
using System.Net.Http.Headers;
using Ringpost.Scenarios.Hosting;
using Ringpost.Storage;
using Xunit;

namespace Ringpost.Scenarios.Access;

/// <summary>What a publisher's and a buyer's key opens: the calls, and not one route more.</summary>
public sealed class PartnerScenarios
{
    private static readonly string[] Open =
    [
        "/api/v1/calls",
        "/api/v1/calls/{id}",
        "/api/v1/calls/{id}/adjustments",
        "/api/v1/calls.csv",
        "/api/v1/call-details",
        "/api/v1/call-details.csv",
        "/api/v1/call-details/columns",
        "/api/v1/call-columns",
        "/api/v1/call-report",
        "/api/v1/call-report.csv",
        "/api/v1/call-timeline",
        "/api/v1/call-dashboard",
        "/api/v1/documents",
        "/api/v1/documents/{number}",
        "/api/v1/documents/{number}/lines.csv",
        "/api/v1/documents/{number}/entries",
        "/api/v1/documents/{number}/entries.csv",
        "/api/v1/me",
        "/api/v1/search",
    ];

    [Fact]
    public async Task Every_other_route_is_closed_to_a_publishers_and_a_buyers_key()
    {
        await using var server = await RunningServer.StartAsync(Dialect.Sqlite);
        var paths = (await server.Api.GetAsync("../openapi.json"))["paths"]!.AsObject();
        foreach (var role in (string[])["publisher", "buyer"])
        {
            var key = await server.KeyAsync(role, "XX1");
            var opened = new List<string>();
            foreach (var (path, methods) in paths)
            foreach (var (method, _) in methods!.AsObject())
            {
                var address = System.Text.RegularExpressions.Regex.Replace(path, "{[^}]+}", "1");
                using var request = new HttpRequestMessage(new HttpMethod(method.ToUpperInvariant()), address);
                request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
                if (method != "get")
                    request.Content = new StringContent("{}", new MediaTypeHeaderValue("application/json"));
                using var answer = await server.Http.SendAsync(request);
                if (answer.IsSuccessStatusCode || (method == "get" && answer.StatusCode != HttpStatusCode.Forbidden))
                    opened.Add($"{method} {path} {(int)answer.StatusCode}");
            }

            Assert.Equal(
                Open.Concat(role == "buyer" ? ["/api/v1/adjustment-requests"] : [])
                    .Select(p => $"get {p} {Answer(p)}")
                    .Order(StringComparer.Ordinal),
                opened.Order(StringComparer.Ordinal)
            );
        }
    }

    /// <summary>Of what is asked for without saying what.</summary>
    private static int Answer(string path) =>
        path.Contains('{', StringComparison.Ordinal) ? 404
        : path.EndsWith("/search", StringComparison.Ordinal) ? 400
        : 200;
}
