using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Ringpost.Api;
using Ringpost.CallTracking.Configuration;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Storage.Settings;

namespace Ringpost.CallTracking.CallLists;

/// <summary>Calls, newest first.</summary>
public sealed class ListCalls(Database database, Snapshot<CallConfiguration> snapshot)
{
    public async Task<Result<Page<CallSummary>>> RunAsync(
        Actor actor,
        CallFilter filter,
        PageRequest page,
        CancellationToken cancellation = default
    )
    {
        if (!actor.May(Permission.SeeCalls))
            return new Forbidden(Permission.SeeCalls);
        var configuration = await snapshot.GetAsync(cancellation);
        var validation = new Validation();
        var criteria = await CallCriteria.ReadAsync(validation, actor, filter, configuration, database, cancellation: cancellation);
        var tags = TagColumns.Read(validation, filter.Tags, actor);
        if (!TryReadPlace(page.Cursor, out var place))
            validation.Add("cursor", "This cursor is not one of ours.");
        if (validation.HasErrors)
            return validation.ToRefusal();

        var (rows, values) = await database.ReadAsync(
            async connection =>
            {
                var found = await CallListSql.ListAsync(connection, criteria, place, page.BoundedLimit);
                return (
                    found,
                    tags.Titles.Count == 0
                        ? null
                        : await tags.FindAsync(connection, database.Dialect, criteria.Scope, found, configuration, actor)
                );
            },
            cancellation
        );
        var names = new CallNames(configuration, actor);
        return new Page<CallSummary>([.. rows.Select(r => names.Summary(r) with { TagValues = values?[r.Id] })], Next(rows, page));
    }

    /// <summary>The place behind a full page.</summary>
    internal static string? Next(IReadOnlyList<CallRow> rows, PageRequest page) =>
        rows.Count == page.BoundedLimit ? Cursor.Encode($"{rows[^1].ArrivedAt.UnixMilliseconds}:{rows[^1].Id}") : null;

    internal static bool TryReadPlace(string? cursor, out (Instant At, string Id)? place)
    {
        place = null;
        if (!Cursor.TryDecode(cursor, out var key))
            return false;
        if (key is null)
            return true;
        var colon = key.IndexOf(':', StringComparison.Ordinal);
        if (colon < 1 || !long.TryParse(key.AsSpan(0, colon), NumberStyles.None, CultureInfo.InvariantCulture, out var at))
            return false;
        place = (new Instant(at), key[(colon + 1)..]);
        return true;
    }

    internal static void Map(IEndpointRouteBuilder api) =>
        api.MapGet(
            "/calls",
            async (HttpContext http, ListCalls operation, [AsParameters] CallFilter filter, int limit = 100, string? cursor = null) =>
                (await operation.RunAsync(http.Actor(), filter, new PageRequest(limit, cursor), http.RequestAborted)).ToOk()
        );
}
