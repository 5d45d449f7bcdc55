using Ringpost.Delivery.Log;
using Ringpost.Delivery.Search;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Testing;
using Xunit;

namespace Ringpost.Delivery.Tests.Search;

public sealed class SearchDeliveriesTests
{
    [Theory, EachDatabase]
    public async Task A_delivery_is_found_by_its_id_its_call_and_its_transaction_id(Dialect dialect)
    {
        await using var test = await WorkerTest.OpenAsync(dialect);
        await test.EnqueueAsync(Drafts.To("http://h.example/?caller=%2B16615550106", "c1") with { TransactionId = "T-1" });
        test.Time.Advance(TimeSpan.FromSeconds(1));
        await test.EnqueueAsync(Drafts.To("http://h.example/", "c2") with { TransactionId = "" });
        var all = (await new ListDeliveries(test.Test.Database, null!).RunAsync(Actor.System, new(TimeRange.All), new PageRequest()))
            .Value
            .Items;
        var (second, first) = (all[0].Id.Value, all[1].Id.Value);

        Assert.Equal([first], await FoundAsync(test, "T-1"));
        Assert.Equal([second], await FoundAsync(test, "c2"));
        Assert.Equal([first], await FoundAsync(test, first.ToUpperInvariant()));
        Assert.Equal([second], await FoundAsync(test, second[..30]));
        // A call's id as others write it; a transaction id of others is compared as it stands.
        await test.EnqueueAsync(
            Drafts.To("http://h.example/", "019a3f00111172228333444455556666") with
            {
                TransactionId = "019A3F00AAAA72228333444455556666",
            }
        );
        Assert.Single(await FoundAsync(test, "019A3F00-1111-7222-8333-444455556666"));
        Assert.Single(await FoundAsync(test, "019A3F00AAAA72228333444455556666"));
        Assert.Empty(await FoundAsync(test, "t-1"));
        var search = new SearchDeliveries(test.Test.Database);
        Assert.IsType<Forbidden>(
            (await search.RunAsync(new Actor("user:9", "Pat", Role.Publisher, Of: "AF1"), SearchTerm.Read("T-1", [])!, 5)).Refusal
        );
        var hit = Assert.Single(
            (
                await search.RunAsync(
                    new Actor("user:2", "R", Role.ReadOnly, Rights: [Permission.SeeRevenue]),
                    SearchTerm.Read("T-1", [])!,
                    5
                )
            ).Value
        );
        Assert.DoesNotContain("5550106", hit.Title + hit.Detail, StringComparison.Ordinal);
        Assert.EndsWith("to h.example", hit.Title, StringComparison.Ordinal);
    }

    private static async Task<IEnumerable<string>> FoundAsync(WorkerTest test, string text) =>
        (await new SearchDeliveries(test.Test.Database).RunAsync(Actor.System, SearchTerm.Read(text, [])!, 5)).Value.Select(h => h.Id);
}
