using Dapper;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Ringpost.CallTracking.Configuration;
using Ringpost.CallTracking.Enrichment;
using Ringpost.CallTracking.Numbers;
using Ringpost.CallTracking.Tags;
using Ringpost.CallTracking.Tests.Configuration;
using Ringpost.CallTracking.UrlParameters;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Storage.Writing;
using Ringpost.Testing;
using Xunit;

namespace Ringpost.CallTracking.Tests.Enrichment;

public sealed class EnrichmentTests
{
    private const string Caller = "+16615550106";

    [Theory]
    [InlineData("+16615550106", "US")]
    [InlineData("%2B16615550106", "US")]
    [InlineData("16615550106", "US")]
    [InlineData(" 16615550106", "US")] // an unencoded plus, as a query is decoded
    [InlineData("6615550106", "US")]
    [InlineData("(661) 555-0106", "US")]
    [InlineData("16615550106", "GB")]
    public void A_caller_is_read_in_each_form_that_senders_write(string text, string country) =>
        Assert.Equal(Caller, CallerId.Read(text, country)?.E164);

    [Theory]
    [InlineData("anonymous")]
    [InlineData("+")]
    [InlineData("12")]
    [InlineData("")]
    public void What_is_no_number_is_no_caller(string text) => Assert.Null(CallerId.Read(text, "US"));

    [Theory, EachDatabase]
    public async Task Each_request_adds_to_what_is_known_and_a_later_value_counts(Dialect dialect)
    {
        var time = new FakeTimeProvider();
        await using var setup = await CallSetup.OpenAsync(dialect, time);
        var number = await NumberAsync(setup);
        await setup.The<CreateUrlParameter>().RunAsync(CallSetup.Admin, new("zip", "Geo", "ZipCode"));
        Assert.Equal(
            EnrichmentOutcome.Stored,
            await SendAsync(setup, number.Id.Value, ("callerid", Caller), ("zip", "93301"), ("Zip", "x"), ("age", "64"))
        );
        Assert.Equal(
            EnrichmentOutcome.Stored,
            await SendAsync(setup, number.Id.Value, ("CallerId", "16615550106"), ("age", "65"), ("ip", "203.0.113.7"))
        );

        var tags = await FindAsync(setup, number.Id);
        Assert.Equal(
            ["Geo:ZipCode=93301", "Technology:IPAddress=203.0.113.7", "User:Zip=x", "User:age=65"],
            tags.Select(t => $"{t.Type}:{t.Name}={t.Value}").Order(StringComparer.Ordinal)
        );
        Assert.True((await setup.SnapshotAsync()).FindNumber(number.Id)!.Enriched);

        time.Advance(TimeSpan.FromHours(48) - TimeSpan.FromSeconds(1));
        Assert.NotEmpty(await FindAsync(setup, number.Id));
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.Empty(await FindAsync(setup, number.Id));
    }

    [Theory, EachDatabase]
    public async Task What_cannot_be_kept_says_why(Dialect dialect)
    {
        await using var setup = await CallSetup.OpenAsync(dialect);
        var number = (await NumberAsync(setup)).Id.Value;
        Assert.Equal(EnrichmentOutcome.UnknownNumber, await SendAsync(setup, "NU0", ("callerid", Caller)));
        Assert.Equal(EnrichmentOutcome.NoCaller, await SendAsync(setup, number, ("age", "65")));
        Assert.Equal(EnrichmentOutcome.BadCaller, await SendAsync(setup, number, ("callerid", "anonymous")));
        Assert.Equal(EnrichmentOutcome.TooMuch, await SendAsync(setup, number, ("callerid", Caller), ("a", new string('x', 1001))));
        Assert.Equal(EnrichmentOutcome.TooMuch, await SendAsync(setup, number, ("callerid", Caller), (new string('x', 101), "a")));
        var hundred = Enumerable.Range(0, 100).Select(i => ($"k{i}", "v")).Append(("callerid", Caller)).ToArray();
        Assert.Equal(EnrichmentOutcome.Stored, await SendAsync(setup, number, hundred));
        Assert.Equal(EnrichmentOutcome.TooMuch, await SendAsync(setup, number, ("callerid", Caller), ("one", "more")));
        Assert.Equal(100, (await FindAsync(setup, new(number))).Count);
    }

    [Theory, EachDatabase]
    public async Task A_number_with_a_secret_believes_only_who_knows_it(Dialect dialect)
    {
        await using var setup = await CallSetup.OpenAsync(dialect);
        var number = await NumberAsync(setup);
        var change = setup.The<ChangeNumber>();
        Assert.Equal(
            ["enrichSecret"],
            Assert.IsType<Invalid>((await change.RunAsync(CallSetup.Admin, number.Id, new(EnrichSecret: "short"))).Refusal).Errors.Keys
        );
        var guarded = (await change.RunAsync(CallSetup.Admin, number.Id, new(EnrichSecret: "open sesame"))).Value;
        Assert.True(guarded.EnrichSecretSet);
        Assert.Equal(EnrichmentOutcome.WrongSecret, await SendAsync(setup, number.Id.Value, ("callerid", Caller)));
        Assert.Equal(
            EnrichmentOutcome.WrongSecret,
            await SendAsync(setup, number.Id.Value, ("callerid", Caller), ("secret", "open barley"))
        );
        Assert.Equal(EnrichmentOutcome.Stored, await SendAsync(setup, number.Id.Value, ("callerid", Caller), ("secret", "open sesame")));
        Assert.Empty(await FindAsync(setup, number.Id));
        var stored = await setup.Database.ReadAsync(c => c.QueryAsync<string>("SELECT COALESCE(after, '') FROM change_log"));
        Assert.DoesNotContain(stored, text => text.Contains("sesame", StringComparison.Ordinal));

        Assert.True((await change.RunAsync(CallSetup.Admin, number.Id, new(Enabled: false))).Value.EnrichSecretSet);
        await change.RunAsync(CallSetup.Admin, number.Id, new(EnrichSecret: new(null)));
        Assert.Equal(EnrichmentOutcome.Stored, await SendAsync(setup, number.Id.Value, ("callerid", Caller)));
    }

    [Theory, EachDatabase]
    public async Task Thirty_two_requests_at_once_lose_nothing(Dialect dialect)
    {
        await using var setup = await CallSetup.OpenAsync(dialect);
        var number = await NumberAsync(setup);
        var outcomes = await Task.WhenAll(
            Enumerable.Range(0, 32).Select(i => SendAsync(setup, number.Id.Value, ("callerid", Caller), ($"k{i}", "v")))
        );
        Assert.All(outcomes, o => Assert.Equal(EnrichmentOutcome.Stored, o));
        Assert.Equal(32, (await FindAsync(setup, number.Id)).Count);
    }

    [Theory, EachDatabase]
    public async Task The_expired_are_deleted_and_the_others_stay(Dialect dialect)
    {
        var time = new FakeTimeProvider();
        await using var setup = await CallSetup.OpenAsync(dialect, time);
        var number = (await NumberAsync(setup)).Id.Value;
        await SendAsync(setup, number, ("callerid", Caller), ("a", "1"));
        time.Advance(TimeSpan.FromHours(47));
        await SendAsync(setup, number, ("callerid", "+16615550107"), ("a", "2"));
        using var worker = ActivatorUtilities.CreateInstance<EnrichmentPurgeWorker>(setup.Services);
        Assert.Equal(0, await worker.RunAsync(default));
        time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(1, await worker.RunAsync(default));
        Assert.Equal(["+16615550107"], await setup.Database.ReadAsync(c => c.QueryAsync<string>("SELECT caller FROM enrichments")));
    }

    private static async Task<TrackingNumber> NumberAsync(CallSetup setup) => await setup.NumberAsync((await setup.CampaignAsync()).Id);

    private static Task<EnrichmentOutcome> SendAsync(CallSetup setup, string number, params (string Name, string Value)[] fields) =>
        setup.The<AcceptEnrichment>().RunAsync(new(number, fields.ToDictionary(f => f.Name, f => f.Value)));

    private static Task<IReadOnlyList<StoredTag>> FindAsync(CallSetup setup, NumberId number) =>
        setup.Database.WriteAsync(WriteKeys.None, unit => EnrichmentsSql.FindAsync(unit.Connection, unit.Now, number, Caller));
}
