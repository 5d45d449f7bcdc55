using Ringpost.CallTracking.Configuration;
using Ringpost.CallTracking.Guards;
using Ringpost.CallTracking.Import;
using Ringpost.CallTracking.Numbers;
using Ringpost.CallTracking.Pixels;
using Ringpost.CallTracking.Targets;
using Ringpost.CallTracking.Tests.Configuration;
using Ringpost.Delivery.Credentials;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Testing;
using Xunit;

namespace Ringpost.CallTracking.Tests.Import;

public sealed class ImportRingbaTests
{
    private static readonly CallCampaignId Roofing = new("CA1");

    [Theory, EachDatabase]
    public async Task An_account_comes_over_with_its_ids(Dialect dialect)
    {
        await using var world = await RingbaWorld.OpenAsync(dialect);
        var report = await world.ImportAsync();
        Assert.Equal(
            RingbaReason.IdMissing,
            report.Items.Single(i => i.Kind == RingbaKind.Publisher && i.Id == "" && i.Outcome == RingbaOutcome.LeaveOut).Reason
        );

        var picture = await world.Setup.SnapshotAsync();
        var campaign = picture.Campaigns[Roofing];
        Assert.Equal(
            ("Roofing", "10084", "US", 5, true, false),
            (campaign.Name, campaign.TrackingId, campaign.Country, campaign.DialAttempts, campaign.OnePayoutPerCaller, campaign.RecordCalls)
        );
        Assert.Equal(new DuplicateSetting(DuplicateOn.Incoming, 0, false, DuplicateRouting.Original, false), campaign.Guards.Duplicates);
        Assert.Equal(new SpamSetting(3, true), campaign.Guards.Spam);
        Assert.False(picture.Campaigns[new("CA2")].Enabled);
        Assert.Equal(("7001", true), (picture.Publishers[new("AF1")].SubId, picture.Publishers[new("AF1")].BlockCallsIfCapped));
        Assert.False(picture.Publishers[new("AF2")].Enabled);
        Assert.Equal((50, 5_000_000_000L), (picture.Buyers[new("BU1")].Caps.Daily, picture.Buyers[new("BU1")].Caps.MonthlySum));

        var target = picture.Targets[new("TA1")];
        Assert.Equal(
            (new BuyerId("BU1"), "+12025550111", 25, 4),
            (target.BuyerId, target.Destination.Value, target.RingSeconds, target.ConcurrencyCap)
        );
        Assert.Equal(
            (3, 100, Ringpost.CallTracking.Caps.CapCountOn.Revenue, "America/Los_Angeles"),
            (target.Caps.AllTime, target.Caps.Monthly, target.Caps.CountOn, target.Caps.TimeZone)
        );
        Assert.Equal("America/Los_Angeles", target.Hours!.TimeZone);
        Assert.Equal(
            [DayOfWeek.Monday, DayOfWeek.Tuesday, DayOfWeek.Wednesday, DayOfWeek.Thursday, DayOfWeek.Friday, DayOfWeek.Saturday],
            target.Hours.Days.Select(d => d.Day)
        );
        Assert.Equal(45, target.Hours.Days[0].Breaks.Single().Minutes);
        Assert.Equal([2, 1], target.Filters.Rules.Select(r => r.AnyOf.Count));
        Assert.True(target.Filters.Rules[1].AnyOf[0].Negated);
        Assert.Equal(new Destination(DestinationType.Sip, "sip:sales@sip.example.com"), picture.Targets[new("TA2")].Destination);
        Assert.Equal([new TargetId("TA1"), new("TA2")], picture.Targets[new("TAG1")].Destination.Members!);
        // Hours that nobody can read would let calls in at night.
        Assert.False(picture.Targets[new("TA3")].Enabled);

        Assert.Equal(["CR1", "CR2", "CR4"], picture.Routes[Roofing].Select(r => r.Id.Value));
        Assert.Equal(
            new ConversionSetting(ConvertOn.CallLength, 60, TimerStart.Connected, 25_000_000) { DedupeSeconds = 432_000 },
            picture.Routes[Roofing][0].Conversion
        );
        Assert.Equal(
            (2, 5, ConvertOn.Postback),
            (picture.Routes[Roofing][1].Priority, picture.Routes[Roofing][1].Weight, picture.Routes[Roofing][1].Conversion.On)
        );
        Assert.Equal(
            ["PS1 12500000", "PS2 0", "PA1 15000000"],
            picture.Payouts[Roofing].OrderBy(p => p.Position).Select(p => $"{p.Id} {p.Amount}")
        );
        var share = picture.Payouts[Roofing].Single(p => p.Id.Value == "PS2");
        Assert.Equal((new RevenueShare(40_000_000, 1), -1, PayoutOn.Converted), (share.RevenueShare, share.DedupeSeconds, share.On));
        Assert.Equal(new PublisherId("AF1"), picture.Payouts[Roofing].Single(p => p.Id.Value == "PA1").PublisherId);

        Assert.Equal(
            (new PublisherId("AF1"), "tv"),
            (picture.Numbers["+18005550101"].PublisherId, picture.Numbers["+18005550101"].Tags.Values["source"])
        );
        Assert.Equal((Roofing, false), (picture.Numbers["+18005550102"].CampaignId, picture.Numbers["+18005550102"].Enabled));
        Assert.Equal(["CAKE incoming", "Sold"], picture.Pixels[Roofing].Select(p => p.Name));
        var sold = picture.Pixels[Roofing][1];
        Assert.Equal(
            (PixelEvent.Converted, "POST", "X-Key", 1),
            (sold.FireOn, sold.Method, Assert.Single(sold.Headers).Key, sold.Filters.Rules.Count)
        );
        var credential = Assert.Single((await world.Setup.The<ListCredentials>().RunAsync(CallSetup.Admin)).Value.Items);
        Assert.Equal(
            (credential.Id.Value, CredentialKind.Basic, "u", "u at buyer.example.com"),
            (sold.Terms.Credential, credential.Kind, credential.UserName, credential.Name)
        );
        Assert.Equal(["buyer.example.com"], credential.Hosts);
        Assert.Equal("zipcode", picture.UrlParameters["zip"].TagName);
        Assert.Equal("BL1", picture.Blocks.Find("+16615550106", Roofing, world.Database.Now)?.Id.Value);
        Assert.NotNull(picture.Blocks.Find("+15555550100", Roofing, world.Database.Now));
        Assert.Null(picture.Blocks.Find("+15555550100", Roofing, Instant.From(new DateTimeOffset(2026, 12, 2, 0, 0, 0, TimeSpan.Zero))));
        Assert.Null(picture.Blocks.Find("", Roofing, world.Database.Now));
    }

    [Theory, EachDatabase]
    public async Task A_dry_run_stores_nothing_and_says_what_a_run_does_and_a_second_run_changes_nothing(Dialect dialect)
    {
        await using var world = await RingbaWorld.OpenAsync(dialect);
        var empty = await world.DumpAsync();
        var dry = await world.ImportAsync(dryRun: true);
        Assert.Equal(empty, await world.DumpAsync());

        var first = await world.ImportAsync();
        Assert.Equal(dry.Counts, first.Counts);
        Assert.Equal(dry.Items, first.Items);
        Assert.Equal("4 read, 3 added, 0 same, 0 different, 0 updated, 1 left out", RingbaWorld.Counts(first, RingbaKind.Publisher));
        var once = await world.DumpAsync();

        world.Time.Advance(TimeSpan.FromDays(1));
        foreach (var update in new[] { false, true })
        {
            var again = await world.ImportAsync(update: update);
            Assert.Equal(once, await world.DumpAsync());
            Assert.Equal(0, again.Added);
            Assert.All(again.Counts, c => Assert.Equal((c.Read - c.LeftOut, 0, 0), (c.Same, c.Different, c.Updated)));
        }
    }

    [Theory, EachDatabase]
    public async Task What_can_not_be_taken_is_told_with_its_reason(Dialect dialect)
    {
        await using var world = await RingbaWorld.OpenAsync(dialect);
        var report = await world.ImportAsync(dryRun: true);
        var left = report
            .Items.Where(i => i.Outcome == RingbaOutcome.LeaveOut)
            .Select(i => $"{i.Kind} {i.Id} {i.Reason}")
            .Order(StringComparer.Ordinal);
        Assert.Equal(
            [
                "BlockedNumber BL3 Expired",
                "BlockedNumber BL4 NotValid",
                "Number PNAAAA03 Unassigned",
                "Number PNAAAA04 NotBuilt",
                "Pixel EV3 NotValid",
                "Publisher  IdMissing",
                "RingTree PI1 NotBuilt",
                "Route CR3 NotBuilt",
                "Route CR9 ReferenceMissing",
                "Target TA4 NotValid",
                "TargetGroup TAG2 NotBuilt",
                "Webhook WH1 NotBuilt",
            ],
            left
        );
        var notes = report.Items.Where(i => i.Outcome == RingbaOutcome.Note).Select(i => $"{i.Kind} {i.Id} {i.Reason}").ToList();
        Assert.Contains("Campaign CA1 RecordingOff", notes);
        Assert.Contains("Target TA3 TakenPaused", notes);
        Assert.Contains("Payout PA1 NotBuilt", notes);
        Assert.Contains("TargetGroup TAG1 NotBuilt", notes);
        Assert.Contains("NumberPool  NotAnswered", notes);
        Assert.Contains(
            "somethingNew",
            report.Items.Single(i => i.Kind == RingbaKind.Publisher && i.Reason == RingbaReason.NotRead).Message?.ToString(),
            StringComparison.Ordinal
        );
        Assert.All(
            report.Items.Where(i => i.Outcome is RingbaOutcome.LeaveOut or RingbaOutcome.Note),
            i => Assert.False(string.IsNullOrEmpty(i.Message?.ToString()))
        );
        Assert.DoesNotContain(report.Items, i => $"{i.Message}".Contains(RingbaServer.Token, StringComparison.Ordinal));
    }

    [Theory, EachDatabase]
    public async Task A_run_waits_where_Ringba_says_so_and_one_that_was_cut_off_is_run_again(Dialect dialect)
    {
        await using var world = await RingbaWorld.OpenAsync(dialect);
        var empty = await world.DumpAsync();
        world.Server.BreaksAt = "numbers";
        var cut = await world.Operation().RunAsync(CallSetup.Admin, new(RingbaServer.Token, "RA1", world.Server.Address));
        Assert.Equal("ringba-unreachable", Assert.IsType<Clash>(cut.Refusal).Type);
        Assert.Equal(empty, await world.DumpAsync());

        world.Server.BreaksAt = null;
        world.Server.TooMany = 2;
        var before = world.Hurried.Waited;
        world.Server.Asked.Clear();
        var report = await world.ImportAsync();
        Assert.InRange(world.Hurried.Waited - before, TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(3));
        Assert.Equal("2 read, 2 added, 0 same, 0 different, 0 updated, 0 left out", RingbaWorld.Counts(report, RingbaKind.Campaign));
        Assert.Contains("RA1/campaigns/CA2", world.Server.Asked);
    }

    [Theory, EachDatabase]
    public async Task What_differs_is_left_unless_overwriting_is_asked_for_and_what_was_archived_stays_so(Dialect dialect)
    {
        await using var world = await RingbaWorld.OpenAsync(dialect);
        await world.ImportAsync();
        await world.Setup.The<ChangeTarget>().RunAsync(CallSetup.Admin, new("TA2"), new(Name: "Mine", RecoverSeconds: 20));
        await world.Setup.The<DetachPixel>().RunAsync(CallSetup.Admin, Roofing, new("EV1"));
        await world.Setup.The<ArchivePixel>().RunAsync(CallSetup.Admin, new("EV1"));
        await world.Setup.The<ArchiveNumber>().RunAsync(CallSetup.Admin, new("PNAAAA01"));
        await world.Setup.The<ChangePixel>().RunAsync(CallSetup.Admin, new("EV2"), new(AnswerHas: "sold", DelaySeconds: 9));
        var mine = await world.DumpAsync();

        var told = await world.ImportAsync();
        Assert.Equal(mine, await world.DumpAsync());
        var different = told.Items.Single(i => i.Outcome == RingbaOutcome.Different);
        Assert.Equal((RingbaKind.Target, "TA2"), (different.Kind, different.Id));
        Assert.Contains("here \"Mine\", at Ringba \"Sip line\"", different.Message?.ToString(), StringComparison.Ordinal);
        Assert.Equal(
            ["Number PNAAAA01", "Pixel EV1"],
            told.Items.Where(i => i.Reason == RingbaReason.ArchivedHere).Select(i => $"{i.Kind} {i.Id}").Order(StringComparer.Ordinal)
        );

        await world.ImportAsync(update: true);
        var target = (await world.Setup.SnapshotAsync()).Targets[new("TA2")];
        // What Ringba does not have stays as it was set here.
        Assert.Equal(("Sip line", 20), (target.Name, target.RecoverSeconds));

        var credential = (await world.Setup.The<ListCredentials>().RunAsync(CallSetup.Admin)).Value.Items.Single().Id;
        Assert.True((await world.Setup.The<ChangePixel>().RunAsync(CallSetup.Admin, new("EV2"), new("Sale", CredentialId: null))).IsOk);
        var signedOut = (await world.ImportAsync()).Items.Where(i => i is { Kind: RingbaKind.Pixel, Outcome: RingbaOutcome.Different });
        Assert.Contains(
            $"credential: here null, at Ringba \"{credential}\"",
            Assert.Single(signedOut).Message?.ToString(),
            StringComparison.Ordinal
        );
        await world.ImportAsync(update: true);
        var pixel = (await world.Setup.The<GetPixel>().RunAsync(CallSetup.Admin, new("EV2"))).Value;
        Assert.Equal(("Sold", credential, "sold", 9), (pixel.Name, pixel.CredentialId!.Value, pixel.AnswerHas, pixel.DelaySeconds));
    }

    [Theory, EachDatabase]
    public async Task It_is_for_administrators_and_asks_nobody_whom_the_instance_may_not_ask(Dialect dialect)
    {
        await using var world = await RingbaWorld.OpenAsync(dialect, allowPrivate: false);
        var operation = world.Operation();
        Assert.IsType<Forbidden>((await operation.RunAsync(CallSetup.Reader, new(RingbaServer.Token))).Refusal);
        var wrong = await operation.RunAsync(CallSetup.Admin, new(" ", null, "ftp://x", "yesterday"));
        Assert.Equal(["callsSince", "token", "url"], Assert.IsType<Invalid>(wrong.Refusal).Errors.Keys.Order());
        var closed = await operation.RunAsync(CallSetup.Admin, new(RingbaServer.Token, "RA1", world.Server.Address));
        Assert.IsType<Clash>(closed.Refusal);
        Assert.Equal(TimeSpan.Zero, world.Hurried.Waited);
        Assert.Empty(world.Server.Asked);

        await using var open = await RingbaWorld.OpenAsync(dialect);
        var unknown = await open.Operation().RunAsync(CallSetup.Admin, new("other", "RA1", open.Server.Address));
        Assert.Contains("401", Assert.IsType<Clash>(unknown.Refusal).Message, StringComparison.Ordinal);
    }
}
