using Dapper;
using FsCheck;
using FsCheck.Fluent;
using Ringpost.CallTracking.Buyers;
using Ringpost.CallTracking.Calls;
using Ringpost.CallTracking.Campaigns;
using Ringpost.CallTracking.Publishers;
using Ringpost.CallTracking.Tags;
using Ringpost.CallTracking.Tests.CallLists;
using Ringpost.CallTracking.Tests.Configuration;
using Ringpost.Storage.Writing;
using static Ringpost.CallTracking.Tests.CallLists.StoredCall;

namespace Ringpost.CallTracking.Tests.CallFilters;

/// <summary>A call that was written, and what else is known of it.</summary>
internal sealed record KnownCall(
    StoredCall Call,
    string? Zip,
    string? Score,
    bool Annotated,
    long RevenueChange,
    long PayoutChange,
    KnownNames Of
)
{
    public IReadOnlyList<KnownLeg> Legs { get; init; } = [];

    /// <summary>Of the leg that connected last.</summary>
    public string? TargetNumber { get; init; }
}

/// <summary>A leg that was written.</summary>
internal sealed record KnownLeg(string CallId, int Leg, string TargetId, string? BuyerId)
{
    public string Target { get; init; } = "";
    public string? Buyer { get; init; }
    public string Number { get; init; } = "";
    public long Connected { get; init; }
    public long Converted { get; init; }
    public long Revenue { get; init; }
    public string? Reason { get; init; }
    public long? DialedSeconds { get; init; }
    public long? ConnectedSeconds { get; init; }
    public long? EndedAt { get; init; }
}

/// <summary>What the configuration says of a call's ids.</summary>
internal sealed record KnownNames(string Campaign, string TrackingId, string? Publisher, string? SubId, string? Buyer, string? Target);

/// <summary>Random calls with tags and changes, for tests that compare what is read with a plain loop.</summary>
internal static class KnownCalls
{
    public static async Task<IReadOnlyList<KnownCall>> WriteAsync(CallSetup setup)
    {
        CallCampaignId[] campaigns =
        [
            .. new[]
            {
                await setup.The<CreateCallCampaign>().RunAsync(CallSetup.Admin, new("Auto Insurance", "US", "T-1")),
                await setup.The<CreateCallCampaign>().RunAsync(CallSetup.Admin, new("auto loans", "US")),
                await setup.The<CreateCallCampaign>().RunAsync(CallSetup.Admin, new("Ärzte 100%_", "US")),
            }.Select(r => r.Value.Id),
        ];
        var first = (await setup.The<CreatePublisher>().RunAsync(CallSetup.Admin, new("Call House", "77"))).Value.Id;
        var second = (await setup.The<CreatePublisher>().RunAsync(CallSetup.Admin, new("house of calls"))).Value.Id;
        var acme = (await setup.The<CreateBuyer>().RunAsync(CallSetup.Admin, new("Acme"))).Value.Id;
        var beta = (await setup.The<CreateBuyer>().RunAsync(CallSetup.Admin, new("Beta"))).Value.Id;
        Line[] lines =
        [
            new((await setup.TargetAsync("Line 1", acme)).Id.Value, "Line 1", acme.Value, "Acme", "+12025550191"),
            new((await setup.TargetAsync("Line 2", beta)).Id.Value, "Line 2", beta.Value, "Beta", "+12025550192"),
            new((await setup.TargetAsync("Line 3")).Id.Value, "Line 3", null, null, "+12025550193"),
        ];
        PublisherId?[] publishers = [null, first, second];
        var calls = Calls()
            .Sample(120)
            .Select(
                (made, i) =>
                {
                    var (call, campaign, publisher, more) = made;
                    var legs = Legs(call, $"C{i:000}", i, lines);
                    var talked = legs.LastOrDefault(l => l.Connected == 1);
                    return new KnownCall(
                        call with
                        {
                            Id = $"C{i:000}",
                            Campaign = campaigns[campaign].Value,
                            Publisher = publishers[publisher]?.Value,
                            Target = talked?.TargetId,
                            Buyer = talked?.BuyerId,
                        },
                        more switch
                        {
                            0 => "93301",
                            1 => "93301-77",
                            2 => "Ö 9",
                            _ => null,
                        },
                        more switch
                        {
                            0 => "12.5",
                            1 => "-4",
                            3 => "100",
                            4 => "12.5.1",
                            5 => "many",
                            6 => "+13.",
                            7 => "",
                            _ => null,
                        },
                        more == 3,
                        more == 4 ? -1_250_000 : 0,
                        more is 4 or 5 ? 500_000 : 0,
                        new KnownNames(
                            campaign switch
                            {
                                0 => "Auto Insurance",
                                1 => "auto loans",
                                _ => "Ärzte 100%_",
                            },
                            campaign == 0 ? "T-1" : "",
                            publisher switch
                            {
                                1 => "Call House",
                                2 => "house of calls",
                                _ => null,
                            },
                            publisher == 1 ? "77" : null,
                            talked?.Buyer,
                            talked?.Target
                        )
                    )
                    {
                        Legs = legs,
                        TargetNumber = talked?.Number,
                    };
                }
            )
            .ToArray();
        await StoredCall.WriteAsync(setup.Database, [.. calls.Select(c => c.Call)]);
        await setup.Database.WriteAsync(
            WriteKeys.None,
            unit =>
                unit.Connection.ExecuteAsync(
                    "INSERT INTO call_legs (call_id, leg, route_id, target_id, buyer_id, destination_type, destination, convert_on, convert_seconds, convert_timer_start, "
                        + "convert_revenue, dialed_at, ended_at, rang, answered, connected, connected_seconds, dialed_seconds, converted, revenue, conversion_reason, "
                        + "ringing_seen, answered_seen, progress_seen) VALUES (@CallId, @Leg, 'CR1', @TargetId, @BuyerId, 'Number', @Number, 'CallLength', 60, 'Connected', "
                        + "0, 5, @EndedAt, 1, @Connected, @Connected, @ConnectedSeconds, @DialedSeconds, @Converted, @Revenue, @Reason, 0, 0, 0)",
                    calls.SelectMany(c => c.Legs)
                )
        );
        foreach (var call in calls)
        {
            if (call.RevenueChange != 0)
                await AdjustAsync(setup.Database, call.Call.Id, "revenue", call.RevenueChange);
            if (call.PayoutChange != 0)
                await AdjustAsync(setup.Database, call.Call.Id, "payout", call.PayoutChange);
        }

        await setup.Database.WriteAsync(
            WriteKeys.None,
            async unit =>
            {
                foreach (var call in calls)
                    await CallTagsSql.InsertAsync(unit, new(call.Call.Id), [.. Tags(call)]);
                return 0;
            }
        );
        return calls;
    }

    private sealed record Line(string Id, string Name, string? BuyerId, string? Buyer, string Number);

    /// <summary>None of a call that was dialed to nobody; else up to three, of which the last connects where the call does.</summary>
    private static KnownLeg[] Legs(StoredCall call, string id, int i, Line[] lines)
    {
        var count = call.Blocked + call.Incomplete > 0 ? 0 : (call.Connected == 1 ? 1 : 0) + (i % 3);
        return
        [
            .. Enumerable
                .Range(0, count)
                .Select(j =>
                {
                    var line = lines[(i + j) % 3];
                    var connected = call.Connected == 1 && (j == count - 1 || (j == 0 && i % 5 == 0));
                    var converted = connected && (i + j) % 2 == 0;
                    return new KnownLeg(id, j + 1, line.Id, line.BuyerId)
                    {
                        Target = line.Name,
                        Buyer = line.Buyer,
                        Number = line.Number,
                        Connected = connected ? 1 : 0,
                        Converted = converted ? 1 : 0,
                        Revenue = converted ? (j + 1) * 3_000_000 : 0,
                        Reason = converted ? null : "NotConnected",
                        DialedSeconds = connected ? 30 + i : null,
                        ConnectedSeconds = connected ? 20 + i : null,
                        EndedAt = call.Live == 1 && j == count - 1 ? null : 9,
                    };
                }),
        ];
    }

    private static IEnumerable<StoredTag> Tags(KnownCall call)
    {
        if (call.Zip is { } zip)
            yield return new("User", "Zip", zip, TagSource.Enrichment);
        if (call.Score is { } score)
            yield return new("user", "score", score, TagSource.Enrichment);
        if (call.Annotated)
            yield return new("Annotations", "sold", "yes", TagSource.Annotation);
    }

    private static Gen<(StoredCall Call, int Campaign, int Publisher, int More)> Calls() =>
        from minute in Gen.Choose(0, (31 * 24 * 60) - 1)
        from kind in Gen.Choose(0, 5)
        from flags in Gen.Choose(0, 63)
        from campaign in Gen.Choose(0, 2)
        from publisher in Gen.Choose(0, 2)
        from more in Gen.Choose(0, 9)
        from seconds in Gen.Choose(0, 40)
        from caller in Gen.Elements("", "+16615550106", "+12125550123", "+442071838750")
        select (
            new StoredCall("", At2026(3, 1, 0) + (minute * 60_000L))
            {
                Uncounted = kind == 5 && more == 8 ? 1 : 0,
                Live = kind == 0 ? 1 : 0,
                Blocked = kind == 1 ? 1 : 0,
                BlockReason = kind == 1 ? (more % 2 == 0 ? "NumberBlocked" : "PrefixBlocked") : null,
                Incomplete = kind == 2 ? 1 : 0,
                IncompleteReason = kind == 2 ? "NoTarget" : null,
                Connected = kind > 2 ? flags & 1 : 0,
                Converted = (flags >> 1) & 1,
                ConversionReason = ((flags >> 1) & 1) == 1 ? null : "TooShort",
                Paid = (flags >> 2) & 1,
                PayoutReason = ((flags >> 2) & 1) == 1 ? null : "NoRule",
                Duplicate = (flags >> 3) & 1,
                PreviouslyConnected = (flags >> 4) & 1,
                RecordingUrl = (flags >> 5) == 1 ? "https://example.com/r" : null,
                Attestation = more switch
                {
                    0 => "A",
                    1 => "B",
                    _ => null,
                },
                EndedBy =
                    kind == 0 ? null
                    : more % 2 == 0 ? "Caller"
                    : "Target",
                Caller = caller,
                Dialed = $"+1202555018{campaign}",
                Currency = more == 9 ? "EUR" : "USD",
                Revenue = more * 1_000_000L,
                Payout = more * 700_000L,
                Cost = more > 5 ? 8_500 * more : null,
                CostCurrency =
                    more > 5
                        ? (
                            seconds == 1 ? "GBP"
                            : more == 9 ? "EUR"
                            : "USD"
                        )
                        : null,
                Seconds = kind == 0 ? null : 60 + seconds,
                ConnectedSeconds = kind > 2 && (flags & 1) == 1 ? seconds : null,
            },
            campaign,
            publisher,
            more
        );
}
