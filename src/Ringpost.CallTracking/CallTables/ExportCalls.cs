using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Ringpost.Api;
using Ringpost.CallTracking.CallLists;
using Ringpost.Primitives;

namespace Ringpost.CallTracking.CallTables;

/// <summary>
/// Calls as Ringba's file of call details (ringba.md 10.3): titles or <c>tag:Type:Name</c> above the columns, times in the report's zone, which
/// the file's name tells, lengths as <c>00:00:18</c>. The columns, filters and order are the list's.
/// </summary>
public sealed class ExportCalls(ListCallTable list)
{
    public async Task<Result<CsvAnswer<CallTableRow>>> RunAsync(
        Actor actor,
        CallFilter filter,
        ListCallTable.Choice? choice = null,
        CancellationToken cancellation = default
    )
    {
        choice ??= new();
        var first = await list.RunAsync(actor, filter, choice, new PageRequest(1), cancellation);
        if (!first.IsOk)
            return first.Refusal;
        _ = TimeZones.TryFind(first.Value.Zone, out var zone);
        return new CsvAnswer<CallTableRow>(
            $"calls.{zone.Id.Replace('/', '-')}.csv",
            [.. first.Value.Columns.Select(c => new CsvColumn<CallTableRow>(c.Title, row => Text(row.Values[c.Id], c.Type, zone)))],
            async cursor =>
            {
                var page = (await list.RunAsync(actor, filter, choice, new PageRequest(1000, cursor), cancellation)).Value;
                return new Page<CallTableRow>(page.Items, page.Next);
            }
        );
    }

    private static string? Text(object? value, DetailColumnType type, TimeZoneInfo zone) =>
        value switch
        {
            null => null,
            bool flag => flag ? "True" : "False",
            Instant at => TimeZones.InZone(at, zone).ToString("MM/dd/yyyy hh:mm:ss tt", CultureInfo.InvariantCulture),
            CallAmount amount => Money.Format(amount.Millionths),
            long seconds when type == DetailColumnType.Timespan => CallLength.Format(seconds),
            _ => Convert.ToString(value, CultureInfo.InvariantCulture),
        };

    internal static void Map(IEndpointRouteBuilder api)
    {
        // The first name is older; both are the same file.
        foreach (var path in (string[])["/calls.csv", "/call-details.csv"])
            api.MapGet(
                path,
                async Task<IResult> (
                    HttpContext http,
                    ExportCalls operation,
                    [AsParameters] CallFilter filter,
                    [AsParameters] ListCallTable.Choice choice
                ) =>
                {
                    var result = await operation.RunAsync(http.Actor(), filter, choice, http.RequestAborted);
                    return result.IsOk ? result.Value : result.Refusal.ToProblem();
                }
            );
    }
}
