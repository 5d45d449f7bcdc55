using Microsoft.Extensions.Time.Testing;
using Ringpost.CallTracking.Numbers;
using Ringpost.CallTracking.Tests.Configuration;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Testing;
using Xunit;

namespace Ringpost.CallTracking.Tests.Numbers;

public sealed class NumberRestTests
{
    private static readonly TimeSpan Rest = TimeSpan.FromDays(30);

    private static readonly DateTimeOffset Start = new(2026, 3, 2, 15, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("AF1", 0, "AF2", true)]
    [InlineData("AF1", 29, "AF2", true)]
    [InlineData("AF1", 30, "AF2", false)]
    [InlineData("AF1", 0, "AF1", false)]
    [InlineData("AF1", 0, null, false)]
    [InlineData(null, 0, "AF2", false)]
    public void A_number_rests_from_one_publisher_to_another(string? earlier, int daysAgo, string? next, bool rests)
    {
        var now = Instant.From(Start);
        var last = new NumberAssignment(
            "1",
            new("NU1"),
            PhoneNumber.FromStored("+12025550181"),
            new("CA1"),
            earlier is null ? null : new PublisherId(earlier),
            now - TimeSpan.FromDays(90),
            now - TimeSpan.FromDays(daysAgo),
            "Ada",
            false
        );
        Assert.Equal(rests, NumberRest.Until(last, next is null ? null : new PublisherId(next), now, Rest) is not null);
    }

    [Theory, EachDatabase]
    public async Task A_number_rests_before_another_publisher_gets_it_unless_overridden_and_that_is_kept(Dialect dialect)
    {
        var time = new FakeTimeProvider(Start);
        await using var setup = await CallSetup.OpenAsync(dialect, time);
        var campaign = await setup.CampaignAsync();
        var (first, second) = (await setup.PublisherAsync("First"), await setup.PublisherAsync("Second"));
        var number = await setup.NumberAsync(campaign.Id, first.Id);
        time.Advance(TimeSpan.FromDays(10));

        var refused = await setup.The<ChangeNumber>().RunAsync(CallSetup.Admin, number.Id, new(PublisherId: new(second.Id)));
        Assert.Contains("First", Assert.Single(Assert.IsType<Invalid>(refused.Refusal).Errors["publisherId"]), StringComparison.Ordinal);

        // Nobody's for a while, then given up and added again: it still rests.
        Assert.True((await setup.The<ChangeNumber>().RunAsync(CallSetup.Admin, number.Id, new(PublisherId: new(null)))).IsOk);
        time.Advance(TimeSpan.FromDays(1));
        Assert.True((await setup.The<ArchiveNumber>().RunAsync(CallSetup.Admin, number.Id)).IsOk);
        time.Advance(TimeSpan.FromDays(28));
        var again = await setup.The<CreateNumber>().RunAsync(CallSetup.Admin, new("+12025550181", campaign.Id, second.Id));
        Assert.Equal(["publisherId"], Assert.IsType<Invalid>(again.Refusal).Errors.Keys);

        var given = (await setup.The<CreateNumber>().RunAsync(CallSetup.Admin, new("+12025550181", campaign.Id, second.Id, true))).Value;
        var history = (await setup.The<ListNumberAssignments>().RunAsync(CallSetup.Reader, given.Id)).Value.Items;
        Assert.Equal(
            [(second.Id, true, true), (null, false, false), (first.Id, false, false)],
            history.Select(a => (a.PublisherId, a.To is null, a.RestOverridden))
        );
        Assert.Equal(Instant.From(Start), history[2].From);
        Assert.Equal(history[1].From, history[2].To);

        // After the rest, and back to the same one, nothing is asked.
        Assert.True((await setup.The<ArchiveNumber>().RunAsync(CallSetup.Admin, given.Id)).IsOk);
        time.Advance(TimeSpan.FromDays(1));
        var back = (await setup.The<CreateNumber>().RunAsync(CallSetup.Admin, new("+12025550181", campaign.Id, second.Id))).Value;
        Assert.True((await setup.The<ArchiveNumber>().RunAsync(CallSetup.Admin, back.Id)).IsOk);
        time.Advance(Rest);
        Assert.True((await setup.The<CreateNumber>().RunAsync(CallSetup.Admin, new("+12025550181", campaign.Id, first.Id))).IsOk);
    }

    [Theory, EachDatabase]
    public async Task A_number_that_is_held_for_its_release_is_not_added_and_one_in_use_not_held(Dialect dialect)
    {
        await using var setup = await CallSetup.OpenAsync(dialect);
        var campaign = await setup.CampaignAsync("Roofing");
        var hold = setup.The<HoldNumber>();
        var text = PhoneNumber.FromStored("+12025550181");
        var number = await setup.NumberAsync(campaign.Id);
        Assert.Contains("Roofing", (await hold.RunAsync(CallSetup.Admin, text)).Refusal!.Message, StringComparison.Ordinal);
        await setup.The<ArchiveNumber>().RunAsync(CallSetup.Admin, number.Id);

        // Of 32 that release and add at once, either one adds or one holds, never both.
        var results = await Task.WhenAll(
            Enumerable
                .Range(0, 32)
                .Select(async i =>
                    i % 2 == 0
                        ? (await hold.RunAsync(CallSetup.Admin, text)).IsOk
                        : (await setup.The<CreateNumber>().RunAsync(CallSetup.Admin, new("+12025550181", campaign.Id))).IsOk
                )
        );
        Assert.Equal(1, results.Count(ok => ok));
        var held = results.Where((ok, i) => ok && i % 2 == 0).Any();
        if (!held)
            return;
        await hold.EndAsync(text);
        Assert.NotNull(await setup.NumberAsync(campaign.Id));
    }
}
