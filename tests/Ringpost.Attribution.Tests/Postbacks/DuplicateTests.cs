using Dapper;
using FsCheck.Xunit;
using Ringpost.Attribution.Offers;
using Ringpost.Attribution.Postbacks;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Testing;
using Xunit;

namespace Ringpost.Attribution.Tests.Postbacks;

/// <summary>Repeat, duplicate and completion (cake.md 2.3a, 2.5, 2.8).</summary>
public sealed class DuplicateTests
{
    private const int Callers = 32;

    [Theory, EachDatabase]
    public async Task The_same_key_is_a_repeat_and_another_key_a_duplicate(Dialect dialect)
    {
        await using var tracker = await Tracker.OpenAsync(dialect);
        Assert.Equal((0, "SUCCESS"), await SendAsync(tracker, "t=1&p=5", "k1"));
        Assert.Equal((0, "SUCCESS"), await SendAsync(tracker, "t=1&p=5", "k1"));
        Assert.Equal((0, "SUCCESS"), await SendAsync(tracker, "t=1&p=5", null));
        Assert.Equal((4, "DUPLICATE"), await SendAsync(tracker, "t=1&p=5", "k2"));
        Assert.Equal((4, "DUPLICATE"), await SendAsync(tracker, "t=1", "k2"));
        Assert.Equal((4, "DUPLICATE"), await SendAsync(tracker, "t=1&p=5.00&x=1", null));
        Assert.Equal((4, "DUPLICATE, OTHER AMOUNT"), await SendAsync(tracker, "t=1&p=6", "k3"));
        Assert.Equal((0, "SUCCESS"), await SendAsync(tracker, "t=", "k1"));
        await tracker.OnlyConversionAsync();
    }

    [Theory, EachDatabase]
    public async Task A_refusal_uses_up_neither_transaction_id_nor_key(Dialect dialect)
    {
        await using var tracker = await Tracker.OpenAsync(dialect);
        Assert.Equal((3, "INVALID EVENT"), await SendAsync(tracker, "t=1&en=Later", "k1"));
        await tracker.Network.EventAsync(tracker.Advertiser.Id, "Later", "Later");
        Assert.Equal((0, "SUCCESS"), await SendAsync(tracker, "t=1&en=Later", "k1"));
        await tracker.OnlyConversionAsync();
    }

    [Theory, EachDatabase]
    public async Task Repeats_are_stored_where_event_and_offer_allow_them(Dialect dialect)
    {
        await using var tracker = await Tracker.OpenAsync(dialect);
        var repeated = await tracker.Network.EventAsync(tracker.Advertiser.Id, "Again", "Again");
        await new Ringpost.Attribution.Events.UpdateEvent(tracker.Database, tracker.Network.Version).RunAsync(
            Actor.System,
            tracker.Advertiser.Id,
            repeated.Id,
            new(AllowDuplicates: true)
        );
        await SendAsync(tracker, "t=1&en=Again", null);
        await SendAsync(tracker, "t=1&en=Again", null);
        Assert.Single(await tracker.ConversionsAsync());
        await new UpdateOffer(tracker.Database, tracker.Network.Version).RunAsync(
            Actor.System,
            tracker.Offer.Id,
            new(TransactionIdDeduplication: false)
        );
        await SendAsync(tracker, "t=2&en=Again", null);
        await SendAsync(tracker, "t=2&en=Again", null);
        await SendAsync(tracker, "t=3&en=Again", "k1");
        await SendAsync(tracker, "t=3&en=Again", "k1");
        Assert.Equal(4, (await tracker.ConversionsAsync()).Count);
    }

    [Theory, EachDatabase]
    public async Task An_amount_that_was_not_sent_is_filled_in_once(Dialect dialect)
    {
        await using var tracker = await Tracker.OpenAsync(dialect);
        await SendAsync(tracker, "t=1&p=20&ap=", "converted");
        Assert.Equal("20/0 pending AMOUNT NOT SENT", (await tracker.OnlyConversionAsync()).Money);
        Assert.Equal((0, "SUCCESS"), await SendAsync(tracker, "t=1&ap=7", "payout"));
        Assert.Equal("20/7 approved", (await tracker.OnlyConversionAsync()).Money);
        Assert.Equal((0, "SUCCESS"), await SendAsync(tracker, "t=1&ap=7", "payout"));
        Assert.Equal((4, "DUPLICATE, OTHER AMOUNT"), await SendAsync(tracker, "t=1&ap=9", "later"));
        Assert.Equal("20/7 approved", (await tracker.OnlyConversionAsync()).Money);
        Assert.Equal(
            [PostbackOutcome.Stored, PostbackOutcome.Completed, PostbackOutcome.Repeat, PostbackOutcome.DuplicateOtherAmount],
            (await tracker.LogAsync()).Select(r => r.Outcome)
        );
        var first = await tracker.Database.ReadAsync(c => c.QuerySingleAsync<long>("SELECT paid FROM conversions"));
        Assert.Equal(0, first);
    }

    [Theory, EachDatabase]
    public async Task Thirty_two_callers_with_one_transaction_id_make_one_record(Dialect dialect)
    {
        await using var tracker = await Tracker.OpenAsync(dialect);
        var answers = await Task.WhenAll(
            Enumerable.Range(0, Callers).Select(i => Task.Run(() => SendAsync(tracker, "t=race&p=5", $"key-{i}")))
        );
        Assert.Single(answers, a => a.Code == 0);
        Assert.Equal(Callers - 1, answers.Count(a => a == (4, "DUPLICATE")));
        await tracker.OnlyConversionAsync();
    }

    [Theory, EachDatabase]
    public async Task Thirty_two_callers_with_one_key_make_one_record(Dialect dialect)
    {
        await using var tracker = await Tracker.OpenAsync(dialect);
        var answers = await Task.WhenAll(
            Enumerable.Range(0, Callers).Select(i => Task.Run(() => SendAsync(tracker, $"t={(i % 2 == 0 ? "" : "race")}&p=5", "one")))
        );
        Assert.All(answers, a => Assert.Equal(0, a.Code));
        await tracker.OnlyConversionAsync();
        Assert.Single(await tracker.LogAsync(), r => r.Outcome == PostbackOutcome.Stored);
    }

    [Theory, EachDatabase]
    public async Task Thirty_two_callers_fill_an_amount_in_once(Dialect dialect)
    {
        await using var tracker = await Tracker.OpenAsync(dialect);
        await SendAsync(tracker, "t=1&p=&ap=", "first");
        await Task.WhenAll(Enumerable.Range(0, Callers).Select(i => Task.Run(() => SendAsync(tracker, "t=1&p=4&ap=3", $"key-{i}"))));
        Assert.Equal("4/3 approved", (await tracker.OnlyConversionAsync()).Money);
        Assert.Single(await tracker.LogAsync(), r => r.Outcome == PostbackOutcome.Completed);
    }

    [Theory, EachDatabase]
    public async Task Any_order_and_repetition_of_a_calls_postbacks_gives_the_same_money(Dialect dialect)
    {
        await using var tracker = await Tracker.OpenAsync(dialect);
        var random = new Random(7);
        string[] postbacks = ["p=&ap=", "p=20&ap=", "p=&ap=7", "p=20&ap=7"];
        for (var history = 0; history < 40; history++)
        {
            var sent = Enumerable.Range(0, 6).Select(_ => random.Next(postbacks.Length)).Append(3).OrderBy(_ => random.Next()).ToArray();
            foreach (var i in sent)
                await SendAsync(tracker, $"t=h{history}&{postbacks[i]}", random.Next(2) == 0 ? null : $"{history}:{i}");
        }

        var stored = await tracker.ConversionsAsync();
        Assert.Equal(40, stored.Count);
        Assert.All(stored, c => Assert.Equal("20/7 approved", c.Money));
    }

    [Property(MaxTest = 500)]
    public bool Only_an_awaited_side_is_ever_filled_and_only_from_an_amount(
        bool awaitsReceived,
        bool awaitsPaid,
        byte received,
        byte paid,
        bool known
    )
    {
        var draft = Draft(Amount(received), Amount(paid), known ? PostbackSender.Token : PostbackSender.Unknown);
        var stored = new StoredConversion
        {
            Id = 1,
            At = 0,
            AffiliateId = 1,
            TransactionId = "t",
            KeyHash = null,
            KeyCheck = null,
            UrlHash = 1,
            Received = 0,
            Paid = 0,
            SentCurrency = null,
            SentReceived = null,
            SentPaid = null,
            AwaitsReceived = awaitsReceived,
            AwaitsPaid = awaitsPaid,
            Disposition = "pending",
            Reason = "AMOUNT NOT SENT",
            Sender = "token",
            Test = false,
        };
        var verdict = DuplicateRule.Decide(stored, [], draft);
        return verdict.FillsReceived == (known && awaitsReceived && draft.SentReceived.Sent == AmountSent.Given)
            && verdict.FillsPaid == (known && awaitsPaid && draft.SentPaid.Sent == AmountSent.Given)
            && (verdict.Outcome == PostbackOutcome.Completed) == (verdict.FillsReceived || verdict.FillsPaid);
    }

    private static SentAmount Amount(byte seed) =>
        (seed % 3) switch
        {
            0 => default,
            1 => new(AmountSent.Empty, 0),
            _ => SentAmount.Of(seed),
        };

    private static ConversionDraft Draft(SentAmount received, SentAmount paid, PostbackSender sender) =>
        new()
        {
            At = default,
            ArrivedAt = default,
            Advertiser = new(1),
            Offer = new(1),
            Affiliate = new(1),
            Campaign = new(1),
            Creative = new(1),
            Event = new(1),
            TransactionId = "t",
            TransactionHash = 1,
            Deduplicates = true,
            Key = null,
            UrlHash = 2,
            SentReceived = received,
            SentPaid = paid,
            Currency = Currency.Usd,
            SentCurrency = null,
            Pending = null,
            Sender = sender,
            Test = false,
            Ip = "",
            SubIds = null,
            Zone = TimeZoneInfo.Utc,
            Plan = null,
            Price = new(
                received.Millionths,
                paid.Millionths,
                false,
                false,
                received.Sent == AmountSent.Given,
                paid.Sent == AmountSent.Given,
                false,
                "",
                ""
            ),
        };

    private static async Task<(int Code, string Message)> SendAsync(Tracker tracker, string more, string? key)
    {
        var answer = await tracker.SendAsync($"{tracker.Pair}&{more}", key);
        return (answer.Code, answer.Message);
    }
}
