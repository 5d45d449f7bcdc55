using Dapper;
using Ringpost.Attribution.AffiliatePostbacks;
using Ringpost.Attribution.Affiliates;
using Ringpost.Attribution.Postbacks;
using Ringpost.Attribution.TestConsole;
using Ringpost.Attribution.Tests.Postbacks;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Testing;
using Xunit;

namespace Ringpost.Attribution.Tests.TestConsole;

public sealed class TestPostbackTests
{
    private static readonly string[] Tables =
    [
        "conversions",
        "conversion_ledger",
        "pixel_log",
        "pixel_log_deltas",
        "deliveries",
        "change_log",
    ];

    [Theory, EachDatabase]
    public async Task It_shows_steps_conversion_and_what_the_affiliate_would_be_told_and_stores_nothing(Dialect dialect)
    {
        await using var tracker = await Tracker.OpenAsync(dialect);
        Assert.True(
            (
                await tracker
                    .Get<UpdateAffiliate>()
                    .RunAsync(
                        Actor.System,
                        tracker.Affiliate.Id,
                        new(PostbackUrl: "https://affiliate.example.com/hit?t=#tid#&price=#price#")
                    )
            ).IsOk
        );
        var before = await RowsAsync(tracker);
        var test = await TestAsync(tracker, $"https://track.example.com/m.ashx?{tracker.Pair}&t=CALL 1&p=30&ap=15", "192.0.2.10");

        Assert.Equal((PostbackOutcome.Stored, 0, "SUCCESS"), (test.Outcome, test.Code, test.Message));
        // Nothing is said of caps where there are none, and of a buyer where none is named.
        Assert.Equal(
            ["rateLimit", .. PostbackSteps.All.Select(s => s.Name).Where(n => n is not ("caps" or "advertiser")), "write"],
            test.Steps.Select(s => s.Step)
        );
        Assert.Equal(
            (30m, 15m, "approved", "CALL 1"),
            (test.Conversion!.Received, test.Conversion.Paid, test.Conversion.Disposition, test.Conversion.TransactionId)
        );
        Assert.Equal("https://affiliate.example.com/hit?t=CALL%201&price=15.00", Assert.Single(test.Postbacks).Url);
        Assert.Null(test.Existing);
        Assert.Equal(before, await RowsAsync(tracker));
    }

    [Theory, EachDatabase]
    public async Task A_duplicate_of_what_is_stored_is_one_and_names_it(Dialect dialect)
    {
        await using var tracker = await Tracker.OpenAsync(dialect);
        await tracker.SendAsync($"{tracker.Pair}&t=1&p=5");
        var before = await RowsAsync(tracker);
        var duplicate = await TestAsync(tracker, $"/m.ashx?{tracker.Pair}&t=1&p=6");
        Assert.Equal((PostbackOutcome.DuplicateOtherAmount, 4, 1L), (duplicate.Outcome, duplicate.Code, duplicate.Existing?.Value));
        Assert.Equal(5m, duplicate.Conversion!.Received);
        Assert.Equal(PostbackOutcome.Repeat, (await TestAsync(tracker, $"/m.ashx?{tracker.Pair}&t=1&p=5")).Outcome);
        Assert.Equal(before, await RowsAsync(tracker));
        // Nor is anything used up: the same request counts when it comes.
        Assert.Equal("SUCCESS", (await tracker.SendAsync($"{tracker.Pair}&t=2")).Message);
    }

    [Theory, EachDatabase]
    public async Task The_html_that_a_browser_would_be_handed_is_shown_and_a_server_is_handed_none(Dialect dialect)
    {
        await using var tracker = await Tracker.OpenAsync(dialect);
        const string Html = "<img src=\"https://aff.example/?token=hidden&t=#tid#\">";
        await tracker.Get<SetAffiliatePixel>().RunAsync(Actor.System, PixelPlace.Of(tracker.Campaign.Id), new(PixelHtml: Html));
        await tracker.TakeClicksAsync();
        var url = $"/p.ashx?o={tracker.Offer.Id}&r={(await tracker.ClickAsync()).Token("req")}&p=5&t=1";

        var browser = await TestAsync(tracker, url, believe: "token");
        Assert.Equal("<img src=\"https://aff.example/?token=hidden&t=1\">", Assert.Single(browser.Html!));
        Assert.Null((await TestAsync(tracker, url + "&f=pb", believe: "token")).Html);
        Assert.Null((await TestAsync(tracker, url + "&f=img", believe: "token")).Html);
        var seen = (await tracker.Get<TestPostback>().RunAsync(Network.Reader, new(url, Believe: "token"))).Value;
        Assert.DoesNotContain("hidden", Assert.Single(seen.Html!), StringComparison.Ordinal);
        // Nothing of it was used up: the browser is handed it when it comes.
        Assert.Contains("&t=1", Assert.Single((await TestAsync(tracker, url, believe: "token")).Html!), StringComparison.Ordinal);
    }

    [Theory, EachDatabase]
    public async Task Sender_and_belief_are_chosen(Dialect dialect)
    {
        await using var tracker = await Tracker.OpenAsync(dialect);
        var url = $"/m.ashx?{tracker.Pair}&t=1&p=5";
        async Task<string?> ReasonAsync(string? address, string? believe) =>
            (await TestAsync(tracker, url, address, believe)).Conversion!.Reason;

        Assert.Equal("UNVERIFIED SENDER", await ReasonAsync(null, null));
        Assert.Equal("UNVERIFIED SENDER", await ReasonAsync("198.51.100.1", null));
        Assert.Null(await ReasonAsync("192.0.2.15", null));
        Assert.Null(await ReasonAsync(null, "token"));
        Assert.Null(await ReasonAsync(null, "ownWorker"));
    }

    [Theory, EachDatabase]
    public async Task A_refusal_ends_at_its_step(Dialect dialect)
    {
        await using var tracker = await Tracker.OpenAsync(dialect);
        var test = await TestAsync(tracker, $"/m.ashx?{tracker.Pair}&en=Late");
        Assert.Equal((PostbackOutcome.InvalidEvent, 3, "INVALID EVENT"), (test.Outcome, test.Code, test.Message));
        Assert.Equal(("event", "stop"), (test.Steps[^1].Step, test.Steps[^1].Verdict));
        Assert.Null(test.Conversion);
        Assert.Empty(await tracker.LogAsync());
    }

    [Theory, EachDatabase]
    public async Task Wrong_input_is_named_at_its_field_and_readers_see_no_token(Dialect dialect)
    {
        await using var tracker = await Tracker.OpenAsync(dialect);
        var operation = tracker.Get<TestPostback>();
        var refusal = Assert.IsType<Invalid>((await operation.RunAsync(Actor.System, new("/x", "1.2.3.999", "me"))).Refusal);
        Assert.Equal(["address", "believe", "url"], refusal.Errors.Keys.Order(StringComparer.Ordinal));
        var seen = (await operation.RunAsync(Network.Reader, new($"/m.ashx?{tracker.Pair}&k=secret&t=%2B12025550181"))).Value;
        Assert.DoesNotContain("secret", seen.Url, StringComparison.Ordinal);
        Assert.DoesNotContain("5550181", seen.Url + seen.Conversion!.TransactionId, StringComparison.Ordinal);
    }

    private static async Task<TestPostback.Response> TestAsync(
        Tracker tracker,
        string url,
        string? address = null,
        string? believe = null
    ) =>
        (await tracker.Get<TestPostback>().RunAsync(Actor.System, new(url, address, believe), TestContext.Current.CancellationToken)).Value;

    private static async Task<string> RowsAsync(Tracker tracker) =>
        await tracker.Database.ReadAsync(async c =>
        {
            var counts = new List<string>();
            foreach (var table in Tables)
                counts.Add($"{table}: {await c.ExecuteScalarAsync<long>($"SELECT count(*) FROM {table}")}");
            return string.Join(", ", counts);
        });
}
