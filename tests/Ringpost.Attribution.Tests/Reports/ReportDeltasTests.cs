using Dapper;
using Ringpost.Attribution.Conversions;
using Ringpost.Attribution.Tests.Postbacks;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Testing;
using Xunit;

namespace Ringpost.Attribution.Tests.Reports;

public sealed class ReportDeltasTests
{
    [Theory, EachDatabase]
    public async Task A_stored_postback_its_completion_and_an_approval_leave_their_entries_and_a_test_none(Dialect dialect)
    {
        await using var tracker = await Tracker.OpenAsync(dialect);
        var cell =
            $"{tracker.Advertiser.Id} {tracker.Offer.Id} {tracker.Affiliate.Id} {tracker.Campaign.Id} {tracker.Offer.DefaultCreativeId} "
            + $"{tracker.Advertiser.DefaultEventId} USD";
        var day = TimeProvider.System.GetUtcNow().Date.AddDays(-1);
        var quarter = new DateTimeOffset(day, TimeSpan.Zero).ToUnixTimeMilliseconds() / 900_000;
        var at = $"dt={day:yyyy-MM-dd}T00:14:59Z";

        await tracker.SendAsync($"{tracker.Pair}&t=A&p=5&ap=&{at}");
        Assert.Equal([$"{quarter} {cell} p 1 5000000 0"], await EntriesAsync(tracker));
        await tracker.SendAsync($"{tracker.Pair}&t=A&p=5&ap=3&dt={day:yyyy-MM-dd}T00:15:00Z");
        Assert.Equal(
            [$"{quarter} {cell} p -1 -5000000 0", $"{quarter} {cell} a 1 5000000 0", $"{quarter + 1} {cell} a 0 0 3000000"],
            (await EntriesAsync(tracker))[1..]
        );
        await tracker.SendAsync($"{tracker.Pair}&t=T&p=5&test=1&{at}");
        await tracker.SendAsync($"{tracker.Pair}&t=A&p=5&ap=&{at}");
        Assert.Equal(4, (await EntriesAsync(tracker)).Length);

        await tracker.SendToAsync("/m.ashx", $"{tracker.Pair}&t=S&p=7&ap=1&{at}", from: Tracker.Stranger);
        var waiting = (await tracker.ConversionsAsync()).Single(c => c.TransactionId == "S");
        await tracker.Get<ApproveConversion>().RunAsync(Actor.System, new ConversionId(waiting.Id));
        Assert.Equal(
            ["p 1 7000000 1000000", "p -1 -7000000 -1000000", "a 1 7000000 1000000"],
            (await EntriesAsync(tracker))[4..].Select(e => e.Split("USD ")[1])
        );
    }

    private static async Task<string[]> EntriesAsync(Tracker tracker) =>
        [
            .. (await tracker.Database.ReadAsync(c => c.QueryAsync<string>("SELECT cells FROM report_deltas ORDER BY id"))).SelectMany(c =>
                c.Split(';', StringSplitOptions.RemoveEmptyEntries)
            ),
        ];
}
