using Ringpost.Api.Bulk;
using Ringpost.Api.History;
using Ringpost.CallTracking.Buyers;
using Ringpost.CallTracking.Configuration;
using Ringpost.CallTracking.Routes;
using Ringpost.CallTracking.Targets;
using Ringpost.CallTracking.Tests.Configuration;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Storage.ChangeLog;
using Ringpost.Testing;
using Xunit;

namespace Ringpost.CallTracking.Tests.Targets;

public sealed class ChangeTargetsTests
{
    private static readonly Actor Ada = new("user:7", "Ada", Role.Admin);

    [Theory, EachDatabase]
    public async Task A_preview_stores_nothing_and_what_it_says_is_then_done_with_the_name_of_who_did_it(Dialect dialect)
    {
        await using var setup = await CallSetup.OpenAsync(dialect);
        var buyer = (await setup.The<CreateBuyer>().RunAsync(CallSetup.Admin, new("Acme"))).Value;
        var (first, second) = (await setup.TargetAsync("One"), await setup.TargetAsync("Two", buyer.Id));
        var version = setup.Test.Configuration.Current;
        var change = new ChangeTarget.Request(BuyerId: new(buyer.Id));

        var preview = await RunAsync(setup, new([first.Id, second.Id], change));
        Assert.Equal((1, 0, 1, 0), Counts(preview));
        Assert.Equal((first.Id, "One", BulkOutcome.Ready), Row(preview.Items[0]));
        Assert.Equal([new FieldChange("buyerId", null, buyer.Id.Value)], preview.Items[0].Changes);
        Assert.Equal((second.Id, "Two", BulkOutcome.Unchanged), Row(preview.Items[1]));
        Assert.Equal(first, await FindAsync(setup, first.Id));
        Assert.Equal(version, setup.Test.Configuration.Current);
        Assert.Single(await HistoryAsync(setup, first.Id));

        var seen = new Dictionary<string, string> { [$"{first.Id}"] = preview.Items[0].Seen! };
        var done = await RunAsync(setup, new([first.Id, second.Id], change, Apply: true, Seen: seen));
        Assert.Equal((0, 1, 1, 0), Counts(done));
        Assert.Equal(preview.Items[0].Changes, done.Items[0].Changes);
        Assert.Equal(first with { BuyerId = buyer.Id }, await FindAsync(setup, first.Id));
        Assert.Equal(buyer.Id, (await setup.SnapshotAsync()).Targets[first.Id].BuyerId);
        Assert.Equal(
            ("user:7", "Ada", "update"),
            (await HistoryAsync(setup, first.Id)).Select(c => (c.ActorId, c.ActorName, c.Action)).First()
        );
        // What is so already leaves no line.
        Assert.Single(await HistoryAsync(setup, second.Id));

        // The same once more changes nothing.
        Assert.Equal((0, 0, 2, 0), Counts(await RunAsync(setup, new([first.Id, second.Id], change, Apply: true))));
        Assert.Equal(2, (await HistoryAsync(setup, first.Id)).Count);
    }

    [Theory, EachDatabase]
    public async Task A_row_is_refused_as_the_single_operation_refuses_it_and_stops_no_other(Dialect dialect)
    {
        await using var setup = await CallSetup.OpenAsync(dialect);
        var (first, second) = (await setup.TargetAsync("One"), await setup.TargetAsync("Two"));
        var group = (
            await setup.The<CreateTarget>().RunAsync(CallSetup.Admin, new("Both", null, new("group", null, [first.Id, second.Id])))
        ).Value;
        var unknown = new TargetId("TA0");
        var done = await RunAsync(
            setup,
            new([group.Id, unknown, first.Id], new ChangeTarget.Request(SomeCaps: new(Daily: new(5))), Apply: true)
        );
        Assert.Equal((0, 1, 0, 2), Counts(done));
        var alone = (
            await setup.The<ChangeTarget>().RunAsync(CallSetup.Admin, group.Id, new ChangeTarget.Request(SomeCaps: new(Daily: new(5))))
        ).Refusal!;
        Assert.Equal(new BulkRefusal(alone.Type, alone.Message), done.Items[0].Refusal);
        Assert.Equal("not-found", done.Items[1].Refusal?.Type);
        Assert.Equal(5, (await FindAsync(setup, first.Id))!.Caps.Daily);
        Assert.True((await FindAsync(setup, group.Id))!.Caps.IsNone);
    }

    [Theory, EachDatabase]
    public async Task What_was_changed_since_the_preview_is_left_as_it_is(Dialect dialect)
    {
        await using var setup = await CallSetup.OpenAsync(dialect);
        var (first, second) = (await setup.TargetAsync("One"), await setup.TargetAsync("Two"));
        var change = new ChangeTarget.Request(RingSeconds: 45);
        var preview = await RunAsync(setup, new([first.Id, second.Id], change));
        var seen = preview.Items.ToDictionary(r => $"{r.Id}", r => r.Seen!);
        await setup.The<ChangeTarget>().RunAsync(CallSetup.Admin, first.Id, new ChangeTarget.Request(RingSeconds: 20));
        // What the change does not touch is not overwritten, so that it stands in nobody's way.
        await setup.The<ChangeTarget>().RunAsync(CallSetup.Admin, second.Id, new ChangeTarget.Request(Name: "Second"));

        var done = await RunAsync(setup, new([first.Id, second.Id], change, Apply: true, Seen: seen));
        Assert.Equal((0, 1, 0, 1), Counts(done));
        Assert.Equal("changed-meanwhile", done.Items[0].Refusal?.Type);
        Assert.Equal(20, (await FindAsync(setup, first.Id))!.RingSeconds);
        Assert.Equal(("Second", 45), (await FindAsync(setup, second.Id)) is { } now ? (now.Name, now.RingSeconds) : default);
    }

    [Theory, EachDatabase]
    public async Task Many_are_archived_but_for_those_in_use(Dialect dialect)
    {
        await using var setup = await CallSetup.OpenAsync(dialect);
        var (used, free) = (await setup.TargetAsync("Used"), await setup.TargetAsync("Free"));
        var campaign = await setup.CampaignAsync("Roofing");
        await setup.The<CreateRoute>().RunAsync(CallSetup.Admin, campaign.Id, new(used.Id, new("connected", Revenue: 1)));
        var preview = await RunAsync(setup, new([used.Id, free.Id], Archive: true));
        Assert.Equal((1, 0, 0, 1), Counts(preview));
        Assert.NotNull(await FindAsync(setup, free.Id));

        await setup.The<ChangeTarget>().RunAsync(CallSetup.Admin, free.Id, new ChangeTarget.Request(Name: "Not so free"));
        var seen = new Dictionary<string, string> { [$"{free.Id}"] = preview.Items[1].Seen! };
        Assert.Equal(
            "changed-meanwhile",
            (await RunAsync(setup, new([free.Id], Archive: true, Apply: true, Seen: seen))).Items[0].Refusal?.Type
        );
        var done = await RunAsync(setup, new([used.Id, free.Id], Archive: true, Apply: true));
        Assert.Equal("in-use", done.Items[0].Refusal?.Type);
        Assert.Equal(BulkOutcome.Applied, done.Items[1].Outcome);
        Assert.Null((await FindAsync(setup, used.Id))!.ArchivedAt);
        Assert.NotNull((await FindAsync(setup, free.Id))!.ArchivedAt);
        Assert.Equal("archive", (await HistoryAsync(setup, free.Id))[0].Action);
    }

    [Theory, EachDatabase]
    public async Task One_cap_is_set_beside_the_others(Dialect dialect)
    {
        await using var setup = await CallSetup.OpenAsync(dialect);
        var (first, second) = (await setup.TargetAsync("One"), await setup.TargetAsync("Two"));
        await setup
            .The<ChangeTarget>()
            .RunAsync(CallSetup.Admin, first.Id, new ChangeTarget.Request(Caps: new(new(Daily: 3, Monthly: 40, CountOn: "connect"))));
        await RunAsync(
            setup,
            new([first.Id, second.Id], new ChangeTarget.Request(SomeCaps: new(Daily: new(9), Hourly: new(-1))), Apply: true)
        );
        var caps = (await FindAsync(setup, first.Id))!.Caps;
        Assert.Equal((9, 40, null, "Connect"), (caps.Daily, caps.Monthly, caps.Hourly, $"{caps.CountOn}"));
        caps = (await FindAsync(setup, second.Id))!.Caps;
        Assert.Equal((9, null, "Convert"), (caps.Daily, caps.Monthly, $"{caps.CountOn}"));
        await RunAsync(setup, new([first.Id], new ChangeTarget.Request(SomeCaps: new(Daily: new((int?)null))), Apply: true));
        Assert.Null((await FindAsync(setup, first.Id))!.Caps.Daily);
        Assert.Equal(40, (await FindAsync(setup, first.Id))!.Caps.Monthly);
    }

    [Theory, EachDatabase]
    public async Task What_is_wrong_for_all_is_wrong_with_the_request(Dialect dialect)
    {
        await using var setup = await CallSetup.OpenAsync(dialect);
        var (first, second) = (await setup.TargetAsync("One"), await setup.TargetAsync("Two"));
        var bulk = setup.The<ChangeTargets>();
        Assert.Equal(
            ["change.ringSeconds"],
            Errors(await bulk.RunAsync(Ada, new([first.Id, second.Id], new ChangeTarget.Request(RingSeconds: 0))))
        );
        Assert.Equal(
            ["change.someCaps.daily"],
            Errors(await bulk.RunAsync(Ada, new([first.Id], new ChangeTarget.Request(SomeCaps: new(Daily: new(-2))))))
        );
        Assert.Equal(["change", "ids"], Errors(await bulk.RunAsync(Ada, new([]))).Order());
        Assert.Equal(["change"], Errors(await bulk.RunAsync(Ada, new([first.Id], new ChangeTarget.Request(), Archive: true))));
        var many = Enumerable.Range(0, BulkRun.Most + 1).Select(i => new TargetId($"TA{i}")).ToList();
        var tooMany = Assert.IsType<Invalid>((await bulk.RunAsync(Ada, new(many, new ChangeTarget.Request()))).Refusal);
        Assert.Equal(["At most 1000 at a time; these are 1001."], tooMany.Errors["ids"]);
        Assert.IsType<Forbidden>((await bulk.RunAsync(CallSetup.Reader, new([first.Id], new ChangeTarget.Request()))).Refusal);
    }

    [Theory, EachDatabase]
    public async Task A_repeat_with_the_same_key_gets_the_first_answer(Dialect dialect)
    {
        await using var setup = await CallSetup.OpenAsync(dialect);
        var target = await setup.TargetAsync();
        var keyed = Ada with { Request = new("s", "k", "body") };
        var request = new BulkRequest<TargetId, ChangeTarget.Request>([target.Id], new(RingSeconds: 45), Apply: true);
        var bulk = setup.The<ChangeTargets>();
        Assert.Equal((0, 1, 0, 0), Counts((await bulk.RunAsync(keyed, request)).Value));
        var again = (await bulk.RunAsync(keyed, request)).Value;
        Assert.Equal((0, 1, 0, 0), Counts(again));
        Assert.Equal([new FieldChange("ringSeconds", "30", "45")], again.Items[0].Changes);
        Assert.Equal(2, (await HistoryAsync(setup, target.Id)).Count);
        var other = await bulk.RunAsync(Ada with { Request = new("s", "k", "another") }, request);
        Assert.Equal("idempotency-key-reused", other.Refusal?.Type);
    }

    [Theory, EachDatabase]
    public async Task A_run_that_is_stopped_keeps_what_was_done_and_names_what_was_left(Dialect dialect)
    {
        await using var setup = await CallSetup.OpenAsync(dialect);
        var ids = new List<TargetId>();
        for (var i = 0; i < 4; i++)
            ids.Add((await setup.TargetAsync($"Line {i}")).Id);
        var seen = new List<int>();
        var watch = new BulkWatch(w =>
        {
            seen.Add(w.Done);
            if (w.Done == 2)
                w.Stop();
        });
        var answer = await RunAsync(setup, new(ids, new(RingSeconds: 45), Apply: true) { Watch = watch });
        Assert.Equal([1, 2], seen);
        Assert.Equal((2, 2), (answer.Applied, answer.Refused));
        Assert.Equal([null, null, BulkRefusal.Stopped, BulkRefusal.Stopped], answer.Items.Select(r => r.Refusal?.Type));
        Assert.Equal(ids, answer.Items.Select(r => r.Id));
        var seconds = new List<int>();
        foreach (var id in ids)
            seconds.Add((await FindAsync(setup, id))!.RingSeconds);
        Assert.Equal([45, 45, 30, 30], seconds);
        // The same again finds what was done, and does the rest.
        var rest = await RunAsync(setup, new(ids, new(RingSeconds: 45), Apply: true));
        Assert.Equal((2, 2), (rest.Applied, rest.Unchanged));
    }

    [Theory, EachDatabase]
    public async Task What_was_done_before_the_database_went_is_said(Dialect dialect)
    {
        await using var setup = await CallSetup.OpenAsync(dialect);
        var (first, second) = (await setup.TargetAsync("One"), await setup.TargetAsync("Two"));
        var request = new BulkRequest<TargetId, ChangeTarget.Request>([first.Id, second.Id], new(RingSeconds: 45), Apply: true);
        async Task<Result<BulkAnswer<TargetId>>> GoneAtAsync(TargetId gone) =>
            await setup
                .The<BulkRun>()
                .RunAsync(
                    Ada,
                    request,
                    (actor, id, change) =>
                        id == gone ? throw new StorageUnavailableException("Gone.") : setup.The<ChangeTarget>().RunAsync(actor, id, change),
                    null,
                    null,
                    default
                );
        var answer = (await GoneAtAsync(second.Id)).Value;
        Assert.Equal((0, 1, 0, 1), Counts(answer));
        Assert.Equal("unavailable", answer.Items[1].Refusal?.Type);
        Assert.Equal((45, 30), ((await FindAsync(setup, first.Id))!.RingSeconds, (await FindAsync(setup, second.Id))!.RingSeconds));
        // Nothing was done: as any request then.
        await Assert.ThrowsAsync<StorageUnavailableException>(() => GoneAtAsync(first.Id));
    }

    private static async Task<BulkAnswer<TargetId>> RunAsync(CallSetup setup, BulkRequest<TargetId, ChangeTarget.Request> request) =>
        (await setup.The<ChangeTargets>().RunAsync(Ada, request)).Value;

    private static async Task<Target?> FindAsync(CallSetup setup, TargetId id) =>
        await setup.The<GetTarget>().RunAsync(CallSetup.Admin, id) is { IsOk: true } found ? found.Value : null;

    private static Task<IReadOnlyList<Change>> HistoryAsync(CallSetup setup, TargetId id) =>
        setup.Database.ReadAsync(c => ChangeLogSql.ListAsync(c, "target", id.Value));

    private static (int Ready, int Applied, int Unchanged, int Refused) Counts(BulkAnswer<TargetId> answer) =>
        (answer.Ready, answer.Applied, answer.Unchanged, answer.Refused);

    private static (TargetId, string?, BulkOutcome) Row(BulkRow<TargetId> row) => (row.Id, row.Name, row.Outcome);

    private static IEnumerable<string> Errors<T>(Result<T> result) => Assert.IsType<Invalid>(result.Refusal).Errors.Keys;
}
