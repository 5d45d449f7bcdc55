using Ringpost.CallTracking.Numbers;
using Ringpost.CallTracking.Tests.Configuration;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Testing;
using Xunit;

namespace Ringpost.CallTracking.Tests.Numbers;

public sealed class AssignNumbersTests
{
    [Theory, EachDatabase]
    public async Task Rows_are_foreseen_then_stored_all_or_none_and_a_second_run_changes_nothing(Dialect dialect)
    {
        await using var setup = await CallSetup.OpenAsync(dialect);
        var (roofing, solar) = (await setup.CampaignAsync("Roofing"), await setup.CampaignAsync("Solar"));
        var publisher = await setup.PublisherAsync("Call House");
        var there = await setup.NumberAsync(roofing.Id, null, "+12025550182");
        var rows = new List<AssignNumbers.Row>
        {
            new(2, "202-555-0181", "roofing", "Call House", false),
            new(3, "+12025550182", solar.Id.Value, "", false),
            new(4, "+12025550183", "Gutters", "", false),
            new(5, "+12025550181", "Solar", "", false),
            new(6, "call me", "Solar", "Nobody", false),
        };

        var plan = (await RunAsync(setup, rows, apply: true)).Value;
        Assert.Equal((1, 1, 3, false), (plan.Adds, plan.Changes, plan.Errors, plan.Stored));
        Assert.Contains("Gutters", plan.Rows[2].Message?.ToString(), StringComparison.Ordinal);
        Assert.Contains("earlier row", plan.Rows[3].Message?.ToString(), StringComparison.Ordinal);
        Assert.Single((await setup.The<ListNumbers>().RunAsync(CallSetup.Reader, null, null, null, new())).Value.Items);

        rows.RemoveRange(2, 3);
        Assert.False((await RunAsync(setup, rows, apply: false)).Value.Stored);
        Assert.True((await RunAsync(setup, rows, apply: true)).Value.Stored);
        var numbers = (await setup.The<ListNumbers>().RunAsync(CallSetup.Reader, null, null, null, new())).Value.Items;
        Assert.Equal(
            [("+12025550181", publisher.Id), ("+12025550182", (PublisherId?)null)],
            numbers.Select(n => (n.Number.E164, n.PublisherId))
        );
        Assert.Equal(solar.Id, numbers[1].CampaignId);
        Assert.Equal(there.Id, numbers[1].Id);
        var moved = (await setup.The<ListNumberAssignments>().RunAsync(CallSetup.Reader, there.Id)).Value.Items;
        Assert.Equal([solar.Id, roofing.Id], moved.Select(a => a.CampaignId));

        var again = (await RunAsync(setup, rows, apply: true)).Value;
        Assert.Equal((0, 0, 2), (again.Adds, again.Changes, again.Same));
        Assert.Equal(2, (await setup.The<ListNumberAssignments>().RunAsync(CallSetup.Reader, there.Id)).Value.Items.Count);
    }

    [Theory, EachDatabase]
    public async Task A_row_that_cuts_a_rest_short_says_so_and_of_32_runs_at_once_one_assigns(Dialect dialect)
    {
        await using var setup = await CallSetup.OpenAsync(dialect);
        var campaign = await setup.CampaignAsync();
        var publishers = new List<string>();
        for (var i = 0; i < 32; i++)
            publishers.Add((await setup.PublisherAsync($"Publisher {i}")).Id.Value);
        var number = await setup.NumberAsync(campaign.Id, new PublisherId(publishers[0]));

        var held = (await RunAsync(setup, [new(2, "+12025550181", campaign.Id.Value, publishers[1], false)], apply: true)).Value;
        Assert.Contains("rests until", Assert.Single(held.Rows).Message?.ToString(), StringComparison.Ordinal);
        await Task.WhenAll(publishers.Select(p => RunAsync(setup, [new(2, "+12025550181", campaign.Id.Value, p, true)], apply: true)));
        var history = (await setup.The<ListNumberAssignments>().RunAsync(CallSetup.Reader, number.Id)).Value.Items;
        Assert.Single(history, a => a.To is null);
        Assert.All(history.SkipLast(1), a => Assert.True(a.RestOverridden));
    }

    private static Task<Result<AssignmentPlan>> RunAsync(CallSetup setup, IReadOnlyList<AssignNumbers.Row> rows, bool apply) =>
        setup.The<AssignNumbers>().RunAsync(CallSetup.Admin, new(rows, apply));
}
