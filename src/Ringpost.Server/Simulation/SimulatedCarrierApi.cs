using System.Net.Http.Headers;
using System.Text;
using Microsoft.AspNetCore.Http.Features;

namespace Ringpost.Server.Simulation;

/// <summary>
/// Speaks Twilio's REST dialect over a <see cref="SimulatedBooks"/>, on loopback: numbers (list, read, buy, set, release), numbers for sale, calls
/// (list, read, end), prices; paging, errors and the rate limit as there. Written from the documentation; npm's client reads it in a test.
/// </summary>
public sealed class SimulatedCarrierApi : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly SimulatedBooks _books;
    private readonly TimeProvider _time;
    private long _second;
    private int _inSecond;

    private SimulatedCarrierApi(WebApplication app, SimulatedBooks books, TimeProvider time) => (_app, _books, _time) = (app, books, time);

    /// <summary>Loopback, on a port that was free.</summary>
    public Uri Address => new(_app.Urls.First());

    public static async Task<SimulatedCarrierApi> StartAsync(SimulatedBooks books, TimeProvider time)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { Args = [] });
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var api = new SimulatedCarrierApi(app, books, time);
        app.Use(api.EnterAsync);
        var account = app.MapGroup("/2010-04-01/Accounts/{account}");
        SimulatedNumberPages.Map(account, books);
        SimulatedCallPages.Map(account, books);
        account.MapGet("/Recordings/{sid}", (string sid) => SimulatedRecording.Show(books, sid));
        app.MapGet("/v1/PhoneNumbers/Countries/{country}", SimulatedNumberPages.Prices);
        app.MapFallback(() => Error(404, 20404, "The requested resource was not found"));
        await app.StartAsync();
        books.Media = new Uri(api.Address, $"/2010-04-01/Accounts/{books.AccountSid}/Recordings/");
        return api;
    }

    internal static IResult Error(int status, int code, string message) =>
        Results.Json(
            new Dictionary<string, object>
            {
                ["code"] = code,
                ["message"] = message,
                ["more_info"] = $"https://www.twilio.com/docs/errors/{code}",
                ["status"] = status,
            },
            statusCode: status
        );

    /// <summary>A page of a list in the dialect's frame.</summary>
    internal static IResult Page(HttpRequest request, string name, IEnumerable<Dictionary<string, object?>> rows)
    {
        var all = rows.ToList();
        var size = int.TryParse(request.Query["PageSize"], out var given) ? Math.Clamp(given, 1, 1000) : 50;
        var page = int.TryParse(request.Query["Page"], out var at) ? at : 0;
        var rest = request.Query.Where(q => q.Key is not ("Page" or "PageToken" or "PageSize"));
        var query = string.Concat(rest.Select(q => $"&{Uri.EscapeDataString(q.Key)}={Uri.EscapeDataString(q.Value.ToString())}"));
        string Link(int number) => $"{request.Path}?PageSize={size}&Page={number}{query}";
        return Results.Json(
            new Dictionary<string, object?>
            {
                [name] = all.Skip(page * size).Take(size).ToList(),
                ["page"] = page,
                ["page_size"] = size,
                ["first_page_uri"] = Link(0),
                ["next_page_uri"] = (page + 1) * size < all.Count ? Link(page + 1) + $"&PageToken=PA{page + 1}" : null,
                ["previous_page_uri"] = page > 0 ? Link(page - 1) : null,
                ["start"] = page * size,
                ["end"] = Math.Min(all.Count, (page + 1) * size) - 1,
                ["uri"] = Link(page),
            }
        );
    }

    private async Task EnterAsync(HttpContext http, RequestDelegate next)
    {
        _books.Asked.Enqueue($"{http.Request.Method} {http.Features.Get<IHttpRequestFeature>()!.RawTarget}");
        var status = _books.Failures.TryDequeue(out var failure) ? failure : 0;
        if (status > 0)
            await Error(status, 20000 + status, status == 429 ? "Too Many Requests" : "Internal Server Error").ExecuteAsync(http);
        else if (!IsSignedIn(http.Request))
            await Error(401, 20003, "Authenticate").ExecuteAsync(http);
        else if (IsTooMany())
        {
            http.Response.Headers.RetryAfter = "1";
            await Error(429, 20429, "Too Many Requests").ExecuteAsync(http);
        }
        else if (status < 0)
        {
            var (body, lost) = (http.Response.Body, new MemoryStream());
            http.Response.Body = lost;
            await next(http);
            http.Response.Body = body;
            http.Abort();
        }
        else
            await next(http);
    }

    private bool IsSignedIn(HttpRequest request)
    {
        var account = request.Path.Value!.Split('/') is [_, "2010-04-01", "Accounts", var sid, ..] ? sid : _books.AccountSid;
        if (account.Split('.')[0] != _books.AccountSid)
            return false;
        return AuthenticationHeaderValue.TryParse(request.Headers.Authorization, out var given)
            && given is { Scheme: "Basic", Parameter: { } parameter }
            && Encoding.UTF8.GetString(Convert.FromBase64String(parameter)) == $"{_books.ApiKey}:{_books.ApiSecret}";
    }

    private bool IsTooMany()
    {
        if (_books.MostPerSecond == 0)
            return false;
        lock (_books)
        {
            var second = _time.GetUtcNow().ToUnixTimeSeconds();
            (_second, _inSecond) = second == _second ? (second, _inSecond + 1) : (second, 1);
            return _inSecond > _books.MostPerSecond;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }
}
