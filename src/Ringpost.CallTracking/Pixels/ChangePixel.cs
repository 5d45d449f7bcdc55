using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Ringpost.Api;
using Ringpost.CallTracking.Configuration;
using Ringpost.CallTracking.Filters;
using Ringpost.Delivery.Credentials;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Storage.ChangeLog;
using Ringpost.Storage.Once;
using Ringpost.Storage.Settings;
using Ringpost.Storage.Writing;

namespace Ringpost.CallTracking.Pixels;

/// <summary>Changes a pixel, or pauses and resumes it; deliveries already queued go out as they were. What is absent stays.</summary>
public sealed class ChangePixel(Database database, ConfigurationVersion configuration, Snapshot<CredentialBook> credentials)
{
    public sealed record Request(
        string? Name = null,
        string? FireOn = null,
        string? Url = null,
        string? Method = null,
        IReadOnlyDictionary<string, string>? Headers = null,
        Optional<string?> Body = default,
        Optional<string?> ContentType = default,
        string? SuccessRule = null,
        bool? Enabled = null,
        IReadOnlyList<TagRuleRequest?>? Filters = null,
        int? DelaySeconds = null,
        IReadOnlyList<string>? Publishers = null,
        bool? EachConnection = null,
        Optional<string?> CredentialId = default,
        Optional<string?> SignatureId = default,
        Optional<string?> AnswerHas = default,
        Optional<string?> AnswerLacks = default,
        Optional<string?> AnswerStatus = default
    );

    public async Task<Result<PixelSetting>> RunAsync(Actor actor, PixelId id, Request request, CancellationToken cancellation = default)
    {
        if (!actor.May(Permission.ChangeConfiguration))
            return new Forbidden(Permission.ChangeConfiguration);
        var book = await credentials.GetAsync(cancellation);
        return await database.WriteOnceAsync<PixelSetting>(
            actor,
            WriteKeys.Of([$"pixel:{id}", .. PixelReferences.KeysOf(request.Publishers)]),
            async unit =>
            {
                if (await PixelsSql.FindAsync(unit.Connection, id) is not { } before)
                    return await NotInUse.OfAsync(unit.Connection, id);
                var validation = new Validation();
                var fields = PixelCheck.Read(validation, Merge(before, request));
                var around = await PixelSurroundings.ReadAsync(unit.Connection, fields);
                PixelReferences.Check(validation, fields, around, book);
                var listed = fields.Publishers.Except(before.Publishers).Where(around.Publishers.ContainsKey);
                await PixelReferences.RefuseArchivedAsync(unit.Connection, validation, listed);
                if (validation.HasErrors)
                    return validation.ToRefusal();
                var after = PixelWarnings.Add(
                    fields with
                    {
                        Id = id,
                        Enabled = request.Enabled ?? before.Enabled,
                        CreatedAt = before.CreatedAt,
                        Filters = request.Filters is null ? before.Filters : fields.Filters,
                    },
                    around
                );
                await PixelsSql.UpdateAsync(unit, after);
                await ChangeLogSql.AppendAsync(unit, actor, "pixel", $"{id}", "update", before, after);
                await configuration.RaiseAsync(unit);
                return after;
            },
            cancellation
        );
    }

    private static CreatePixel.Request Merge(PixelSetting before, Request request) =>
        new(
            request.Name ?? before.Name,
            request.FireOn ?? before.FireOn.ToString(),
            request.Url ?? before.Url,
            request.Method ?? before.Method,
            request.Headers ?? before.Headers,
            request.Body.Or(before.Body),
            request.ContentType.Or(before.ContentType),
            // A new URL may have another receiver: its rule is guessed again unless it is named.
            request.SuccessRule
                ?? (request.Url is null ? before.SuccessRule.ToString() : null),
            request.Filters,
            request.DelaySeconds ?? before.DelaySeconds,
            request.Publishers ?? [.. before.Publishers.Select(p => p.Value)],
            // Another event leaves it behind, as it does when its box goes away.
            request.EachConnection
                ?? (
                    before.EachConnection
                    && nameof(PixelEvent.Connected).Equals(request.FireOn ?? "connected", StringComparison.OrdinalIgnoreCase)
                ),
            request.CredentialId.Or(before.CredentialId?.Value),
            request.SignatureId.Or(before.SignatureId?.Value),
            request.AnswerHas.Or(before.AnswerHas),
            request.AnswerLacks.Or(before.AnswerLacks),
            AnswerStatus: request.AnswerStatus.Or(before.AnswerStatus)
        );

    internal static void Map(IEndpointRouteBuilder api) =>
        api.MapPatch(
            "/pixels/{id}",
            async (HttpContext http, PixelId id, Request request, ChangePixel operation) =>
                (await operation.RunAsync(http.Actor(), id, request, http.RequestAborted)).ToOk()
        );
}
