using Dapper;
using Ringpost.CallTracking.CallLists;
using Ringpost.CallTracking.Calls;
using Ringpost.CallTracking.Configuration;
using Ringpost.Storage;
using Ringpost.Testing;
using Xunit;

namespace Ringpost.CallTracking.Tests.Calls;

public sealed class DedupeTests
{
    private const int Window = 30 * 86_400;

    [Theory, EachDatabase]
    public async Task A_caller_is_paid_again_when_the_window_has_passed_since_the_last_paid_call(Dialect dialect)
    {
        await using var world = await CallWorld.OpenAsync(dialect);
        world.Payouts[0] = world.Payouts[0] with { DedupeSeconds = Window };
        await world.ReceiveAsync("A");
        await world.TalkAsync("A", 70);
        var first = await world.FindAsync("A");
        At(world, first, TimeSpan.FromDays(20));
        await world.ReceiveAsync("B");
        await world.TalkAsync("B", 70);
        var second = await world.FindAsync("B");
        Assert.Equal(
            (false, PayoutRefusal.Duplicate, first.Id, (long?)Window),
            (second.Paid, second.PayoutReason!.Value, second.PayoutEarlierId!.Value, second.PayoutWindow)
        );
        Assert.Equal(first.ArrivedAt, second.PayoutEarlierAt);
        Assert.DoesNotContain("payout", await world.PixelsAsync("B"));

        // The one that was not paid does not extend the window.
        At(world, first, TimeSpan.FromSeconds(Window));
        await world.ReceiveAsync("C");
        await world.TalkAsync("C", 70);
        Assert.True((await world.FindAsync("C")).Paid);
        // Another caller is nobody's duplicate.
        await world.ReceiveAsync("D", "+16615550107");
        await world.TalkAsync("D", 70);
        Assert.True((await world.FindAsync("D")).Paid);
    }

    [Theory, EachDatabase]
    public async Task A_later_rule_pays_where_the_first_is_for_new_callers(Dialect dialect)
    {
        await using var world = await CallWorld.OpenAsync(dialect);
        world.Payouts[0] = world.Payouts[0] with { DedupeSeconds = -1 };
        world.Payouts.Add(world.Payouts[0] with { Id = new("PS2"), Position = 2, Amount = 2_000_000, DedupeSeconds = 0 });
        foreach (var sid in new[] { "A", "B" })
        {
            await world.ReceiveAsync(sid);
            await world.TalkAsync(sid, 70);
        }

        Assert.Equal((10_000_000, 2_000_000), ((await world.FindAsync("A")).Payout, (await world.FindAsync("B")).Payout));
    }

    [Theory, EachDatabase]
    public async Task A_publishers_window_looks_at_its_own_calls_unless_a_caller_is_paid_once_over_all(Dialect dialect)
    {
        await using var world = await CallWorld.OpenAsync(dialect);
        world.Payouts[0] = world.Payouts[0] with { DedupeSeconds = Window };
        await world.ReceiveAsync("A");
        await world.TalkAsync("A", 70);
        await world.ReceiveAsync("B", number: CallWorld.OtherNumber);
        await world.TalkAsync("B", 70);
        Assert.True((await world.FindAsync("B")).Paid);

        world.OnePayoutPerCaller = true;
        await world.ReceiveAsync("C", "+16615550107");
        await world.TalkAsync("C", 70);
        await world.ReceiveAsync("D", "+16615550107", number: CallWorld.OtherNumber);
        await world.TalkAsync("D", 70);
        Assert.True((await world.FindAsync("C")).Paid);
        Assert.Equal(PayoutRefusal.Duplicate, (await world.FindAsync("D")).PayoutReason);
    }

    [Theory, EachDatabase]
    public async Task A_caller_converts_once_with_a_buyer_within_the_window(Dialect dialect)
    {
        await using var world = await CallWorld.OpenAsync(dialect);
        world.Conversion = world.Conversion with { DedupeSeconds = Window };
        world.Payouts[0] = world.Payouts[0] with { On = PayoutOn.Converted };
        await world.ReceiveAsync("A");
        await world.TalkAsync("A", 70);
        await world.ReceiveAsync("B");
        await world.TalkAsync("B", 70);
        var (first, second) = (await world.FindAsync("A"), await world.FindAsync("B"));
        Assert.True(first.Converted && first.Paid);
        Assert.Equal(
            (false, ConversionRefusal.Duplicate, PayoutRefusal.NotConverted, 0),
            (second.Converted, second.ConversionReason!.Value, second.PayoutReason!.Value, second.Revenue)
        );
        Assert.Equal((first.Id, first.ArrivedAt), (second.Legs[0].EarlierCallId!.Value, second.Legs[0].EarlierAt!.Value));

        // A target of another buyer is another buyer's caller.
        world.Targets[0] = world.Targets[0] with
        {
            BuyerId = new BuyerId("BU2"),
        };
        await world.ReceiveAsync("C");
        await world.TalkAsync("C", 70);
        Assert.True((await world.FindAsync("C")).Converted);
    }

    [Theory, EachDatabase]
    public async Task What_was_taken_back_or_earned_nothing_stands_in_nobodys_way(Dialect dialect)
    {
        await using var world = await CallWorld.OpenAsync(dialect);
        world.Payouts[0] = world.Payouts[0] with { DedupeSeconds = -1 };
        await world.ReceiveAsync("A");
        await world.TalkAsync("A", 5);
        await world.ReceiveAsync("B");
        await world.TalkAsync("B", 70);
        var paid = await world.FindAsync("B");
        Assert.True(paid.Paid);
        await CallLists.StoredCall.AdjustAsync(world.Database, paid.Id.Value, "payout", -10_000_000);
        await world.ReceiveAsync("C");
        await world.TalkAsync("C", 70);
        Assert.True((await world.FindAsync("C")).Paid);
    }

    [Theory, EachDatabase]
    public async Task Of_thirty_two_calls_of_a_caller_in_progress_one_is_paid_and_one_converts(Dialect dialect)
    {
        await using var world = await CallWorld.OpenAsync(dialect);
        world.Conversion = world.Conversion with { DedupeSeconds = Window };
        world.Payouts[0] = world.Payouts[0] with { DedupeSeconds = Window };
        for (var i = 0; i < 32; i++)
        {
            await world.ReceiveAsync($"A{i}");
            await world.FinishAsync($"A{i}", 1, LegEnd.Completed, 70, false);
        }

        var book = world.Book();
        await Task.WhenAll(Enumerable.Range(0, 32).Select(i => Task.Run(() => world.EndAsync($"A{i}", 76, book: book))));
        Assert.Equal(
            (32, 1, 1),
            await world.Database.ReadAsync(c =>
                c.QuerySingleAsync<(long, long, long)>(
                    "SELECT COUNT(*), CAST(SUM(paid) AS bigint), CAST(SUM(converted) AS bigint) FROM calls WHERE state = 'Ended'"
                )
            )
        );
    }

    [Fact]
    public void The_sentence_names_the_earlier_call_and_the_window()
    {
        CallSummary Of(long window) =>
            Summary(new(1_000_000_000)) with
            {
                Reasons = new(null, "Duplicate", null, null)
                {
                    PayoutDuplicate = new(new("A"), new(1_000_000_000 - 3 * 86_400_000 - 5000), window),
                },
            };
        Assert.Equal("Not paid: the caller was paid 3 days ago and the window is 30 days.", CallSentences.NotPaid(Of(Window)));
        Assert.Equal("Not paid: the caller was paid 3 days ago, and a caller counts once.", CallSentences.NotPaid(Of(-1)));
    }

    private static CallSummary Summary(Ringpost.Primitives.Instant at) =>
        new(
            new("B"),
            at,
            "",
            "",
            new("NU1"),
            new("CA1"),
            "",
            null,
            null,
            null,
            null,
            null,
            null,
            false,
            true,
            true,
            false,
            false,
            false,
            false,
            false,
            70,
            60,
            0,
            0,
            Ringpost.Primitives.Currency.Usd,
            null,
            new(null, null, null, null)
        );

    /// <summary>Moves the clock to a time after the arrival of a call.</summary>
    private static void At(CallWorld world, CallRecord call, TimeSpan after) =>
        world.Time.SetUtcNow((call.ArrivedAt + after).ToDateTimeOffset());
}
