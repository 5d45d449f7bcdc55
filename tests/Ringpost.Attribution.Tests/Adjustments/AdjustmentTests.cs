using Dapper;
using Ringpost.Attribution.Adjustments;
using Ringpost.Attribution.Conversions;
using Ringpost.Attribution.Tests.Postbacks;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Storage.ChangeLog;
using Ringpost.Storage.Settings;
using Ringpost.Testing;
using Xunit;

namespace Ringpost.Attribution.Tests.Adjustments;

public sealed class AdjustmentTests
{
    [Theory, EachDatabase]
    public async Task An_adjustment_sets_absolute_amounts_and_leaves_the_other_side(Dialect dialect)
    {
        await using var tracker = await Tracker.OpenAsync(dialect);
        await tracker.SendAsync($"{tracker.Pair}&t=CALL-1&p=30&ap=15");
        var adjust = tracker.Get<AdjustConversion>();

        var voided = (await adjust.RunAsync(Actor.System, new(tracker.Offer.Id, "CALL-1", Received: 0, Reason: "Buyer's refund"))).Value;
        Assert.Equal((30m, 15m, 0m, 15m), (voided.Before.Received, voided.Before.Paid, voided.After.Received, voided.After.Paid));
        Assert.Equal((0m, 15m, "approved"), (voided.Conversion.Received, voided.Conversion.Paid, voided.Conversion.Disposition));
        Assert.Equal([new EntryAmount("received", -30)], voided.Entries);

        var card = (await tracker.Get<GetConversion>().RunAsync(Actor.System, voided.Conversion.Id)).Value;
        var entry = Assert.Single(card.Ledger);
        Assert.Equal(("received", -30m, "system", "Buyer's refund"), (entry.Side, entry.Amount, entry.ActorId, entry.Reason));
        Assert.Equal((30m, 15m), (card.FirstReceived, card.FirstPaid));
    }

    [Theory, EachDatabase]
    public async Task A_repeat_is_one_with_the_same_key_and_two_equal_ones_with_other_keys_are_two(Dialect dialect)
    {
        await using var tracker = await Tracker.OpenAsync(dialect);
        await tracker.SendAsync($"{tracker.Pair}&t=CALL-1&p=30&ap=15");
        var adjust = tracker.Get<AdjustConversion>();
        var request = new AdjustConversion.Request(tracker.Offer.Id, "CALL-1", Received: 20, Paid: 10);
        Actor Keyed(string key) => Actor.System with { Request = new OnceKey("system POST /api/v1/conversions/adjust", key, "body") };

        var answers = await Task.WhenAll(Enumerable.Range(0, 32).Select(_ => Task.Run(() => adjust.RunAsync(Keyed("A"), request))));
        Assert.All(answers, a => Assert.Equal((30m, 20m), (a.Value.Before.Received, a.Value.After.Received)));
        Assert.Equal(["received -10", "paid -5"], await LedgerAsync(tracker));
        var second = (await adjust.RunAsync(Keyed("B"), request)).Value;
        Assert.Equal((20m, 20m), (second.Before.Received, second.After.Received));
        Assert.Equal(["received -10", "paid -5", "received 0", "paid 0"], await LedgerAsync(tracker));
    }

    [Theory, EachDatabase]
    public async Task Of_numbered_adjustments_the_highest_stands_in_any_order_and_a_conversion_that_is_missing_is_waited_for(
        Dialect dialect
    )
    {
        await using var tracker = await Tracker.OpenAsync(dialect);
        var adjust = tracker.Get<AdjustConversion>();
        AdjustConversion.Request At(long sequence, decimal received, decimal paid) =>
            new(tracker.Offer.Id, "CALL-1", Received: received, Paid: paid, Currency: "USD", Sequence: sequence);
        Assert.IsType<TooEarly>((await adjust.RunAsync(Actor.System, At(1, 25, 12))).Refusal);
        await tracker.SendAsync($"{tracker.Pair}&t=CALL-1&p=30&ap=15");

        var order = Enumerable.Range(1, 16).Select(n => (long)n).OrderBy(n => n * 7 % 16).ToArray();
        var answers = await Task.WhenAll(
            order.Concat(order).Select(n => Task.Run(() => adjust.RunAsync(Actor.System, At(n, 30 - n, n == 16 ? 0 : 15))))
        );
        Assert.All(answers, a => Assert.True(a.IsOk));
        Assert.Equal("14/0 approved", (await tracker.OnlyConversionAsync()).Money);
        Assert.True((await adjust.RunAsync(Actor.System, At(15, 15, 15))).Value.Superseded);
        // What comes to nothing is taken, enters nothing, and counts: a person had set the amounts before.
        var nothing = (await adjust.RunAsync(Actor.System, At(17, 14, 0))).Value;
        Assert.False(nothing.Superseded);
        Assert.Empty(nothing.Entries);
        Assert.True((await adjust.RunAsync(Actor.System, At(17, 1, 1))).Value.Superseded);
        Assert.Equal("14/0 approved", (await tracker.OnlyConversionAsync()).Money);
        Assert.Equal(-16, (await LedgerAsync(tracker)).Where(e => e.StartsWith("received", StringComparison.Ordinal)).Sum(Amount));

        Assert.Equal("conversion-currency", (await adjust.RunAsync(Actor.System, At(18, 14, 1) with { Currency = "EUR" })).Refusal!.Type);
        Assert.Equal(
            ["advertiserId", "currency", "sequence"],
            Assert
                .IsType<Invalid>(
                    (
                        await adjust.RunAsync(Actor.System, At(0, 1, 1) with { Currency = "dollars", AdvertiserId = new AdvertiserId(99) })
                    ).Refusal
                )
                .Errors.Keys.Order()
        );
        // What was refused counted nothing.
        Assert.False((await adjust.RunAsync(Actor.System, At(18, 20, 10))).Value.Superseded);

        static decimal Amount(string entry) => decimal.Parse(entry.Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture);
    }

    [Theory, EachDatabase]
    public async Task A_conversion_is_found_by_offer_event_and_transaction_id(Dialect dialect)
    {
        await using var tracker = await Tracker.OpenAsync(dialect);
        var payable = await tracker.Network.EventAsync(tracker.Advertiser.Id, "Payable call", "PayableCall");
        await tracker.SendAsync($"{tracker.Pair}&t=CALL-1&p=30&ap=15");
        await tracker.SendAsync($"{tracker.Pair}&t=CALL-1&en=PayableCall&p=3&ap=1");
        var adjust = tracker.Get<AdjustConversion>();

        var byName = (await adjust.RunAsync(Actor.System, new(tracker.Offer.Id, "CALL-1", EventName: "PayableCall", Paid: 2))).Value;
        Assert.Equal((payable.Id, 2m), (byName.Conversion.EventId, byName.Conversion.Paid));
        Assert.Equal(
            byName.Conversion.Id,
            (await adjust.RunAsync(Actor.System, new(tracker.Offer.Id, "CALL-1", payable.Id, Paid: 3))).Value.Conversion.Id
        );
        Assert.IsType<Missing>((await adjust.RunAsync(Actor.System, new(tracker.Offer.Id, "call-1", Paid: 3))).Refusal);
        Assert.IsType<Forbidden>((await adjust.RunAsync(Network.Reader, new(tracker.Offer.Id, "CALL-1", Paid: 3))).Refusal);
        var wrong = await adjust.RunAsync(Actor.System, new(new OfferId(99), " ", Received: -1, Effective: "soon"));
        Assert.Equal(["effective", "offerId", "received", "transactionId"], Assert.IsType<Invalid>(wrong.Refusal).Errors.Keys.Order());
        Assert.Equal(
            ["paid", "received"],
            Assert.IsType<Invalid>((await adjust.RunAsync(Actor.System, new(tracker.Offer.Id, "CALL-1"))).Refusal).Errors.Keys.Order()
        );
    }

    [Theory, EachDatabase]
    public async Task Of_32_that_take_at_once_as_many_are_done_as_there_is_and_nothing_falls_below_zero(Dialect dialect)
    {
        await using var tracker = await Tracker.OpenAsync(dialect);
        await tracker.SendAsync($"{tracker.Pair}&t=CALL-1&p=20&ap=10");
        var id = new ConversionId((await tracker.OnlyConversionAsync()).Id);
        var change = tracker.Get<ChangePrice>();

        var answers = await Task.WhenAll(
            Enumerable.Range(0, 32).Select(_ => Task.Run(() => change.RunAsync(Actor.System, id, new(-1, -1, Add: true, Reason: "Taken"))))
        );
        Assert.Equal(10, answers.Count(a => a.IsOk));
        Assert.All(answers.Where(a => !a.IsOk), a => Assert.Equal("paid", Assert.Single(Assert.IsType<Invalid>(a.Refusal).Errors.Keys)));
        Assert.Equal("10/0 approved", (await tracker.OnlyConversionAsync()).Money);
        Assert.Equal(20, (await LedgerAsync(tracker)).Count);
    }

    [Theory, EachDatabase]
    public async Task A_status_moves_received_and_can_be_taken_back_and_its_history_says_who_when_and_why(Dialect dialect)
    {
        await using var tracker = await Tracker.OpenAsync(dialect);
        await tracker.SendAsync($"{tracker.Pair}&t=CALL-1&p=20&ap=10");
        var id = new ConversionId((await tracker.OnlyConversionAsync()).Id);
        var status = tracker.Get<ChangeStatus>();
        var thrown = (await tracker.Get<NameDisposition>().RunAsync(Actor.System, 0, new("Thrown out", "rejected"))).Value;

        var rejected = (
            await status.RunAsync(Actor.System, id, new(DispositionId: thrown.Id, Effective: "2026-02-03", Reason: "Wrong number"))
        ).Value;
        Assert.Equal(
            ("rejected", 0m, 10m, "2026-02-03"),
            (rejected.After.Disposition, rejected.After.Received, rejected.After.Paid, rejected.EffectiveDay)
        );
        Assert.Equal(
            "nothing-to-change",
            (await status.RunAsync(Actor.System, id, new(DispositionId: thrown.Id, Reason: "Again"))).Refusal?.Type
        );
        Assert.Equal("20/10 approved", await MoneyAsync(status, tracker, id, new("approved", Reason: "Right number")));
        Assert.Equal("0/0 returned", await MoneyAsync(status, tracker, id, new("returned", TakePaidBack: true, Reason: "Sent back")));
        Assert.Equal("0/0 rejected", await MoneyAsync(status, tracker, id, new("rejected", Reason: "Both")));
        Assert.Equal("20/10 pending", await MoneyAsync(status, tracker, id, new("pending", Reason: "Look again")));

        var log = await tracker.Database.ReadAsync(c => ChangeLogSql.ListAsync(c, "conversion", $"{id}"));
        Assert.Equal(5, log.Count);
        Assert.All(log, l => Assert.Equal(("status", "system"), (l.Action, l.ActorId)));
        Assert.Contains("Wrong number", log[^1].After, StringComparison.Ordinal);
        Assert.Equal(
            ["disposition"],
            Assert.IsType<Invalid>((await status.RunAsync(Actor.System, id, new("gone", Reason: "x"))).Refusal).Errors.Keys
        );
        Assert.Equal(["reason"], Assert.IsType<Invalid>((await status.RunAsync(Actor.System, id, new("approved"))).Refusal).Errors.Keys);
    }

    [Theory, EachDatabase]
    public async Task A_named_disposition_and_its_note_stand_in_list_file_and_history_and_it_is_filtered_by(Dialect dialect)
    {
        await using var tracker = await Tracker.OpenAsync(dialect);
        await tracker.SendAsync($"{tracker.Pair}&t=CALL-1&p=20&ap=10");
        await tracker.SendAsync($"{tracker.Pair}&t=CALL-2&p=20&ap=10");
        var name = tracker.Get<NameDisposition>();
        var thrown = (await name.RunAsync(Actor.System, 0, new("Thrown out", "rejected"))).Value;
        var wrong = (await name.RunAsync(Actor.System, 0, new("Wrong state", "rejected"))).Value;
        var list = new ListConversions(tracker.Database, new(tracker.Database, tracker.Network.Version, Instance.ReadAsync));
        var first = (await list.RunAsync(Actor.System, new() { TransactionId = "CALL-1" }, new PageRequest(10))).Value.Items.Single();
        Assert.Equal((null, null, null), (first.DispositionId, first.DispositionName, first.Note));
        var status = tracker.Get<ChangeStatus>();
        Assert.True((await status.RunAsync(Actor.System, first.Id, new(DispositionId: thrown.Id, Reason: "Wrong number"))).IsOk);
        // Of the same type: the disposition does not move, its name and note do.
        Assert.True((await status.RunAsync(Actor.System, first.Id, new(DispositionId: wrong.Id, Reason: "Caller in Alaska"))).IsOk);
        // An amount has a reason of its own; the note is the disposition's.
        Assert.True((await tracker.Get<ChangePrice>().RunAsync(Actor.System, first.Id, new(Paid: 4, Reason: "Half of it"))).IsOk);

        var named = Assert.Single(
            (await list.RunAsync(Actor.System, new() { Disposition = $"{wrong.Id}" }, new PageRequest(10))).Value.Items
        );
        Assert.Equal(
            (first.Id, "rejected", wrong.Id, "Wrong state", "Caller in Alaska"),
            (named.Id, named.Disposition, named.DispositionId, named.DispositionName, named.Note)
        );
        Assert.Single((await list.RunAsync(Actor.System, new() { Disposition = "rejected" }, new PageRequest(10))).Value.Items);
        Assert.Empty((await list.RunAsync(Actor.System, new() { Disposition = $"{thrown.Id}" }, new PageRequest(10))).Value.Items);
        var refused = await list.RunAsync(Actor.System, new() { Disposition = "Wrong state" }, new PageRequest(10));
        Assert.Equal(["disposition"], Assert.IsType<Invalid>(refused.Refusal).Errors.Keys);

        var columns = ConversionColumns.Of(TimeZoneInfo.Utc, Actor.System);
        Assert.Equal(
            ["Wrong state", "rejected", $"{wrong.Id}", "Caller in Alaska"],
            from title in new[] { "Disposition", "Disposition Type", "Disposition ID", "Note" }
            select columns.Single(c => c.Title == title).Value(named)
        );
        var history = (await tracker.Get<ListConversionHistory>().RunAsync(Actor.System, first.Id)).Value.Items;
        Assert.Equal(
            ["Wrong state/Wrong state Half of it", "Thrown out/Wrong state Caller in Alaska", "/Thrown out Wrong number"],
            history.Select(l => $"{l.NamedBefore}/{l.NamedAfter} {l.Note}")
        );

        Assert.True((await status.RunAsync(Actor.System, first.Id, new("approved", Reason: "It was right"))).IsOk);
        var again = (await list.RunAsync(Actor.System, new() { TransactionId = "CALL-1" }, new PageRequest(10))).Value.Items.Single();
        Assert.Equal((null, null, "It was right"), (again.DispositionId, again.DispositionName, again.Note));
    }

    [Theory, EachDatabase]
    public async Task A_named_disposition_keeps_its_type_and_its_name_is_its_own(Dialect dialect)
    {
        await using var network = await Network.OpenAsync(dialect);
        var name = new NameDisposition(network.Database);
        var created = await Task.WhenAll(
            Enumerable.Range(0, 32).Select(_ => Task.Run(() => name.RunAsync(Actor.System, 0, new("Thrown out", "rejected"))))
        );
        var only = Assert.Single(created, c => c.IsOk).Value;
        Assert.True(only.Id > 4);
        Assert.Equal(
            ["type"],
            Assert.IsType<Invalid>((await name.RunAsync(Actor.System, only.Id, new(Type: "approved"))).Refusal).Errors.Keys
        );
        Assert.Equal("disposition-built-in", (await name.RunAsync(Actor.System, 3, new("Fine"))).Refusal?.Type);
        Assert.False((await name.RunAsync(Actor.System, only.Id, new(Active: false))).Value.Active);
        Assert.Equal(5, (await new ListDispositions(network.Database).RunAsync(Network.Reader)).Value.Items.Count);
    }

    private static async Task<string> MoneyAsync(ChangeStatus status, Tracker tracker, ConversionId id, ChangeStatus.Request request)
    {
        Assert.True((await status.RunAsync(Actor.System, id, request)).IsOk);
        return (await tracker.OnlyConversionAsync()).Money;
    }

    private static async Task<IReadOnlyList<string>> LedgerAsync(Tracker tracker) =>
        (
            await tracker.Database.ReadAsync(c =>
                c.QueryAsync<string>("SELECT side || ' ' || CAST(amount / 1000000 AS text) FROM conversion_ledger ORDER BY id")
            )
        ).AsList();
}
