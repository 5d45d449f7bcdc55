using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Ringpost.Telephony.Carriers;
using Ringpost.Telephony.Rest;
using Xunit;

namespace Ringpost.Telephony.Tests.Rest;

/// <summary>A carrier that misbehaves: what it answers leads nowhere else and ends as a fault with a plain sentence.</summary>
public sealed class CarrierRestTests
{
    private const string Empty = """{"incoming_phone_numbers":[]}""";

    [Theory]
    [InlineData("//evil.example/more")]
    [InlineData("https://evil.example/more")]
    [InlineData("@evil.example/more")]
    public async Task A_next_page_on_another_host_is_not_asked_for(string next)
    {
        await using var carrier = await Carrier.StartAsync(http =>
            http.Response.WriteAsync($$"""{"incoming_phone_numbers":[],"next_page_uri":"{{next}}"}""")
        );
        Assert.Empty((await carrier.Account.ListNumbersAsync(default)).Value);
        Assert.Equal(1, carrier.Requests);
    }

    [Theory]
    [InlineData(200, "<html>", "carrier-not-understood", 1)]
    [InlineData(200, "[1]", "carrier-not-understood", 1)]
    [InlineData(200, "{}", "carrier-not-understood", 1)]
    [InlineData(302, "", "carrier-not-understood", 1)]
    [InlineData(400, """{"code":21422,"message":"It is not available."}""", "carrier-refused", 1)]
    [InlineData(400, "not json", "carrier-not-understood", 1)]
    [InlineData(401, Empty, "carrier-credentials-refused", 1)]
    [InlineData(403, "", "carrier-not-allowed", 1)]
    [InlineData(404, "", "carrier-not-there", 1)]
    [InlineData(429, "", "carrier-rate-limited", 4)]
    [InlineData(503, "", "carrier-broken", 4)]
    public async Task What_is_not_an_answer_is_a_fault(int status, string body, string type, int requests)
    {
        await using var carrier = await Carrier.StartAsync(http =>
        {
            http.Response.StatusCode = status;
            http.Response.Headers.Location = "http://evil.example/";
            return http.Response.WriteAsync(body);
        });
        var refusal = (await carrier.Account.ListNumbersAsync(default)).Refusal!;
        Assert.Equal(type, refusal.Type);
        Assert.StartsWith("Main ", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(requests, carrier.Requests);
    }

    [Fact]
    public async Task A_carrier_that_says_nothing_ends_at_the_time_limit_and_is_asked_again_for_what_only_reads()
    {
        await using var carrier = await Carrier.StartAsync(
            http => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, http.RequestAborted),
            seconds: 1
        );
        Assert.Equal("carrier-no-answer", (await carrier.Account.ListNumbersAsync(default)).Refusal!.Type);
        // A machine under load may not get each of them out in time.
        Assert.InRange(carrier.Requests, 2, RestRetry.MostAttempts);
    }

    [Fact]
    public async Task A_long_answer_is_cut_off()
    {
        await using var carrier = await Carrier.StartAsync(async http =>
        {
            var part = new string(' ', 1 << 20);
            for (var i = 0; i < 20; i++)
                await http.Response.WriteAsync(part);
        });
        Assert.Equal("carrier-not-understood", (await carrier.Account.ListNumbersAsync(default)).Refusal!.Type);
    }

    private sealed class Carrier : IAsyncDisposable
    {
        private readonly WebApplication _app;
        private readonly CarrierRest _rest;
        private int _requests;

        private Carrier(WebApplication app, TimeSpan limit)
        {
            _app = app;
            var options = new TelephonyOptions { RestTimeout = limit, RestRetryAfter = TimeSpan.FromMilliseconds(1) };
            _rest = new CarrierRest(Options.Create(options), TimeProvider.System, NullLogger<CarrierRest>.Instance);
        }

        public int Requests => _requests;

        public TwilioAccount Account { get; private set; } = null!;

        public static async Task<Carrier> StartAsync(Func<HttpContext, Task> answer, double seconds = 60)
        {
            var builder = WebApplication.CreateSlimBuilder();
            builder.Logging.ClearProviders();
            builder.WebHost.UseUrls("http://127.0.0.1:0");
            var app = builder.Build();
            var carrier = new Carrier(app, TimeSpan.FromSeconds(seconds));
            app.Run(http =>
            {
                Interlocked.Increment(ref carrier._requests);
                return answer(http);
            });
            await app.StartAsync();
            var credentials = new CarrierCredentials("AC1", "SK1", "secret", app.Urls.First(), null);
            var account = new CarrierAccount(new CarrierId("1"), "Main", CarrierKind.Twilio, "token", null, credentials);
            carrier.Account = new TwilioAccount(carrier._rest, account, credentials);
            return carrier;
        }

        public async ValueTask DisposeAsync()
        {
            _rest.Dispose();
            await _app.DisposeAsync();
        }
    }
}
