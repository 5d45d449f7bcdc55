using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Ringpost.Api;
using Ringpost.CallTracking.CallLists;
using Ringpost.CallTracking.Calls;
using Ringpost.CallTracking.Tags;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Storage.ChangeLog;
using Ringpost.Storage.Once;
using Ringpost.Storage.Writing;

namespace Ringpost.CallTracking.Annotations;

/// <summary>
/// Writes tags of the type Annotations to a call, live or over (ringba.md 10.6): each stands in its tags, tokens, filters and reports. An
/// empty or null value takes one away; what is not named stays.
/// </summary>
public sealed class AnnotateCall(Database database)
{
    internal const string TagType = "Annotations";

    /// <param name="Tags">Values by name.</param>
    public sealed record Request(IReadOnlyDictionary<string, string?>? Tags);

    public async Task<Result<Page<CallTag>>> RunAsync(Actor actor, CallId id, Request request, CancellationToken cancellation = default)
    {
        if (!actor.May(Permission.ChangeMoney))
            return new Forbidden(Permission.ChangeMoney);
        var validation = new Validation();
        var given = request.Tags ?? new Dictionary<string, string?>();
        if (given.Count == 0)
            validation.Add("tags", "At least one tag, as {\"disposition\": \"sold\"}.");
        var gone = given
            .Where(t => string.IsNullOrWhiteSpace(t.Value))
            .Select(t => t.Key.Trim())
            .ToHashSet(StringComparer.OrdinalIgnoreCase);
        var set = TagCheck.Values(
            validation,
            "tags",
            TagType,
            given.Where(t => !string.IsNullOrWhiteSpace(t.Value)).ToDictionary(t => t.Key, t => t.Value)
        );

        // The event log of a call is numbered under the call's own key.
        if (await database.ReadAsync(c => CallsSql.FindAsync(c, id), cancellation) is not { } call)
            return new Missing($"Call {id}");
        return await database.WriteOnceAsync<Page<CallTag>>(
            actor,
            WriteKeys.Of(call.Key),
            async unit =>
            {
                var before = await AnnotationsAsync(unit, id);
                var after = new SortedDictionary<string, string>(before.Values.ToDictionary(), StringComparer.OrdinalIgnoreCase);
                foreach (var name in gone)
                    after.Remove(name);
                foreach (var (name, value) in set.Values)
                    after[name] = value;
                if (after.Count > TagCheck.MostTags)
                    validation.Add("tags", $"At most {TagCheck.MostTags} annotations a call.");
                if (validation.HasErrors)
                    return validation.ToRefusal();
                await CallTagsSql.ReplaceAsync(
                    unit,
                    id,
                    TagType,
                    [.. after.Select(t => new StoredTag(TagType, t.Key, t.Value, TagSource.Annotation))]
                );
                await CallEventsSql.AppendAsync(unit, id, "CallAnnotation", unit.Now, new { by = actor.Name, tags = after });
                await ChangeLogSql.AppendAsync(unit, actor, "call", $"{id}", "annotate", Names(before.Values.Keys), Names(after.Keys));
                return new Page<CallTag>([.. after.Select(t => new CallTag(TagType, t.Key, t.Value) { Source = "annotation" })], null);
            },
            cancellation
        );
    }

    private static async Task<TagValues> AnnotationsAsync(WriteUnit unit, CallId id) =>
        new((await CallListSql.TagsAsync(unit.Connection, id)).Where(t => t.Type == TagType).ToDictionary(t => t.Name, t => t.Value));

    /// <summary>The values stand with the call alone: they may be personal, and the change log is never erased.</summary>
    private static object Names(IEnumerable<string> names) => new { annotations = string.Join(", ", names) };

    internal static void Map(IEndpointRouteBuilder api) =>
        api.MapPost(
            "/calls/{id}/annotations",
            async (HttpContext http, CallId id, Request request, AnnotateCall operation) =>
                (await operation.RunAsync(http.Actor(), id, request, http.RequestAborted)).ToOk()
        );
}
