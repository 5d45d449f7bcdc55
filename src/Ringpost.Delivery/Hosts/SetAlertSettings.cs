using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Ringpost.Api;
using Ringpost.Delivery.Credentials;
using Ringpost.Delivery.Templates;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Storage.ChangeLog;
using Ringpost.Storage.Once;
using Ringpost.Storage.Settings;
using Ringpost.Storage.Writing;

namespace Ringpost.Delivery.Hosts;

/// <summary>Says where alerts are sent, or that they are not.</summary>
public sealed class SetAlertSettings(Database database, Snapshot<CredentialBook> credentials)
{
    public sealed record Request(string? Url = null, string? SignatureId = null);

    public async Task<Result<AlertSettings>> ReadAsync(Actor actor, CancellationToken cancellation = default) =>
        actor.May(Permission.Administer)
            ? await database.ReadAsync(AlertSettings.ReadAsync, cancellation)
            : new Forbidden(Permission.Administer);

    public async Task<Result<AlertSettings>> RunAsync(Actor actor, Request request, CancellationToken cancellation = default)
    {
        if (!actor.May(Permission.Administer))
            return new Forbidden(Permission.Administer);
        var validation = new Validation();
        var url = request.Url?.Trim() ?? "";
        if (url.Length > 0)
            foreach (var error in PixelUrl.Check(TokenTemplate.Parse(url)))
                validation.Add("url", error);
        var signature = string.IsNullOrWhiteSpace(request.SignatureId) ? null : request.SignatureId.Trim();
        if (signature is not null && (await credentials.GetAsync(cancellation)).Find(new(signature)) is not { IsSignature: true })
            validation.Add("signatureId", $"{signature} is no credential that signs.");
        if (validation.HasErrors)
            return validation.ToRefusal();
        return await database.WriteOnceAsync<AlertSettings>(
            actor,
            WriteKeys.Of("settings:delivery-alerts"),
            async unit =>
            {
                var before = await AlertSettings.ReadAsync(unit.Connection);
                var after = new AlertSettings(url, signature);
                await after.WriteAsync(unit);
                await ChangeLogSql.AppendAsync(unit, actor, "settings", "delivery-alerts", "update", before, after);
                return after;
            },
            cancellation
        );
    }

    internal static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet(
            "/settings/delivery-alerts",
            async (HttpContext http, SetAlertSettings operation) => (await operation.ReadAsync(http.Actor(), http.RequestAborted)).ToOk()
        );
        api.MapPut(
            "/settings/delivery-alerts",
            async (HttpContext http, Request request, SetAlertSettings operation) =>
                (await operation.RunAsync(http.Actor(), request, http.RequestAborted)).ToOk()
        );
    }
}
