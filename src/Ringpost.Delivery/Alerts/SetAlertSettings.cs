using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using MimeKit;
using Ringpost.Api;
using Ringpost.Delivery.Credentials;
using Ringpost.Delivery.Templates;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Storage.ChangeLog;
using Ringpost.Storage.Once;
using Ringpost.Storage.Settings;
using Ringpost.Storage.Writing;

namespace Ringpost.Delivery.Alerts;

/// <summary>Says where alerts go, and what is not told. What is absent stays.</summary>
public sealed class SetAlertSettings(Database database, Snapshot<CredentialBook> credentials)
{
    private const int MostRecipients = 20;

    /// <param name="Url">Empty sends none.</param>
    /// <param name="SignatureId">Empty signs nothing.</param>
    /// <param name="Silent">Words of <see cref="AlertKind"/>.</param>
    public sealed record Request(
        string? Url = null,
        string? SignatureId = null,
        IReadOnlyList<string>? Recipients = null,
        IReadOnlyList<string>? Silent = null
    );

    public async Task<Result<AlertSettings>> ReadAsync(Actor actor, CancellationToken cancellation = default) =>
        actor.May(Permission.Administer)
            ? await database.ReadAsync(AlertSettings.ReadAsync, cancellation)
            : new Forbidden(Permission.Administer);

    public async Task<Result<AlertSettings>> RunAsync(Actor actor, Request request, CancellationToken cancellation = default)
    {
        if (!actor.May(Permission.Administer))
            return new Forbidden(Permission.Administer);
        var validation = new Validation();
        if (request.Url?.Trim() is { Length: > 0 } url)
            foreach (var error in PixelUrl.Check(TokenTemplate.Parse(url)))
                validation.Add("url", error);
        var signature = request.SignatureId?.Trim();
        if (signature is { Length: > 0 } && (await credentials.GetAsync(cancellation)).Find(new(signature)) is not { IsSignature: true })
            validation.Add("signatureId", $"{signature} is no credential that signs.");
        var recipients = request
            .Recipients?.Select(r => r.Trim())
            .Where(r => r.Length > 0)
            .Distinct(StringComparer.OrdinalIgnoreCase)
            .ToList();
        foreach (var recipient in recipients ?? [])
            if (!IsAddress(recipient))
                validation.Add("recipients", $"{recipient} is no e-mail address.");
        if (recipients?.Count > MostRecipients)
            validation.Add("recipients", $"At most {MostRecipients} addresses.");
        AlertKind[]? silent = request.Silent is null
            ? null
            : [.. request.Silent.Select(s => validation.Choice<AlertKind>("silent", s)).Distinct()];
        if (validation.HasErrors)
            return validation.ToRefusal();
        return await database.WriteOnceAsync<AlertSettings>(
            actor,
            WriteKeys.Of("settings:alerts"),
            async unit =>
            {
                var before = await AlertSettings.ReadAsync(unit.Connection);
                var after = new AlertSettings(
                    request.Url?.Trim() ?? before.Url,
                    signature is null ? before.SignatureId
                        : signature.Length == 0 ? null
                        : signature,
                    recipients ?? before.Recipients,
                    silent ?? before.Silent
                );
                await after.WriteAsync(unit);
                await ChangeLogSql.AppendAsync(unit, actor, "settings", "alerts", "update", before, after);
                return after;
            },
            cancellation
        );
    }

    /// <summary>One address without a name: <c>ops@example.com</c>.</summary>
    internal static bool IsAddress(string text) =>
        text.Length <= 254
        && MailboxAddress.TryParse(text, out var parsed)
        && parsed.Address == text
        && text.Contains('@', StringComparison.Ordinal);

    internal static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet(
            "/settings/alerts",
            async (HttpContext http, SetAlertSettings operation) => (await operation.ReadAsync(http.Actor(), http.RequestAborted)).ToOk()
        );
        api.MapPut(
            "/settings/alerts",
            async (HttpContext http, Request request, SetAlertSettings operation) =>
                (await operation.RunAsync(http.Actor(), request, http.RequestAborted)).ToOk()
        );
    }
}
