using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Ringpost.Api;
using Ringpost.CallTracking.CallLists;
using Ringpost.CallTracking.Configuration;
using Ringpost.CallTracking.Recordings;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Storage.Settings;

namespace Ringpost.CallTracking.CallTables;

/// <summary>A call with the columns that were chosen.</summary>
/// <param name="Values">By the column's name; lengths are seconds, null is nothing.</param>
public sealed record CallTableRow(CallId Id, IReadOnlyDictionary<string, object?> Values)
{
    /// <summary>The call as other lists have it.</summary>
    [JsonIgnore]
    public CallSummary Call { get; init; } = null!;
}

/// <summary>A page of calls.</summary>
/// <param name="Zone">Whose days the range meant, and whose clock the file writes.</param>
public sealed record CallTable(IReadOnlyList<CallTableRow> Items, string? Next, IReadOnlyList<DetailColumn> Columns, string Zone);

/// <summary>
/// Calls row by row with the columns that the viewer chose (ringba.md 10.3). By time they are read page by page along an index; in another
/// column's order the calls of the range are sorted, so those are bounded.
/// </summary>
public sealed class ListCallTable(Database database, Snapshot<CallConfiguration> snapshot, RecordingLinks links)
{
    public sealed record Choice
    {
        /// <summary>Names with commas, in the order wanted; tags as <c>tag:User:zip</c>.</summary>
        public string? Columns { get; init; }

        /// <summary>A column, smallest first; behind a minus largest first. <c>-callDt</c> or nothing is newest first.</summary>
        public string? Sort { get; init; }

        /// <summary>IANA or Windows name, for days and hours of the range; the instance's where absent.</summary>
        public string? Zone { get; init; }
    }

    /// <summary>So many calls are sorted in less than a second on either database.</summary>
    internal int MostSorted { get; set; } = 100_000;

    public async Task<Result<CallTable>> RunAsync(
        Actor actor,
        CallFilter filter,
        Choice choice,
        PageRequest page,
        CancellationToken cancellation = default
    )
    {
        if (!actor.May(Permission.SeeCalls))
            return new Forbidden(Permission.SeeCalls);
        var configuration = await snapshot.GetAsync(cancellation);
        var validation = new Validation();
        var zone = configuration.Zone;
        if (!string.IsNullOrWhiteSpace(choice.Zone) && !TimeZones.TryFind(choice.Zone, out zone))
            validation.Add("zone", "A zone's name, as America/New_York.");
        var criteria = await CallCriteria.ReadAsync(validation, actor, filter, configuration, database, zone, cancellation: cancellation);
        var chosen = DetailColumnChoice.Read(validation, actor, choice.Columns, filter.Tags, choice.Sort);
        if (chosen.SortBy is not null && CallCriteria.IsLong(criteria.Range))
            validation.Add("sort", "Only by Call Date can more than 31 days be listed: choose from and to.");
        var sort = chosen.SortBy is { } by ? CallSort.Of(by, chosen.SmallestFirst, configuration, criteria.Range, database.Dialect) : null;
        (Instant At, string Id)? place = null;
        (Instant At, string Id, string Key)? sorted = null;
        if (!(sort is null ? ListCalls.TryReadPlace(page.Cursor, out place) : sort.TryReadPlace(page.Cursor, out sorted)))
            validation.Add("cursor", "This cursor is not one of ours.");
        if (validation.HasErrors)
            return validation.ToRefusal();

        var (rows, facts, tags) = await database.ReadAsync(
            async connection =>
            {
                if (sort is not null && sorted is null && await CallListSql.AreMoreAsync(connection, criteria, MostSorted))
                    return default;
                var found = sort is null
                    ? await CallListSql.ListAsync(connection, criteria, place, page.BoundedLimit, chosen.SmallestFirst)
                    : await CallListSql.SortAsync(connection, criteria, sort, sorted, page.BoundedLimit);
                return (
                    Rows: (IReadOnlyList<CallRow>?)found,
                    Facts: await CallFactsSql.FindAsync(connection, database.Dialect, criteria.Scope, found, chosen.Facts),
                    Tags: chosen.Tags.Titles.Count == 0
                        ? null
                        : await chosen.Tags.FindAsync(connection, database.Dialect, criteria.Scope, found, configuration, actor)
                );
            },
            cancellation
        );
        if (rows is null)
            return new Invalid(
                "sort",
                $"More than {MostSorted:N0} calls are in these days, too many to sort by {chosen.SortBy!.Title}: choose fewer days or add a filter."
            );
        var names = new CallNames(configuration, actor);
        return new CallTable(
            [
                .. rows.Select(row =>
                    Row(
                        chosen,
                        new(Signed(row, facts[row.Id], configuration), names.Summary(row), configuration, facts[row.Id])
                        {
                            Tags = tags?[row.Id],
                        }
                    )
                ),
            ],
            sort is null ? ListCalls.Next(rows, page) : CallSort.Next(rows, page),
            chosen.Columns,
            zone.Id
        );
    }

    private static CallTableRow Row(DetailColumnChoice chosen, CallCells cells) =>
        new(cells.Call.Id, chosen.Columns.ToDictionary(c => c.Id, c => c.Value(cells))) { Call = cells.Call };

    /// <summary>A copy is opened by a link that is signed anew each time.</summary>
    private CallRow Signed(CallRow row, CallFacts facts, CallConfiguration configuration) =>
        facts.Copied ? row with { RecordingUrl = links.For(row.Id, database.Now + configuration.Recordings.LinkLasts) } : row;

    internal static void Map(IEndpointRouteBuilder api) =>
        api.MapGet(
            "/call-details",
            async (
                HttpContext http,
                ListCallTable operation,
                [AsParameters] CallFilter filter,
                [AsParameters] Choice choice,
                int limit = 100,
                string? cursor = null
            ) => (await operation.RunAsync(http.Actor(), filter, choice, new PageRequest(limit, cursor), http.RequestAborted)).ToOk()
        );
}
