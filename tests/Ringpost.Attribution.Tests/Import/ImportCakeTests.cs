using System.Text;
using Dapper;
using Ringpost.Attribution.Advertisers;
using Ringpost.Attribution.AffiliatePostbacks;
using Ringpost.Attribution.Caps;
using Ringpost.Attribution.Configuration;
using Ringpost.Attribution.Import;
using Ringpost.Attribution.Tests.Postbacks;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Storage.Settings;
using Ringpost.Testing;
using Xunit;

namespace Ringpost.Attribution.Tests.Import;

public sealed class ImportCakeTests
{
    private static readonly string[] Tables =
    [
        "advertisers",
        "offer_events",
        "affiliates",
        "offers",
        "offer_contracts",
        "creatives",
        "offer_campaigns",
        "offer_click_settings",
        "offer_event_settings",
        "campaign_event_settings",
        "affiliate_pixels",
        "ip_whitelist",
        "caps",
        "cap_counters",
        "conversions",
        "clicks",
    ];

    [Theory, EachDatabase]
    public async Task A_network_comes_over_with_its_ids_and_works_at_once(Dialect dialect)
    {
        await using var tracker = await Tracker.OpenAsync(dialect);
        var cake = new CakeNetwork();
        var report = await ImportAsync(tracker, cake);
        Assert.True(report.Stored, string.Join('\n', report.Problems));
        Assert.Equal(0, report.Errors);
        Assert.All(report.Files, f => Assert.Equal(f.Rows, f.Added + f.Same));

        var picture = await tracker.Get<Snapshot<OfferConfiguration>>().GetAsync(TestContext.Current.CancellationToken);
        var offer = picture.Offers[10084];
        Assert.Equal(
            (10_000_000L, 20_000_000L, 1456L, 3001L),
            (offer.Payout, offer.Received, offer.DefaultContractId.Value, offer.DefaultCreativeId.Value)
        );
        Assert.Equal("https://acme.example.com/?r=#reqid#", picture.Contracts[1456].OfferLink);
        Assert.Equal(22_123_457L, picture.Contracts[1457].Received);
        Assert.Equal(22, picture.DefaultEvents[new AdvertiserId(501)].Value);
        Assert.Equal(23, picture.EventsByName[(new AdvertiserId(501), "Paid")].Id.Value);
        Assert.Equal(
            (90001L, 11_500_000L),
            (picture.Originals[(offer.Id, new AffiliateId(7001))].Id.Value, picture.Campaigns[90001].Payout)
        );
        Assert.Equal(new OfferContractId(1457), picture.Campaigns[90002].ContractId);
        Assert.Equal(AccountStatus.Inactive, picture.Affiliates[7002].Status);
        // Bolt brought no event and Solar no contract and creative: they got theirs, above all that were brought.
        Assert.True(picture.DefaultEvents[new AdvertiserId(502)].Value > 24);
        Assert.True(picture.Offers[10085].DefaultContractId.Value > 1457);
        Assert.True(picture.Offers[10085].DefaultCreativeId.Value > 3002);
        var created = await tracker.Get<CreateAdvertiser>().RunAsync(Actor.System, new("Next"), TestContext.Current.CancellationToken);
        Assert.True(created.Value.Id.Value > 502);

        var caps = (
            await tracker.Get<ListCaps>().RunAsync(Actor.System, offer.Id, new PageRequest(), TestContext.Current.CancellationToken)
        )
            .Value
            .Items;
        Assert.Equal(
            [("daily cap of 500 conversions of offer 10084", false), ("monthly cap of 3 conversions of campaign 90001", true)],
            caps.Select(c => (c.Name, c.AlertOnly))
        );

        Assert.Equal("SUCCESS", (await tracker.SendAsync("o=10084&pubid=7001&f=pb&t=NEW&en=Paid")).Message);
        Assert.Equal("DUPLICATE", (await tracker.SendAsync("o=10084&pubid=7001&f=pb&t=CALL-1&en=Paid")).Message);
        var stored = (await tracker.ConversionsAsync()).Single(c => c.TransactionId == "NEW");
        Assert.Equal((90001L, 3001L, "20/12.5 approved"), (stored.CampaignId, stored.CreativeId, stored.Money));
    }

    [Theory, EachDatabase]
    public async Task What_a_file_says_of_postbacks_pixels_and_conversions_is_kept(Dialect dialect)
    {
        await using var tracker = await Tracker.OpenAsync(dialect);
        await ImportAsync(tracker, new CakeNetwork());
        var pixels = (await tracker.Database.ReadAsync(c => AffiliatePixelsSql.ListAsync(c))).ToDictionary(p => p.Place.ToString());
        Assert.Equal(
            ("https://one.example.com/campaign?t=#tid#", 1500L),
            (pixels["campaign:90001"].PostbackUrl, pixels["campaign:90001"].DelayMs)
        );
        Assert.Equal(PixelStatus.Pending, pixels["campaign:90003"].Status);
        Assert.Contains("two.example.com", pixels["campaign:90003"].Html, StringComparison.Ordinal);
        Assert.Equal("https://one.example.com/incoming", pixels["campaign:90001:event:24"].PostbackUrl);
        Assert.Equal("https://one.example.com/hit?t=#tid#", pixels["affiliate:7001"].PostbackUrl);

        var conversions = (await tracker.ConversionsAsync()).OrderBy(c => c.At).ToList();
        Assert.Equal(
            ["20/12.5 approved", "20/11.5 rejected", "0/0 approved", "0/0 approved", "20/11.5 approved"],
            conversions.Select(c => c.Money)
        );
        Assert.Equal((new Instant(1_778_205_600_000), "s-one"), (conversions[0].At, conversions[0].S1));
        var clicks = await tracker.Database.ReadAsync(async c =>
            (await c.QueryAsync<(long Session, long Campaign)>("SELECT session_id, campaign_id FROM clicks ORDER BY session_id")).AsList()
        );
        Assert.Equal([(880001L, 90001L), (880002L, 90002L)], clicks);
    }

    [Theory, EachDatabase]
    public async Task A_late_conversion_finds_the_click_that_CAKE_took(Dialect dialect)
    {
        await using var tracker = await Tracker.OpenAsync(dialect);
        var cake = new CakeNetwork();
        var yesterday = (tracker.Database.Now - TimeSpan.FromDays(1)).ToDateTimeOffset();
        cake.Replace(
            "clicks.csv",
            "2026-05-07T11:00:00",
            yesterday.ToString("yyyy-MM-dd'T'HH:mm:ss", System.Globalization.CultureInfo.InvariantCulture)
        );
        Assert.True((await ImportAsync(tracker, cake)).Stored);
        await tracker.Network.WhitelistAsync(new AdvertiserId(501), "192.0.2.10", "192.0.2.20");
        Assert.Equal("SUCCESS", (await tracker.SendToAsync("/p.ashx", "o=10084&r=880002&f=pb&t=LATE")).Message);
        Assert.Equal(90002, (await tracker.ConversionsAsync()).Single(c => c.TransactionId == "LATE").CampaignId);
    }

    [Theory, EachDatabase]
    public async Task A_second_run_changes_nothing_and_a_dry_run_stores_nothing(Dialect dialect)
    {
        await using var tracker = await Tracker.OpenAsync(dialect);
        var empty = await RowsAsync(tracker);
        var dry = await ImportAsync(tracker, new CakeNetwork(), dryRun: true);
        Assert.Equal((true, false, 0L), (dry.DryRun, dry.Stored, dry.Errors));
        Assert.Equal(empty, await RowsAsync(tracker));

        var first = await ImportAsync(tracker, new CakeNetwork());
        Assert.Equal(dry.Files.Select(f => f.Added), first.Files.Select(f => f.Added));
        var after = await RowsAsync(tracker);
        var second = await ImportAsync(tracker, new CakeNetwork());
        Assert.Equal(after, await RowsAsync(tracker));
        Assert.All(second.Files, f => Assert.Equal((f.Rows, 0L, 0L), (f.Same, f.Added, f.Different)));
    }

    [Theory, EachDatabase]
    public async Task What_differs_is_told_and_overwritten_only_on_request(Dialect dialect)
    {
        await using var tracker = await Tracker.OpenAsync(dialect);
        var cake = new CakeNetwork();
        await ImportAsync(tracker, cake);
        cake.Replace("affiliates.csv", "Publisher One", "Publisher Uno");
        cake.Replace("campaigns.csv", "11.50", "13");
        cake.Replace("event_conversions.csv", "Paid call,CALL-1,USD,12.50", "Paid call,CALL-1,USD,9");

        var told = await ImportAsync(tracker, cake);
        var different = told.Problems.Where(p => p.Kind == ImportProblemKind.Difference).ToList();
        Assert.Equal(
            ["affiliates.csv 2 name", "campaigns.csv 2 payout", "event_conversions.csv 2 "],
            different.Select(p => $"{p.File} {p.Row} {p.Column}")
        );
        Assert.Contains("“Publisher One”, in the file “Publisher Uno”; left", different[0].Message.ToString(), StringComparison.Ordinal);
        Assert.Equal("Publisher One", await NameAsync());

        Assert.Equal(1, (await ImportAsync(tracker, cake, update: true)).Files.Single(f => f.Kind == "affiliates").Updated);
        Assert.Equal("Publisher Uno", await NameAsync());
        Assert.Equal("20/12.5 approved", (await tracker.ConversionsAsync())[0].Money);

        async Task<string> NameAsync() =>
            (await tracker.Get<Snapshot<OfferConfiguration>>().GetAsync(TestContext.Current.CancellationToken)).Affiliates[7001].Name;
    }

    [Theory, EachDatabase]
    public async Task Every_problem_is_listed_by_file_row_and_column_and_nothing_is_stored(Dialect dialect)
    {
        await using var tracker = await Tracker.OpenAsync(dialect);
        var cake = new CakeNetwork();
        cake.Replace("offers.csv", "10085,Solar,502", "10085,Solar,599");
        cake.Replace("events.csv", "Incoming,micro_event", "Paid,nano_event");
        cake.Replace("offer_contracts.csv", "10.00", "ten");
        cake.Replace("whitelist.csv", "192.0.2.10", "192.0.2.999");
        cake.Replace("affiliates.csv", "https://one", "ftp://one");
        cake.Replace("event_conversions.csv", "266070,05/08/2026", "266070,31/31/2026");
        var before = await RowsAsync(tracker);
        var report = await ImportAsync(tracker, cake);
        Assert.False(report.Stored);
        Assert.Equal(before, await RowsAsync(tracker));
        var errors = report.Problems.Where(p => p.Kind == ImportProblemKind.Error).Select(p => $"{p.File} {p.Row} {p.Column}").ToList();
        Assert.Superset(
            new HashSet<string>
            {
                "offers.csv 3 advertiser_id",
                "events.csv 4 event_type",
                "offer_contracts.csv 2 payout",
                "whitelist.csv 2 IP Start",
                "affiliates.csv 2 postback_url",
                "event_conversions.csv 6 Conversion Date",
                // What hangs on a row that can't be taken can't be taken either.
                "campaigns.csv 4 offer_id",
                "campaigns.csv 2 affiliate_id",
            },
            errors.ToHashSet()
        );
        var notes = report.Problems.Where(p => p.Kind == ImportProblemKind.Note).Select(p => $"{p.File} {p.Row} {p.Column}").ToList();
        Assert.Contains("offers.csv 0 made_up", notes);
        Assert.Contains("affiliates.csv 3 suppression", notes);
        Assert.Contains("offer_contracts.csv 3 received", notes);

        var skipped = await ImportAsync(tracker, cake, skip: true);
        Assert.True(skipped.Stored);
        Assert.Equal(1, skipped.Files.Single(f => f.Kind == "affiliates").Added);
    }

    [Theory, EachDatabase]
    public async Task Third_party_names_and_originals_that_clash_are_errors(Dialect dialect)
    {
        await using var tracker = await Tracker.OpenAsync(dialect);
        var cake = new CakeNetwork();
        cake.Replace("events.csv", "Incoming,micro_event", "Paid,micro_event");
        cake.Replace("campaigns.csv", "1457,1,FALSE", "1457,1,TRUE");
        var report = await ImportAsync(tracker, cake, dryRun: true);
        var errors = report.Problems.Where(p => p.Kind == ImportProblemKind.Error).Select(p => $"{p.File} {p.Row} {p.Column}").ToList();
        Assert.Contains("events.csv 4 third_party_name", errors);
        Assert.Contains("campaigns.csv 3 original", errors);
    }

    [Theory, EachDatabase]
    public async Task Thousands_of_conversions_come_in_slices_and_the_reports_count_them(Dialect dialect)
    {
        await using var tracker = await Tracker.OpenAsync(dialect);
        var cake = new CakeNetwork();
        var lines = new StringBuilder("conversion_id,conversion_date,affiliate_id,offer_id,transaction_id,paid,received\n");
        for (var i = 0; i < 2100; i++)
            lines.Append(System.Globalization.CultureInfo.InvariantCulture, $"{i + 1},2026-05-08 02:00:00,7001,10084,T{i},1,2\n");
        cake["event_conversions.csv"] = lines.ToString();
        var report = await ImportAsync(tracker, cake);
        Assert.Equal(2100, report.Files.Single(f => f.Kind == "conversions").Added);
        Assert.Equal(2100, (await tracker.ConversionsAsync()).Count);
        Assert.Equal(
            4,
            await tracker.Database.ReadAsync(c => c.ExecuteScalarAsync<long>("SELECT count(*) FROM report_deltas WHERE cells <> ''"))
        );
        Assert.Equal("DUPLICATE", (await tracker.SendAsync("o=10084&pubid=7001&f=pb&t=T2099")).Message);
    }

    [Theory, EachDatabase]
    public async Task Readers_may_not_and_unknown_files_are_named(Dialect dialect)
    {
        await using var tracker = await Tracker.OpenAsync(dialect);
        var operation = tracker.Get<ImportCake>();
        Assert.IsType<Forbidden>((await operation.RunAsync(Network.Reader, new(new CakeNetwork().Files))).Refusal);
        Assert.IsType<Invalid>((await operation.RunAsync(Actor.System, new([new("notes.txt", () => Stream.Null)]))).Refusal);
        var cake = new CakeNetwork { ["readme.csv"] = "a,b\n1,2" };
        var report = await ImportAsync(tracker, cake, dryRun: true);
        Assert.Null(report.Files.Single(f => f.File == "readme.csv").Kind);
    }

    private static async Task<ImportReport> ImportAsync(
        Tracker tracker,
        CakeNetwork cake,
        bool dryRun = false,
        bool update = false,
        bool skip = false
    ) => (await tracker.Get<ImportCake>().RunAsync(Actor.System, new(cake.Files, dryRun, update, skip))).Value;

    private static Task<string> RowsAsync(Tracker tracker) =>
        tracker.Database.ReadAsync(async c =>
        {
            var counts = new List<string>();
            foreach (var table in Tables)
                counts.Add($"{table} {await c.ExecuteScalarAsync<long>($"SELECT count(*) FROM {table}")}");
            return string.Join(", ", counts);
        });
}
