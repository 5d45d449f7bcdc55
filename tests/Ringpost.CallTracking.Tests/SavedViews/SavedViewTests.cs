using Ringpost.CallTracking.SavedViews;
using Ringpost.CallTracking.Tests.Configuration;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Testing;
using Xunit;

namespace Ringpost.CallTracking.Tests.SavedViews;

public sealed class SavedViewTests
{
    private static readonly Actor Ada = new("user:1", "Ada", Role.Admin);
    private static readonly Actor Bo = new("user:2", "Bo", Role.ReadOnly, Rights: [Permission.SeeRevenue]);
    private static readonly Actor Cy = new("user:3", "Cy", Role.ReadOnly, Rights: [Permission.SeeRevenue]);

    [Theory, EachDatabase]
    public async Task A_view_is_its_savers_until_an_administrator_gives_it_to_everybody(Dialect dialect)
    {
        await using var setup = await CallSetup.OpenAsync(dialect);
        var own = await SaveAsync(setup, Bo, new("calls", "Mine", "?columns=callDt&after=x&range=7d&view=SV1"));
        Assert.Equal("columns=callDt&range=7d", own.Query);
        // The same name is free on another page and for another person.
        await SaveAsync(setup, Bo, new("callReport", "mine", "groupBy=day"));
        await SaveAsync(setup, Cy, new("calls", "MINE"));
        Assert.Equal(["name"], Errors(await TryAsync(setup, Bo, new("calls", "MINE"))));
        Assert.IsType<Forbidden>(await TryAsync(setup, Bo, new("calls", "For all", Shared: true)));
        var all = await SaveAsync(setup, Ada, new("calls", "All", "zone=UTC", true));

        Assert.Equal(["All", "Mine"], await NamesAsync(setup, Bo, "calls"));
        Assert.Equal(["All", "MINE"], await NamesAsync(setup, Cy, "calls"));
        Assert.Equal(["All"], await NamesAsync(setup, Ada, "calls"));
        Assert.Equal(["All", "Mine", "mine"], await NamesAsync(setup, Bo, null));

        // What is another's is not there; what is everybody's is theirs to read.
        Assert.IsType<Missing>((await setup.The<GetView>().RunAsync(Cy, own.Id)).Refusal);
        Assert.IsType<Missing>((await setup.The<GetView>().RunAsync(Ada, own.Id)).Refusal);
        Assert.IsType<Missing>((await setup.The<ChangeView>().RunAsync(Cy, own.Id, new("Stolen"))).Refusal);
        Assert.IsType<Missing>((await setup.The<DeleteView>().RunAsync(Ada, own.Id)).Refusal);
        Assert.Equal("zone=UTC", (await setup.The<GetView>().RunAsync(Cy, all.Id)).Value.Query);
        Assert.IsType<Forbidden>((await setup.The<ChangeView>().RunAsync(Bo, all.Id, new("Ours"))).Refusal);
        Assert.IsType<Forbidden>((await setup.The<ChangeView>().RunAsync(Bo, own.Id, new(Shared: true))).Refusal);
        Assert.IsType<Forbidden>((await setup.The<DeleteView>().RunAsync(Bo, all.Id)).Refusal);

        var renamed = (await setup.The<ChangeView>().RunAsync(Bo, own.Id, new("Ours", "state=live"))).Value;
        Assert.Equal(("Ours", "state=live", false), (renamed.Name, renamed.Query, renamed.Shared));
        await SaveAsync(setup, Bo, new("calls", "Mine"));
        Assert.Equal(["name"], Errors((await setup.The<ChangeView>().RunAsync(Bo, own.Id, new("mine"))).Refusal));
        Assert.True((await setup.The<DeleteView>().RunAsync(Bo, own.Id)).IsOk);
        Assert.Equal(["All", "Mine"], await NamesAsync(setup, Bo, "calls"));
    }

    [Theory, EachDatabase]
    public async Task Each_person_has_one_default_per_page_and_a_view_taken_back_is_nobody_elses(Dialect dialect)
    {
        await using var setup = await CallSetup.OpenAsync(dialect);
        var all = await SaveAsync(setup, Ada, new("calls", "All", Shared: true, Default: true));
        var own = await SaveAsync(setup, Bo, new("calls", "Mine", Default: true));
        Assert.Equal(["All"], await DefaultsAsync(setup, Ada));
        Assert.Equal(["Mine"], await DefaultsAsync(setup, Bo));

        Assert.True((await setup.The<ChangeView>().RunAsync(Bo, all.Id, new(Default: true))).Value.Default);
        Assert.Equal(["All"], await DefaultsAsync(setup, Bo));
        Assert.Empty(await DefaultsAsync(setup, Cy));

        Assert.True((await setup.The<ChangeView>().RunAsync(Ada, all.Id, new(Shared: false))).IsOk);
        Assert.Empty(await DefaultsAsync(setup, Bo));
        Assert.Equal(["All"], await DefaultsAsync(setup, Ada));
        Assert.False((await setup.The<ChangeView>().RunAsync(Ada, all.Id, new(Default: false))).Value.Default);
        Assert.True((await setup.The<ChangeView>().RunAsync(Bo, own.Id, new(Default: true))).Value.Default);
        Assert.True((await setup.The<DeleteView>().RunAsync(Bo, own.Id)).IsOk);
        Assert.Empty(await DefaultsAsync(setup, Bo));
    }

    [Theory, EachDatabase]
    public async Task A_view_for_everybody_holds_no_callers_number(Dialect dialect)
    {
        await using var setup = await CallSetup.OpenAsync(dialect);
        string[] refused =
        [
            "caller=0106",
            Filter("inboundPhoneNumber", "0106"),
            Filter("tag:InboundNumber:Number-NoPlus", "0106"),
            Filter("tag:User:callback", "(661) 555-0106"),
            "q=%2B16615550106",
        ];
        foreach (var query in refused)
        {
            Assert.Equal(["shared"], Errors(await TryAsync(setup, Ada, new("calls", "All", query, true))));
            var own = await SaveAsync(setup, Ada, new("calls", $"View {Array.IndexOf(refused, query)}", query));
            Assert.Equal(["shared"], Errors((await setup.The<ChangeView>().RunAsync(Ada, own.Id, new(Shared: true))).Refusal));
        }

        Assert.Null(
            await TryAsync(
                setup,
                Ada,
                new("calls", "All", "columns=inboundPhoneNumber,tag:InboundNumber:State&number=%2B12025550181", true)
            )
        );
        Assert.Equal(["name", "page", "query"], Errors(await TryAsync(setup, Ada, new("nowhere", " ", new string('x', 4001)))));
    }

    private static string Filter(string column, string value) =>
        "filters="
        + Uri.EscapeDataString($$"""[{"anyConditionToMatch":[{"column":"{{column}}","comparisonType":"CONTAINS","value":"{{value}}"}]}]""");

    private static async Task<SavedView> SaveAsync(CallSetup setup, Actor actor, SaveView.Request request) =>
        (await setup.The<SaveView>().RunAsync(actor, request)).Value;

    private static async Task<Refusal?> TryAsync(CallSetup setup, Actor actor, SaveView.Request request) =>
        (await setup.The<SaveView>().RunAsync(actor, request)).Refusal;

    private static IEnumerable<string> Errors(Refusal? refusal) => Assert.IsType<Invalid>(refusal).Errors.Keys.Order();

    private static async Task<IEnumerable<string>> NamesAsync(CallSetup setup, Actor actor, string? page) =>
        (await setup.The<ListViews>().RunAsync(actor, page)).Value.Items.Select(v => v.Name).Order(StringComparer.Ordinal);

    private static async Task<IEnumerable<string>> DefaultsAsync(CallSetup setup, Actor actor) =>
        (await setup.The<ListViews>().RunAsync(actor, "calls")).Value.Items.Where(v => v.Default).Select(v => v.Name);
}
