using System.Text.Json;
using Ringpost.Api.History;
using Ringpost.CallTracking.Campaigns;
using Ringpost.CallTracking.Configuration;
using Ringpost.CallTracking.Numbers;
using Ringpost.CallTracking.Payouts;
using Ringpost.CallTracking.Publishers;
using Ringpost.CallTracking.Routes;
using Ringpost.CallTracking.Tests.Configuration;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Storage.ChangeLog;
using Ringpost.Testing;
using Xunit;

namespace Ringpost.CallTracking.Tests.Campaigns;

public sealed class CampaignTests
{
    [Theory, EachDatabase]
    public async Task A_campaign_is_created_changed_paused_and_each_leaves_a_line_of_history(Dialect dialect)
    {
        await using var setup = await CallSetup.OpenAsync(dialect);
        var created = (await setup.The<CreateCallCampaign>().RunAsync(CallSetup.Admin, new(" Auto ", "gb", "12", "eur"))).Value;
        Assert.Equal(
            ("Auto", "GB", "12", "EUR", true, 3),
            (created.Name, created.Country, created.TrackingId, created.Currency.Code, created.Enabled, created.DialAttempts)
        );
        var changed = (
            await setup
                .The<ChangeCallCampaign>()
                .RunAsync(CallSetup.Admin, created.Id, new(TrackingId: "", Enabled: false, DialAttempts: 5, RecordCalls: false))
        ).Value;
        Assert.Equal(created with { TrackingId = "", Enabled = false, DialAttempts = 5, RecordCalls = false }, changed);
        Assert.Equal(changed, (await setup.The<GetCallCampaign>().RunAsync(CallSetup.Reader, created.Id)).Value);
        Assert.True((await setup.The<ArchiveCallCampaign>().RunAsync(CallSetup.Admin, created.Id)).IsOk);
        Assert.Equal("archived", (await setup.The<ChangeCallCampaign>().RunAsync(CallSetup.Admin, created.Id, new("X"))).Refusal?.Type);
        var history = await setup.Database.ReadAsync(c => ChangeLogSql.ListAsync(c, "call-campaign", created.Id.Value));
        Assert.Equal(["archive", "update", "create"], history.Select(h => h.Action));
    }

    [Theory, EachDatabase]
    public async Task Its_routes_payouts_and_numbers_stand_in_its_history(Dialect dialect)
    {
        await using var setup = await CallSetup.OpenAsync(dialect);
        var campaign = await setup.CampaignAsync();
        var publisher = await setup.PublisherAsync(subId: "34");
        var target = await setup.TargetAsync();
        var number = await setup.NumberAsync(campaign.Id, publisher.Id);
        var route = (
            await setup.The<CreateRoute>().RunAsync(CallSetup.Admin, campaign.Id, new(target.Id, new("connected", Revenue: 1)))
        ).Value;
        await setup.The<ChangeRoute>().RunAsync(CallSetup.Admin, campaign.Id, route.Id, new(Priority: 4));
        await setup.The<DeleteRoute>().RunAsync(CallSetup.Admin, campaign.Id, route.Id);
        var payout = (
            await setup
                .The<CreatePayoutRule>()
                .RunAsync(CallSetup.Admin, campaign.Id, new(publisher.Id, "callLength", 60, "connected", 18m))
        ).Value;
        await setup.The<ChangePayoutRule>().RunAsync(CallSetup.Admin, campaign.Id, payout.Id, new(Amount: 20m));
        await setup.The<DeletePayoutRule>().RunAsync(CallSetup.Admin, campaign.Id, payout.Id);
        await setup.The<ArchiveNumber>().RunAsync(CallSetup.Admin, number.Id);

        var history = (
            await new ListChanges(setup.Database).RunAsync(CallSetup.Reader, "call-campaign", campaign.Id.Value, new PageRequest())
        ).Value;
        Assert.Equal(
            [
                $"number {number.Number} archive",
                $"payout-rule {publisher.Id} delete",
                $"payout-rule {publisher.Id} update",
                $"payout-rule {publisher.Id} create",
                $"route {target.Id} delete",
                $"route {target.Id} update",
                $"route {target.Id} create",
                $"number {number.Number} create",
                $"call-campaign {campaign.Name} create",
            ],
            history.Items.Select(c => $"{c.Kind} {c.Name} {c.Action}")
        );
        Assert.Equal(new FieldChange("priority", "1", "4"), Assert.Single(history.Items[5].Changes));
        Assert.Equal(new FieldChange("amount", "18", "20"), Assert.Single(history.Items[2].Changes));
    }

    [Theory, EachDatabase]
    public async Task Errors_stand_at_their_fields_and_readers_change_nothing(Dialect dialect)
    {
        await using var setup = await CallSetup.OpenAsync(dialect);
        var campaign = await setup.CampaignAsync();
        Assert.Equal(
            ["country", "currency", "name", "trackingId"],
            Errors(await setup.The<CreateCallCampaign>().RunAsync(CallSetup.Admin, new("", "Germany", new string('1', 201), "dollars")))
                .Order()
        );
        Assert.Equal(
            ["country", "dialAttempts"],
            Errors(await setup.The<ChangeCallCampaign>().RunAsync(CallSetup.Admin, campaign.Id, new(Country: "XX", DialAttempts: 0)))
                .Order()
        );
        Assert.Equal(
            ["currency"],
            Errors(await setup.The<ChangeCallCampaign>().RunAsync(CallSetup.Admin, campaign.Id, new(Currency: "EUR")))
        );
        Assert.IsType<Forbidden>((await setup.The<CreateCallCampaign>().RunAsync(CallSetup.Reader, new("A"))).Refusal);
        Assert.IsType<Forbidden>((await setup.The<ChangeCallCampaign>().RunAsync(CallSetup.Reader, campaign.Id, new("A"))).Refusal);
        Assert.IsType<Forbidden>((await setup.The<ArchiveCallCampaign>().RunAsync(CallSetup.Reader, campaign.Id)).Refusal);
    }

    [Theory, EachDatabase]
    public async Task Lists_are_found_by_a_part_of_the_name_or_the_whole_id_and_come_in_pages(Dialect dialect)
    {
        await using var setup = await CallSetup.OpenAsync(dialect);
        foreach (var (name, subId) in new[] { ("Call House", "34"), ("House_2", "35"), ("100% Leads", "340") })
            await setup.PublisherAsync(name, subId);
        async Task<string[]> FindAsync(string? search, int limit = 100, string? cursor = null) =>
            [
                .. (await setup.The<ListPublishers>().RunAsync(CallSetup.Reader, search, new PageRequest(limit, cursor)))
                    .Value.Items.Select(p => p.Name)
                    .Order(StringComparer.Ordinal),
            ];
        Assert.Equal(["Call House", "House_2"], await FindAsync("HOUSE"));
        Assert.Equal(["House_2"], await FindAsync("e_2"));
        Assert.Equal(["100% Leads"], await FindAsync("0% l"));
        Assert.Equal(["Call House"], await FindAsync("34"));

        var first = (await setup.The<ListPublishers>().RunAsync(CallSetup.Reader, null, new PageRequest(2))).Value;
        var second = (await setup.The<ListPublishers>().RunAsync(CallSetup.Reader, null, new PageRequest(2, first.Next))).Value;
        Assert.Equal(3, first.Items.Concat(second.Items).DistinctBy(p => p.Id).Count());
        Assert.Null(second.Next);
    }

    [Fact]
    public void Settings_speak_the_APIs_words_and_amounts()
    {
        var route = new Route(
            new("CR1"),
            new("CA1"),
            new("TA1"),
            1,
            1,
            new(ConvertOn.CallLength, 60, TimerStart.Connected, 25_500_000),
            true,
            new Instant(0)
        );
        var json = JsonSerializer.Serialize(route, RingpostJson.Options);
        Assert.Contains("\"callCampaignId\":\"CA1\"", json, StringComparison.Ordinal);
        Assert.Contains(
            "\"conversion\":{\"on\":\"callLength\",\"seconds\":60,\"timerStart\":\"connected\",\"revenue\":25.5}",
            json,
            StringComparison.Ordinal
        );
        Assert.Equal(route, JsonSerializer.Deserialize<Route>(json, RingpostJson.Options));
        var patch = JsonSerializer.Deserialize<ChangeNumber.Request>("{\"publisherId\":null}", RingpostJson.Options)!;
        Assert.True(patch.PublisherId is { IsGiven: true, Value: null });
        Assert.False(JsonSerializer.Deserialize<ChangeNumber.Request>("{}", RingpostJson.Options)!.PublisherId.IsGiven);
    }

    private static IEnumerable<string> Errors<T>(Result<T> result) => Assert.IsType<Invalid>(result.Refusal).Errors.Keys;
}
