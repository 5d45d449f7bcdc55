using System.Net;
using System.Net.Http.Headers;
using System.Text.RegularExpressions;
using Ringpost.Access.Users;
using Ringpost.Primitives;
using Ringpost.Scenarios.Hosting;
using Ringpost.Storage;
using Ringpost.Testing;
using Xunit;

namespace Ringpost.Scenarios.Access;

public sealed partial class SignInScenarios
{
    [Fact]
    public async Task What_is_not_open_needs_a_key_or_a_sign_in()
    {
        await using var server = await RunningServer.StartAsync(Dialect.Sqlite);
        foreach (var path in new[] { "/api/v1/advertisers", "/api/v1/calls", "/api/v1/users", "/api/openapi.json", "/metrics" })
            Assert.Equal(HttpStatusCode.Unauthorized, (await server.Http.GetAsync(path)).StatusCode);
        foreach (var path in new[] { "/healthz", "/readyz", "/signin" })
            Assert.Equal(HttpStatusCode.OK, (await server.Http.GetAsync(path)).StatusCode);
        Assert.Equal("/signin", (await server.Http.GetAsync("/console")).RequestMessage!.RequestUri!.AbsolutePath);
        Assert.Equal(HttpStatusCode.NotFound, (await server.Http.GetAsync("/wp-login.php")).StatusCode);
    }

    [Fact]
    public async Task A_reader_reads_and_changes_nothing()
    {
        await using var server = await RunningServer.StartAsync(Dialect.Sqlite);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/advertisers")
        {
            Content = new StringContent("{\"name\":\"Acme\"}", new MediaTypeHeaderValue("application/json")),
        };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", await server.KeyAsync("readOnly"));
        Assert.Equal(HttpStatusCode.Forbidden, (await server.Http.SendAsync(request)).StatusCode);
        Assert.Empty(await server.Api.ListAsync("advertisers"));
    }

    [Theory, EachDatabase]
    public async Task A_person_signs_in_and_a_wrong_password_and_an_unknown_name_read_the_same(Dialect dialect)
    {
        await using var server = await RunningServer.StartAsync(dialect);
        await server.Get<CreateUser>().RunAsync(Actor.System, new("ann", "long enough words", "admin"));
        var (status, page) = await SignInAsync(server, "ann", "wrong words, long");
        var (otherStatus, otherPage) = await SignInAsync(server, "bob", "wrong words, long");
        Assert.Equal((HttpStatusCode.BadRequest, HttpStatusCode.BadRequest), (status, otherStatus));
        Assert.Equal(Neutral(page, "ann"), Neutral(otherPage, "bob"));
        Assert.Equal(HttpStatusCode.Redirect, (await SignInAsync(server, "ann", "long enough words")).Status);
    }

    [Fact]
    public async Task Pages_carry_a_policy_and_cookies_are_closed_to_scripts()
    {
        await using var server = await RunningServer.StartAsync(Dialect.Sqlite);
        using var answer = await server.Http.GetAsync("/signin");
        var policy = answer.Headers.GetValues("Content-Security-Policy").Single();
        Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe-eval", policy, StringComparison.Ordinal);
        Assert.All(answer.Headers.GetValues("Set-Cookie"), c => Assert.Contains("httponly", c, StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task Another_sites_page_may_not_write_with_a_persons_cookie()
    {
        await using var server = await RunningServer.StartAsync(Dialect.Sqlite);
        await server.Get<CreateUser>().RunAsync(Actor.System, new("ann", "long enough words", "admin"));
        using var browser = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = server.Address };
        var token = Token().Match(await browser.GetStringAsync("/signin")).Groups[1].Value;
        var form = new Dictionary<string, string>
        {
            ["__RequestVerificationToken"] = token,
            ["name"] = "ann",
            ["password"] = "long enough words",
        };
        using var signedIn = await browser.PostAsync("/signin", new FormUrlEncodedContent(form));
        async Task<HttpStatusCode> WriteAsync(string origin)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/buyers")
            {
                Content = new StringContent("{\"name\":\"x\"}", null, "application/json"),
            };
            request.Headers.Add("Origin", origin);
            using var answer = await browser.SendAsync(request);
            return answer.StatusCode;
        }

        Assert.Equal(HttpStatusCode.Forbidden, await WriteAsync("http://evil.example"));
        Assert.Equal(HttpStatusCode.Created, await WriteAsync(server.Address.GetLeftPart(UriPartial.Authority)));
    }

    private static async Task<(HttpStatusCode Status, string Page)> SignInAsync(RunningServer server, string name, string password)
    {
        using var handler = new HttpClientHandler { AllowAutoRedirect = false };
        using var browser = new HttpClient(handler) { BaseAddress = server.Address };
        var token = Token().Match(await browser.GetStringAsync("/signin")).Groups[1].Value;
        using var answer = await browser.PostAsync(
            "/signin",
            new FormUrlEncodedContent(
                new Dictionary<string, string>
                {
                    ["__RequestVerificationToken"] = token,
                    ["name"] = name,
                    ["password"] = password,
                }
            )
        );
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

    private static string Neutral(string page, string name) =>
        Token().Replace(page, "").Replace($"value=\"{name}\"", "", StringComparison.Ordinal);

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"([^\"]*)\"")]
    private static partial Regex Token();
}
