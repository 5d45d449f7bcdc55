using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Time.Testing;
using Ringpost.CallTracking.Blocks;
using Ringpost.CallTracking.Tests.Configuration;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Storage.ChangeLog;
using Ringpost.Testing;
using Xunit;

namespace Ringpost.CallTracking.Tests.Blocks;

public sealed class BlockedNumberTests
{
    private const string Caller = "+16615550106";

    [Theory, EachDatabase]
    public async Task A_block_is_in_force_for_the_next_call_and_blocking_again_gives_it_new_terms(Dialect dialect)
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 3, 2, 15, 0, 0, TimeSpan.Zero));
        await using var setup = await CallSetup.OpenAsync(dialect, time);
        var campaign = (await setup.CampaignAsync()).Id;
        var block = setup.The<BlockNumber>();
        var until = Instant.Now(time) + TimeSpan.FromHours(1);
        var first = (await block.RunAsync(CallSetup.Admin, new("(661) 555-0106", campaign, until, "rude"))).Value;
        Assert.Equal((Caller, "Ringpost", "rude"), (first.Number, first.BlockedBy, first.Note));

        var snapshot = await setup.SnapshotAsync();
        Assert.Equal(first.Id, snapshot.Blocks.Find(Caller, campaign, Instant.Now(time))?.Id);
        Assert.Null(snapshot.Blocks.Find(Caller, new("CA2"), Instant.Now(time)));
        Assert.Null(snapshot.Blocks.Find(Caller, campaign, until));

        var again = (await block.RunAsync(CallSetup.Admin, new(Caller, campaign))).Value;
        Assert.Equal((first.Id, null, ""), (again.Id, again.ExpiresAt, again.Note));
        // On all campaigns is another entry.
        Assert.NotEqual(first.Id, (await block.RunAsync(CallSetup.Admin, new(Caller))).Value.Id);
        Assert.Equal(again, (await setup.The<GetBlockedNumber>().RunAsync(CallSetup.Admin, first.Id)).Value);

        Assert.True((await setup.The<UnblockNumber>().RunAsync(CallSetup.Admin, first.Id)).IsOk);
        Assert.IsType<Missing>((await setup.The<UnblockNumber>().RunAsync(CallSetup.Admin, first.Id)).Refusal);
        Assert.True((await setup.SnapshotAsync()).Blocks.Find(Caller, campaign, until) is { CampaignId: null });
        var changes = await setup.Database.ReadAsync(c => ChangeLogSql.ListAsync(c, "blocked-number", first.Id.Value));
        Assert.Equal(["delete", "update", "create"], changes.Select(c => c.Action));
        Assert.All(changes, c => Assert.DoesNotContain("5550106", c.Before + c.After, StringComparison.Ordinal));
    }

    [Theory, EachDatabase]
    public async Task What_is_wrong_is_told_at_once_and_readers_change_nothing(Dialect dialect)
    {
        await using var setup = await CallSetup.OpenAsync(dialect);
        var block = setup.The<BlockNumber>();
        var refused = await block.RunAsync(CallSetup.Admin, new("661*", null, new Instant(1), new string('x', 201)));
        Assert.Equal(["expiresAt", "note", "number"], Assert.IsType<Invalid>(refused.Refusal).Errors.Keys.Order());
        var nowhere = await block.RunAsync(CallSetup.Admin, new(Caller, new("CA9")));
        Assert.Equal(["callCampaignId"], Assert.IsType<Invalid>(nowhere.Refusal).Errors.Keys);
        Assert.IsType<Forbidden>((await block.RunAsync(CallSetup.Reader, new(Caller))).Refusal);
        Assert.IsType<Forbidden>((await setup.The<BlockCaller>().RunAsync(CallSetup.Reader, new("c"), new())).Refusal);
        Assert.IsType<Missing>((await setup.The<BlockCaller>().RunAsync(CallSetup.Admin, new("c"), new())).Refusal);
        Assert.IsType<Forbidden>((await setup.The<UnblockNumber>().RunAsync(CallSetup.Reader, new("BL"))).Refusal);
        Assert.IsType<Forbidden>((await setup.The<ImportBlockedNumbers>().RunAsync(CallSetup.Reader, new("+1661*"))).Refusal);
    }

    [Theory, EachDatabase]
    public async Task Who_may_not_see_full_numbers_sees_none_here_and_finds_none_by_a_part(Dialect dialect)
    {
        await using var setup = await CallSetup.OpenAsync(dialect);
        foreach (var number in new[] { Caller, "+1661555010*", "+1661555*", "anonymous" })
            await setup.The<BlockNumber>().RunAsync(CallSetup.Admin, new(number, Note: $"as {Caller} asked"));
        var list = setup.The<ListBlockedNumbers>();
        var masked = (await list.RunAsync(CallSetup.Reader, null, null, new())).Value.Items;
        // Those of one millisecond stand in any order.
        Assert.Equal(
            ["+1661555*", "+16••••••10*", "+16•••••••06", "+anonymous"],
            masked.Select(b => b.Number).Order(StringComparer.Ordinal)
        );
        Assert.All(masked, b => Assert.DoesNotContain("5550106", b.Note, StringComparison.Ordinal));
        Assert.Empty((await list.RunAsync(CallSetup.Reader, "66155", null, new())).Value.Items);
        Assert.Single((await list.RunAsync(CallSetup.Reader, "(661) 555-0106", null, new())).Value.Items);
        Assert.Equal(3, (await list.RunAsync(CallSetup.Admin, "1 661 55", null, new())).Value.Items.Count);
        Assert.Single((await list.RunAsync(CallSetup.Admin, "anonymous", null, new())).Value.Items);
        Assert.DoesNotContain("5550106", await FileAsync(setup, CallSetup.Reader), StringComparison.Ordinal);
    }

    [Theory, EachDatabase]
    public async Task A_file_is_foreseen_then_stored_whole_or_not_and_its_own_file_changes_nothing(Dialect dialect)
    {
        await using var setup = await CallSetup.OpenAsync(dialect);
        await setup.CampaignAsync("Roofing");
        var import = setup.The<ImportBlockedNumbers>();
        const string Good = "Number;Campaign;Expires;Note\r\n+16615550106;roofing;;rude\r\n+1900*;;2099-01-31;premium\r\nanonymous;;;\r\n";
        var wrong = (
            await import.RunAsync(
                CallSetup.Admin,
                new(
                    Good + "call me;;;\r\n+16615550107;Gutters;;\r\n+1900*;;;\r\n+16615550108;;2020-01-01;\r\n+16615550109;;soon;\r\n",
                    true
                )
            )
        ).Value;
        Assert.Equal((3, 5, false), (wrong.Adds, wrong.Errors, wrong.Stored));
        Assert.Contains("Gutters", wrong.Rows[4].Message?.ToString(), StringComparison.Ordinal);
        Assert.Empty((await setup.The<ListBlockedNumbers>().RunAsync(CallSetup.Admin, null, null, new())).Value.Items);

        Assert.False((await import.RunAsync(CallSetup.Admin, new(Good))).Value.Stored);
        Assert.Empty((await setup.The<ListBlockedNumbers>().RunAsync(CallSetup.Admin, null, null, new())).Value.Items);
        Assert.True((await import.RunAsync(CallSetup.Admin, new(Good, true))).Value.Stored);
        var again = (await import.RunAsync(CallSetup.Admin, new(await FileAsync(setup, CallSetup.Admin), true))).Value;
        Assert.Equal((0, 0, 3, 0), (again.Adds, again.Changes, again.Same, again.Errors));
        Assert.Equal(
            (1, 1),
            await import.RunAsync(CallSetup.Admin, new("+1900*\n+1976*\n", true)) is { Value: var plain }
                ? (plain.Adds, plain.Changes)
                : default
        );
        Assert.IsType<Invalid>((await import.RunAsync(CallSetup.Admin, new("name\nx\n"))).Refusal);
        Assert.IsType<Invalid>((await import.RunAsync(CallSetup.Admin, new(" "))).Refusal);
    }

    [Theory, EachDatabase]
    public async Task Ten_thousand_beginnings_come_in_by_one_file(Dialect dialect)
    {
        await using var setup = await CallSetup.OpenAsync(dialect);
        var file = string.Join('\n', Enumerable.Range(0, 10_000).Select(i => $"+1{2000000 + i}*"));
        Assert.Equal(10_000, (await setup.The<ImportBlockedNumbers>().RunAsync(CallSetup.Admin, new(file, true))).Value.Adds);
        var blocks = (await setup.SnapshotAsync()).Blocks;
        var now = setup.Database.Now;
        Assert.NotNull(blocks.Find("+12009999111", new("CA1"), now));
        Assert.Null(blocks.Find("+12010000111", new("CA1"), now));
    }

    [Theory, EachDatabase]
    public async Task Thirty_two_people_who_block_one_number_make_one_entry(Dialect dialect)
    {
        await using var setup = await CallSetup.OpenAsync(dialect);
        var results = await Task.WhenAll(
            Enumerable
                .Range(0, 32)
                .Select(i => Task.Run(() => setup.The<BlockNumber>().RunAsync(CallSetup.Admin, new(Caller, Note: $"{i}"))))
        );
        Assert.Single(results.Select(r => r.Value.Id).Distinct());
        Assert.Single((await setup.The<ListBlockedNumbers>().RunAsync(CallSetup.Admin, null, null, new())).Value.Items);
    }

    private static async Task<string> FileAsync(CallSetup setup, Actor actor)
    {
        var http = new DefaultHttpContext();
        using var body = new MemoryStream();
        http.Response.Body = body;
        await (await setup.The<ExportBlockedNumbers>().RunAsync(actor, null, null)).Value.ExecuteAsync(http);
        return Encoding.UTF8.GetString(body.ToArray());
    }
}
