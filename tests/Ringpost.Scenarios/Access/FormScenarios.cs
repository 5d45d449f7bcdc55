using System.Net;
using System.Net.Http.Headers;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Ringpost.Access.Users;
using Ringpost.Primitives;
using Ringpost.Scenarios.Hosting;
using Ringpost.Storage;
using Xunit;

namespace Ringpost.Scenarios.Access;

/// <summary>What another site's page could make a signed-in person's browser send, and does nothing with.</summary>
public sealed partial class FormScenarios
{
    private const string Password = "long enough words";

    /// <summary>The forms; every other route that writes is the API's, or belongs to programs that send no cookie.</summary>
    private static readonly string[] Forms = ["/password", "/setup", "/signin", "/signout"];

    private static readonly string[] OfPrograms = ["/telephony", "/hook", "/enrich", "/p.ashx", "/m.ashx", "/_blazor"];

    [Fact]
    public async Task A_form_that_comes_without_its_token_does_nothing()
    {
        await using var server = await RunningServer.StartAsync(Dialect.Sqlite);
        await server.Get<CreateUser>().RunAsync(Actor.System, new("ann", Password, "admin"));
        using var browser = await SignInAsync(server);

        var paths = Writing(server).Select(r => r.Path).Where(p => !p.StartsWith("/api/v1", StringComparison.Ordinal)).Distinct();
        Assert.Equal(Forms, paths.Where(p => !p.StartsWith("/console", StringComparison.Ordinal) && !OfPrograms.Any(p.StartsWith)).Order());

        async Task<(HttpStatusCode Status, string Page)> SendAsync(
            HttpClient from,
            string path,
            params (string Name, string Value)[] fields
        )
        {
            using var form = new FormUrlEncodedContent(fields.Select(f => KeyValuePair.Create(f.Name, f.Value)));
            using var answer = await from.PostAsync(path, form);
            Assert.False(
                answer.Headers.TryGetValues("Set-Cookie", out var set) && set.Any(c => c.StartsWith("ringpost=", StringComparison.Ordinal))
            );
            return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
        }

        using var stranger = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = server.Address };
        var signedIn = await SendAsync(stranger, "/signin", ("name", "ann"), ("password", Password));
        Assert.Equal(HttpStatusCode.BadRequest, signedIn.Status);
        Assert.Contains("open too long", signedIn.Page, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.BadRequest, (await SendAsync(stranger, "/setup", ("name", "eve"), ("password", Password))).Status);

        var changed = await SendAsync(browser, "/password", ("current", Password), ("password", "quite another one"));
        Assert.Equal(HttpStatusCode.BadRequest, changed.Status);
        await SendAsync(browser, "/signout");
        Assert.Equal(HttpStatusCode.BadRequest, (await SendAsync(browser, "/console/calls", ("_handler", "x"))).Status);

        // Still signed in, and with the same password.
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/console")).StatusCode);
        using var again = await SignInAsync(server);
        Assert.Equal(["ann"], (await server.Api.ListAsync("users")).Select(u => (string?)u["name"]));
    }

    [Fact]
    public async Task No_route_writes_for_another_sites_page_files_neither()
    {
        await using var server = await RunningServer.StartAsync(Dialect.Sqlite);
        await server.Get<CreateUser>().RunAsync(Actor.System, new("ann", Password, "admin"));
        using var browser = await SignInAsync(server);
        var routes = Writing(server).Where(r => r.Path.StartsWith("/api/v1", StringComparison.Ordinal)).ToList();
        Assert.True(routes.Count > 100, $"Only {routes.Count} routes write.");
        Assert.True(routes.Count(r => r.TakesFiles) > 2, "No route takes files.");
        foreach (var (method, path, takesFiles) in routes)
        {
            using var request = new HttpRequestMessage(new HttpMethod(method), Parameter().Replace(path, "1"));
            // A form is all that a page may send to another site without asking it first.
            using var part = new ByteArrayContent("a,b"u8.ToArray());
            request.Content = takesFiles
                ? new MultipartFormDataContent { { part, "files", "calls.csv" } }
                : new StringContent("{}", new MediaTypeHeaderValue("application/json"));
            request.Headers.Add("Origin", "http://evil.example");
            using var answer = await browser.SendAsync(request);
            Assert.True(answer.StatusCode == HttpStatusCode.Forbidden, $"{method} {path}: {(int)answer.StatusCode}");
            Assert.Contains("foreign-origin", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }
    }

    private static IEnumerable<(string Method, string Path, bool TakesFiles)> Writing(RunningServer server) =>
        server
            .Get<EndpointDataSource>()
            .Endpoints.OfType<RouteEndpoint>()
            .SelectMany(e =>
                (e.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? []).Select(m =>
                    (m, "/" + e.RoutePattern.RawText!.TrimStart('/'), e.Metadata.GetMetadata<RequestSizeLimitAttribute>() is not null)
                )
            )
            .Where(r => r.Item1 is "POST" or "PUT" or "PATCH" or "DELETE");

    private static async Task<HttpClient> SignInAsync(RunningServer server)
    {
        var browser = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = server.Address };
        var token = Token().Match(await browser.GetStringAsync("/signin")).Groups[1].Value;
        using var form = new FormUrlEncodedContent(
            new Dictionary<string, string>
            {
                ["__RequestVerificationToken"] = token,
                ["name"] = "ann",
                ["password"] = Password,
            }
        );
        using var answer = await browser.PostAsync("/signin", form);
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        return browser;
    }

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"([^\"]*)\"")]
    private static partial Regex Token();

    [GeneratedRegex("\\{[^}]*\\}")]
    private static partial Regex Parameter();
}
