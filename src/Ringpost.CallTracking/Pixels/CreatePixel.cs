using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Ringpost.Api;
using Ringpost.CallTracking.Configuration;
using Ringpost.CallTracking.Filters;
using Ringpost.Delivery.Credentials;
using Ringpost.Delivery.Hosts;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Storage.ChangeLog;
using Ringpost.Storage.Once;
using Ringpost.Storage.Settings;
using Ringpost.Storage.Writing;

namespace Ringpost.CallTracking.Pixels;

/// <summary>Adds an outbound request on a call event; it fires for the campaigns that it is attached to (ringba.md 5).</summary>
public sealed class CreatePixel(
    Database database,
    ConfigurationVersion configuration,
    Snapshot<CallConfiguration> snapshot,
    Snapshot<CredentialBook> credentials,
    Identifiers identifiers
)
{
    /// <param name="FireOn">One of the eight events of ringba.md 3.</param>
    /// <param name="Method">GET where absent; POST, PUT and PATCH carry a body.</param>
    /// <param name="SuccessRule"><c>status</c> or <c>cakeEnvelope</c>; where absent, the latter for a path that ends in p.ashx or m.ashx.</param>
    /// <param name="Filters">Every call where absent.</param>
    /// <param name="DelaySeconds">Up to seven days; 0 where absent.</param>
    /// <param name="Publishers">Ids of the only publishers whose calls it fires for.</param>
    /// <param name="EachConnection">Only on Connected.</param>
    /// <param name="CredentialId">A credential that signs in; its hosts must hold the URL's.</param>
    /// <param name="SignatureId">A credential that signs.</param>
    /// <param name="AnswerHas">Only an answer with this text is an acceptance.</param>
    /// <param name="AnswerLacks">An answer with this text is none.</param>
    /// <param name="AnswerStatus">The statuses that are an acceptance, as <c>200, 202-204, 409</c>; any 2xx where absent.</param>
    /// <param name="PerSecond">Paces the URL's host, unless it has a limit already; 1 to 1000.</param>
    public sealed record Request(
        string? Name,
        string? FireOn,
        string? Url,
        string? Method = null,
        IReadOnlyDictionary<string, string>? Headers = null,
        string? Body = null,
        string? ContentType = null,
        string? SuccessRule = null,
        IReadOnlyList<TagRuleRequest?>? Filters = null,
        int? DelaySeconds = null,
        IReadOnlyList<string>? Publishers = null,
        bool? EachConnection = null,
        string? CredentialId = null,
        string? SignatureId = null,
        string? AnswerHas = null,
        string? AnswerLacks = null,
        int? PerSecond = null,
        string? AnswerStatus = null
    );

    public async Task<Result<PixelSetting>> RunAsync(Actor actor, Request request, CancellationToken cancellation = default)
    {
        if (!actor.May(Permission.ChangeConfiguration))
            return new Forbidden(Permission.ChangeConfiguration);
        var validation = new Validation();
        var around = PixelSurroundings.Of(await snapshot.GetAsync(cancellation));
        var fields = PixelCheck.Read(validation, request);
        if (request.PerSecond is not null)
            validation.Whole("perSecond", request.PerSecond, 1, 1000, 1);
        PixelReferences.Check(validation, fields, around, await credentials.GetAsync(cancellation));
        var id = new PixelId("EV" + identifiers.TimeOrdered());
        return await database.WriteOnceAsync<PixelSetting>(
            actor,
            WriteKeys.Of([.. PixelReferences.KeysOf(request.Publishers)]),
            async unit =>
            {
                await PixelReferences.RefuseArchivedAsync(unit.Connection, validation, fields.Publishers);
                if (validation.HasErrors)
                    return validation.ToRefusal();
                var created = PixelWarnings.Add(fields with { Id = id, Enabled = true, CreatedAt = unit.Now }, around);
                await PixelsSql.InsertAsync(unit, created);
                if (request.PerSecond is { } pace)
                    await PaceHost.UnlessLimitedAsync(unit, new Uri(created.Url), pace);
                await ChangeLogSql.AppendAsync(unit, actor, "pixel", $"{id}", "create", null, created);
                await configuration.RaiseAsync(unit);
                return created;
            },
            cancellation
        );
    }

    internal static void Map(IEndpointRouteBuilder api) =>
        api.MapPost(
            "/pixels",
            async (HttpContext http, Request request, CreatePixel operation) =>
                (await operation.RunAsync(http.Actor(), request, http.RequestAborted)).ToCreated(p => $"/api/v1/pixels/{p.Id}")
        );
}
