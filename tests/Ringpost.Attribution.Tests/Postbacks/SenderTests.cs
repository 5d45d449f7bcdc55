using Ringpost.Attribution.Postbacks;
using Ringpost.Delivery.OwnOrigin;
using Ringpost.Storage;
using Ringpost.Testing;
using Xunit;

namespace Ringpost.Attribution.Tests.Postbacks;

/// <summary>Whose prices are believed (cake.md 2.3a).</summary>
public sealed class SenderTests
{
    [Theory, EachDatabase]
    public async Task A_stranger_is_stored_pending_and_the_token_the_whitelist_and_our_own_signature_are_believed(Dialect dialect)
    {
        await using var tracker = await Tracker.OpenAsync(dialect);
        await tracker.SendToAsync("/m.ashx", $"{tracker.Pair}&t=1&p=9&ap=8", from: Tracker.Stranger);
        await tracker.SendToAsync("/m.ashx", $"{tracker.Pair}&t=2&k=wrong", from: Tracker.Stranger);
        await tracker.SendToAsync("/m.ashx", $"{tracker.Pair}&t=3&k={await tracker.TokenAsync()}", from: Tracker.Stranger);
        await tracker.SendToAsync("/m.ashx", $"{tracker.Pair}&t=4");
        var signature = await tracker.Get<WorkerSignature>().SignAsync("call:1:2:payout", TestContext.Current.CancellationToken);
        await tracker.SendToAsync(
            "/m.ashx",
            $"{tracker.Pair}&t=5",
            "call:1:2:payout",
            Tracker.Stranger,
            more: r => r.Headers[WorkerSignature.Header] = signature
        );
        await tracker.SendToAsync(
            "/m.ashx",
            $"{tracker.Pair}&t=6",
            "call:1:2:other",
            Tracker.Stranger,
            more: r => r.Headers[WorkerSignature.Header] = signature
        );

        Assert.Equal(
            [
                "9/8 pending UNVERIFIED SENDER",
                "20/10 pending UNVERIFIED SENDER",
                "20/10 approved",
                "20/10 approved",
                "20/10 approved",
                "20/10 pending UNVERIFIED SENDER",
            ],
            (await tracker.ConversionsAsync()).Select(c => c.Money)
        );
        Assert.Equal(
            ["unknown", "unknown", "token", "whitelisted", "ownWorker", "unknown"],
            (await tracker.ConversionsAsync()).Select(c => c.Sender)
        );
    }

    [Theory, EachDatabase]
    public async Task A_stranger_can_not_fill_in_an_amount_of_a_believed_record(Dialect dialect)
    {
        await using var tracker = await Tracker.OpenAsync(dialect);
        await tracker.SendAsync($"{tracker.Pair}&t=1&p=20&ap=");
        var answer = await tracker.SendToAsync("/m.ashx", $"{tracker.Pair}&t=1&ap=999", from: Tracker.Stranger);
        Assert.Equal((4, "DUPLICATE, OTHER AMOUNT"), (answer.Code, answer.Message));
        Assert.Equal("20/0 pending AMOUNT NOT SENT", (await tracker.OnlyConversionAsync()).Money);
    }

    [Theory, EachDatabase]
    public async Task A_currency_without_a_rate_is_kept_aside_and_never_taken_one_to_one(Dialect dialect)
    {
        await using var tracker = await Tracker.OpenAsync(dialect);
        await tracker.SendAsync($"{tracker.Pair}&t=1&p=25&c=EUR");
        var stored = await tracker.OnlyConversionAsync();
        Assert.Equal(
            ("0/10 pending NO RATE", "EUR", 25_000_000L, "USD"),
            (stored.Money, stored.SentCurrency, stored.SentReceived, stored.Currency)
        );
        await tracker.SendAsync($"{tracker.Pair}&t=2&p=25&c=usd");
        Assert.Equal("25/10 approved", (await tracker.ConversionsAsync())[^1].Money);
    }

    [Theory, EachDatabase]
    public async Task A_test_is_marked(Dialect dialect)
    {
        await using var tracker = await Tracker.OpenAsync(dialect);
        await tracker.SendAsync($"{tracker.Pair}&t=1&test=1");
        Assert.True((await tracker.OnlyConversionAsync()).Test);
        Assert.Equal(PostbackOutcome.Stored, (await tracker.LastLogAsync()).Outcome);
    }
}
