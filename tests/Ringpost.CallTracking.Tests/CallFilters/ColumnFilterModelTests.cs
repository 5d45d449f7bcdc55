using System.Globalization;
using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Ringpost.CallTracking.CallFilters;
using Ringpost.CallTracking.CallLists;
using Ringpost.CallTracking.Reports;
using Ringpost.CallTracking.Tests.Configuration;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Testing;
using Xunit;

namespace Ringpost.CallTracking.Tests.CallFilters;

/// <summary>Random filters over random calls find what a plain loop over the same calls finds, on both databases.</summary>
public sealed class ColumnFilterModelTests
{
    private static readonly string[] Comparisons = ["EQUALS", "CONTAINS", "BEGINS_WITH", "GREATER_THAN", "LESS_THAN"];

    internal sealed record Condition(string Column, string Comparison, string Value, bool Negated);

    [Theory, EachDatabase]
    public async Task Random_filters_find_what_a_plain_loop_finds(Dialect dialect)
    {
        await using var setup = await CallSetup.OpenAsync(dialect);
        var calls = await KnownCalls.WriteAsync(setup);
        var telling = 0;
        foreach (var filter in Filters(calls).Sample(250))
        {
            var json = Json(filter);
            var listed = (
                await setup
                    .The<ListCalls>()
                    .RunAsync(
                        CallSetup.Admin,
                        new()
                        {
                            From = "2026-03-01",
                            To = "2026-03-31",
                            Filters = json,
                        },
                        new PageRequest(1000)
                    )
            ).Value.Items;
            var expected = calls.Where(c => filter.All(rule => rule.Any(condition => Holds(c, condition)))).Select(c => c.Call.Id).ToList();
            Assert.True(
                expected.Order(StringComparer.Ordinal).SequenceEqual(listed.Select(c => c.Id.Value).Order(StringComparer.Ordinal)),
                $"{json}: {listed.Count} instead of {expected.Count}"
            );
            var report = (
                await setup
                    .The<CallReport>()
                    .RunAsync(
                        CallSetup.Admin,
                        new()
                        {
                            From = "2026-03-01",
                            To = "2026-03-31",
                            GroupBy = "day",
                            Filters = json,
                        }
                    )
            ).Value;
            Assert.Equal(calls.Count(c => c.Call.Uncounted == 0 && expected.Contains(c.Call.Id)), report.Total.Incoming);
            telling += expected.Count > 0 && expected.Count < calls.Count ? 1 : 0;
        }

        Assert.True(telling > 50, $"Only {telling} of 250 filters told calls apart.");
    }

    [Fact]
    public void The_model_knows_every_column() =>
        Assert.Equal(
            CallColumns.All.Select(c => c.Id).Order(StringComparer.Ordinal),
            Texts
                .Keys.Concat(Numbers.Keys)
                .Concat(Flags.Keys)
                .Where(c => !c.StartsWith("tag:", StringComparison.Ordinal))
                .Order(StringComparer.Ordinal)
        );

    private static readonly Dictionary<string, Func<KnownCall, string?>> Texts = new()
    {
        ["campaignName"] = k => k.Of.Campaign,
        ["publisherName"] = k => k.Of.Publisher,
        ["targetName"] = k => k.Of.Target,
        ["buyer"] = k => k.Of.Buyer,
        ["targetNumber"] = k => k.TargetNumber,
        ["campaignId"] = k => k.Call.Campaign,
        ["campaignTrackingId"] = k => k.Of.TrackingId,
        ["publisherId"] = k => k.Call.Publisher,
        ["publisherSubId"] = k => k.Of.SubId,
        ["targetId"] = k => k.Call.Target,
        ["buyerId"] = k => k.Call.Buyer,
        ["targetBuyerSubId"] = _ => null,
        ["dialedTargetId"] = k => k.Legs is [var first, ..] ? first.TargetId : null,
        ["dialedBuyerId"] = k => k.Legs is [var first, ..] ? first.BuyerId : null,
        ["inboundCallId"] = k => k.Call.Id,
        ["inboundPhoneNumber"] = k => k.Call.Caller,
        ["number"] = k => k.Call.Dialed,
        ["numberId"] = _ => "NU1",
        ["endCallSource"] = k => k.Call.EndedBy,
        ["currency"] = k => k.Call.Currency,
        ["noConversionReason"] = k => k.Call.ConversionReason,
        ["noPayoutReason"] = k => k.Call.PayoutReason,
        ["blockReason"] = k => k.Call.BlockReason,
        ["incompleteCallReason"] = k => k.Call.IncompleteReason,
        ["attestation"] = k => k.Call.Attestation,
        ["tag:User:zip"] = k => k.Zip,
        ["tag:User:score"] = k => k.Score,
        ["tag:Campaign:Name"] = k => k.Of.Campaign,
        ["tag:InboundNumber:State"] = k =>
            k.Call.Caller.StartsWith("+1661", StringComparison.Ordinal) ? "CA"
            : k.Call.Caller.StartsWith("+1212", StringComparison.Ordinal) ? "NY"
            : null,
        ["tag:InboundNumber:City"] = k =>
            k.Call.Caller.StartsWith("+1661", StringComparison.Ordinal) ? null
            : k.Call.Caller.StartsWith("+1212", StringComparison.Ordinal) ? "New York"
            : null,
        ["tag:InboundNumber:CountryCode"] = k =>
            k.Call.Caller.Length == 0 ? null
            : k.Call.Caller.StartsWith("+44", StringComparison.Ordinal) ? "GB"
            : "US",
        ["tag:InboundNumber:CountryDigits"] = k =>
            k.Call.Caller.Length == 0 ? null
            : k.Call.Caller.StartsWith("+44", StringComparison.Ordinal) ? "44"
            : "1",
        ["tag:CallInfo:IsDuplicate"] = k => k.Call.Duplicate == 1 ? "true" : "false",
        ["tag:Date:UTCWeekDay"] = k => DateTimeOffset.FromUnixTimeMilliseconds(k.Call.At).DayOfWeek.ToString(),
    };

    private static readonly Dictionary<string, Func<KnownCall, long?>> Numbers = new()
    {
        ["callLengthInSeconds"] = k => k.Call.Seconds,
        ["connectedCallLengthInSeconds"] = k => k.Call.ConnectedSeconds,
        ["timeToConnectInSeconds"] = k => k.Call.Connected == 1 ? k.Call.Seconds - k.Call.ConnectedSeconds : null,
        ["conversionAmount"] = k => k.Call.Revenue + k.RevenueChange,
        ["payoutAmount"] = k => k.Call.Payout + k.PayoutChange,
        ["profitGross"] = k => k.Call.Revenue + k.RevenueChange - k.Call.Payout - k.PayoutChange,
        ["telcoCost"] = k => k.Call.Cost,
        ["totalCost"] = k => k.Call.Cost,
    };

    private static readonly Dictionary<string, Func<KnownCall, bool>> Flags = new()
    {
        ["isLive"] = k => k.Call.Live == 1,
        ["hasConnected"] = k => k.Call.Connected == 1,
        ["isIncomplete"] = k => k.Call is { Live: 0, Blocked: 0, Incomplete: 1 },
        ["hasRecording"] = k => k.Call.RecordingUrl is not null,
        ["isTest"] = k => k.Call.Uncounted == 1,
        ["hasConverted"] = k => k.Call.Converted == 1,
        ["hasPayout"] = k => k.Call.Paid == 1,
        ["isDuplicate"] = k => k.Call.Duplicate == 1,
        ["hasPreviouslyConnected"] = k => k.Call.PreviouslyConnected == 1,
        ["wasBlocked"] = k => k.Call.Blocked == 1,
        ["wasConversionAdjusted"] = k => k.RevenueChange != 0,
        ["wasPayoutAdjusted"] = k => k.PayoutChange != 0,
        ["hasAnnotations"] = k => k.Annotated,
    };

    internal static bool Holds(KnownCall call, Condition c) => Plain(call, c) != c.Negated;

    private static bool Plain(KnownCall call, Condition c)
    {
        if (Flags.TryGetValue(c.Column, out var flag))
            return flag(call) == (c.Value == "yes");
        if (Numbers.TryGetValue(c.Column, out var number))
        {
            var value = number(call);
            if (c.Value.Length == 0)
                return value is null;
            var scale = c.Column.EndsWith("InSeconds", StringComparison.Ordinal) ? 1 : 1_000_000;
            var asked = (long)(decimal.Parse(c.Value, CultureInfo.InvariantCulture) * scale);
            return c.Comparison switch
            {
                "EQUALS" => value == asked,
                "GREATER_THAN" => value > asked,
                _ => value < asked,
            };
        }

        return c.Column switch
        {
            "dialedTargetId" => call.Legs.Any(l => Compares(l.TargetId, c)),
            "dialedBuyerId" => call.Legs.Any(l => Compares(l.BuyerId, c)),
            _ => Compares(Texts[c.Column](call), c),
        };
    }

    private static bool Compares(string? value, Condition c)
    {
        var (text, wanted) = (Lower(value ?? ""), Lower(c.Value));
        return c.Comparison switch
        {
            "EQUALS" => text == wanted,
            "CONTAINS" => text.Contains(wanted, StringComparison.Ordinal),
            "BEGINS_WITH" => text.StartsWith(wanted, StringComparison.Ordinal),
            _ => Order(text, wanted) == (c.Comparison == "GREATER_THAN" ? 1 : -1),
        };
    }

    private static int? Order(string left, string right) =>
        double.TryParse(left, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var l)
        && double.TryParse(right, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var r)
            ? l.CompareTo(r)
            : null;

    private static string Lower(string text) => string.Concat(text.EnumerateRunes().Select(r => r.IsAscii ? Rune.ToLowerInvariant(r) : r));

    internal static string Json(Condition[][] filter) =>
        JsonSerializer.Serialize(
            filter.Select(rule => new
            {
                anyConditionToMatch = rule.Select(c => new
                {
                    column = c.Column,
                    value = c.Value,
                    comparisonType = c.Comparison,
                    isNegativeMatch = c.Negated,
                }),
            })
        );

    internal static Gen<Condition[][]> Filters(IReadOnlyList<KnownCall> calls)
    {
        var rule = Gen.Choose(1, 3).SelectMany(n => Gen.ArrayOf(Conditions(calls), n));
        return Gen.Choose(1, 2).SelectMany(n => Gen.ArrayOf(rule, n));
    }

    /// <summary>Values of a call that is there, whole or a part, so that many conditions hold for some calls and not for others.</summary>
    private static Gen<Condition> Conditions(IReadOnlyList<KnownCall> calls) =>
        from column in Gen.Elements<string>([.. Texts.Keys, .. Numbers.Keys, .. Flags.Keys])
        from call in Gen.Elements<KnownCall>(calls)
        from comparison in Gen.Elements(Comparisons)
        from negated in ArbMap.Default.GeneratorFor<bool>()
        from cut in Gen.Choose(0, 4)
        select Fitting(column, call, comparison, negated, cut);

    private static Condition Fitting(string column, KnownCall call, string comparison, bool negated, int cut)
    {
        if (Flags.ContainsKey(column))
            return new(column, "EQUALS", cut % 2 == 0 ? "yes" : "no", negated);
        if (Numbers.TryGetValue(column, out var number))
        {
            comparison = comparison is "CONTAINS" or "BEGINS_WITH" ? "EQUALS" : comparison;
            var text = number(call) is { } value
                ? (column.EndsWith("InSeconds", StringComparison.Ordinal) ? value : value / 1_000_000m).ToString(
                    CultureInfo.InvariantCulture
                )
                : "";
            return text.Length == 0 ? new(column, "EQUALS", "", negated) : new(column, comparison, text, negated);
        }

        var isPhone = column is "number" or "inboundPhoneNumber";
        var isOrder = comparison is "GREATER_THAN" or "LESS_THAN";
        if (isOrder && column is not "tag:User:score")
            comparison = "EQUALS";
        else if (isOrder)
            return new(column, comparison, cut % 2 == 0 ? "12.5" : "-3", negated);
        var whole = Texts[column](call) ?? "";
        if (whole.Length == 0 || comparison == "EQUALS")
            return new(column, "EQUALS", cut == 0 ? whole.ToUpperInvariant() : whole, negated);
        var part = comparison == "CONTAINS" ? whole[(cut % whole.Length)..] : whole[..Math.Max(isPhone ? 2 : 1, whole.Length - cut)];
        return part.Trim().Length == 0 || part.Trim() != part
            ? new(column, "EQUALS", whole, negated)
            : new(column, comparison, part, negated);
    }
}
