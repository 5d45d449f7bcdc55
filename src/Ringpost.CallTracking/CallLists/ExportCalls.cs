using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Ringpost.Api;
using Ringpost.CallTracking.Configuration;
using Ringpost.Primitives;
using Ringpost.Storage.Settings;

namespace Ringpost.CallTracking.CallLists;

/// <summary>Calls as a file, with Ringba's column titles (ringba.md 10.3): times in the instance's zone, lengths as <c>00:00:18</c>.</summary>
public sealed class ExportCalls(ListCalls list, Snapshot<CallConfiguration> snapshot)
{
    public async Task<Result<CsvAnswer<CallSummary>>> RunAsync(Actor actor, CallFilter filter, CancellationToken cancellation = default)
    {
        var first = await list.RunAsync(actor, filter, new PageRequest(1), cancellation);
        if (!first.IsOk)
            return first.Refusal;
        var zone = (await snapshot.GetAsync(cancellation)).Zone;
        return new CsvAnswer<CallSummary>(
            "calls.csv",
            [.. Columns(zone), .. TagColumns.Read(new Validation(), filter.Tags).Titles.Select(title => Column(title))],
            async cursor => (await list.RunAsync(actor, filter, new PageRequest(1000, cursor), cancellation)).Value
        );
    }

    private static CsvColumn<CallSummary>[] Columns(TimeZoneInfo zone) =>
        [
            new(
                $"Call Date ({zone.Id})",
                c => TimeZones.InZone(c.At, zone).ToString("MM/dd/yyyy hh:mm:ss tt", CultureInfo.InvariantCulture)
            ),
            new("Inbound Call ID", c => c.Id.Value),
            new("Campaign", c => c.CallCampaignName),
            new("Publisher", c => c.PublisherName),
            new("Caller ID", c => c.From),
            new("Number", c => c.Number),
            new("Target", c => c.TargetName),
            new("Buyer", c => c.BuyerName),
            new("Is Live", c => Word(c.Live)),
            new("Connected", c => Word(c.Connected)),
            new("Converted", c => Word(c.Converted)),
            new("Paid Out", c => Word(c.Paid)),
            new("Is Duplicate", c => Word(c.Duplicate)),
            new("Blocked", c => Word(c.Blocked)),
            new("Incomplete", c => Word(c.Incomplete)),
            new("Call Length", c => Length(c.CallSeconds)),
            new("Connected Call Length", c => Length(c.ConnectedSeconds)),
            new("Revenue", c => Money.Format(c.Revenue)),
            new("Payout", c => Money.Format(c.Payout)),
            new("Currency", c => c.Currency.Code),
            new("End Call Source", c => c.EndedBy),
            new("No Conversion Reason", c => c.Reasons.Conversion),
            new("No Payout Reason", c => c.Reasons.Payout),
            new("Block Reason", c => c.Reasons.Block),
            new("Revenue Adjusted", c => Word(c.RevenueAdjusted)),
            new("Payout Adjusted", c => Word(c.PayoutAdjusted)),
            new("Test", c => Word(c.Test)),
            new("Counted", c => Word(c.Counted)),
        ];

    private static CsvColumn<CallSummary> Column(string tag) => new(tag, c => c.TagValues?.GetValueOrDefault(tag));

    private static string Word(bool value) => value ? "True" : "False";

    private static string? Length(long? seconds) => seconds is { } known ? CallLength.Format(known) : null;

    internal static void Map(IEndpointRouteBuilder api) =>
        api.MapGet(
            "/calls.csv",
            async Task<IResult> (HttpContext http, ExportCalls operation, [AsParameters] CallFilter filter) =>
            {
                var result = await operation.RunAsync(http.Actor(), filter, http.RequestAborted);
                return result.IsOk ? result.Value : result.Refusal.ToProblem();
            }
        );
}
