using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;
using Ringpost.Api;
using Ringpost.Delivery;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Storage.ChangeLog;
using Ringpost.Storage.Once;
using Ringpost.Storage.Secrets;
using Ringpost.Storage.Settings;
using Ringpost.Storage.Writing;
using Ringpost.Telephony.Rest;

namespace Ringpost.Telephony.Carriers;

/// <summary>
/// Sets what opens the carrier's REST API, and the fallback URL of its numbers. All three of the credentials empty take the key away. The secret
/// is stored sealed and never shown; one that is left empty stays, unless what it opens changes.
/// </summary>
public sealed class ChangeCarrierApi(
    Database database,
    ConfigurationVersion configuration,
    SecretBox secrets,
    PublicUrls urls,
    IOptions<DeliveryOptions> delivery
)
{
    public sealed record Request(string? AccountSid, string? ApiKey, string? ApiSecret, string? ApiUrl = null, string? FallbackUrl = null);

    public async Task<Result<Carrier>> RunAsync(Actor actor, CarrierId id, Request request, CancellationToken cancellation = default)
    {
        if (!actor.May(Permission.Administer))
            return new Forbidden(Permission.Administer);
        return await database.WriteOnceAsync<Carrier>(
            actor,
            WriteKeys.Of($"carrier:{id}"),
            async unit =>
            {
                if (await CarriersSql.FindAsync(unit.Connection, id) is not { } before)
                    return new Missing($"Carrier {id}");
                var allowLocal = delivery.Value.AllowPrivateAddresses || (await Instance.ReadAsync(unit.Connection)).IsDemo;
                var validation = new Validation();
                var after = Read(validation, before, request, allowLocal);
                if (validation.HasErrors)
                    return validation.ToRefusal();
                await CarriersSql.SetApiAsync(unit, after);
                await ChangeLogSql.AppendAsync(
                    unit,
                    actor,
                    "carrier",
                    $"{id}",
                    "update",
                    Carrier.Of(before, urls),
                    Carrier.Of(after, urls)
                );
                await configuration.RaiseAsync(unit);
                return Carrier.Of(after, urls);
            },
            cancellation
        );
    }

    private CarrierRow Read(Validation validation, CarrierRow before, Request request, bool allowLocal)
    {
        var sid = validation.Text("accountSid", request.AccountSid, 128);
        var key = validation.Text("apiKey", request.ApiKey, 128);
        var secret = validation.Text("apiSecret", request.ApiSecret, 300);
        var fallback = Fallback(validation, request.FallbackUrl);
        if (sid.Length == 0 && key.Length == 0 && secret.Length == 0)
            return before with { AccountSid = null, ApiKey = null, ApiSecret = null, ApiUrl = null, FallbackUrl = fallback };

        if (sid.Length == 0 || !sid.All(c => char.IsAsciiLetterOrDigit(c) || c == '-'))
            validation.Add("accountSid", "The account SID is needed: at Twilio it begins with AC.");
        if (key.Length == 0 || key.Contains(':', StringComparison.Ordinal))
            validation.Add("apiKey", "The API key's SID is needed: at Twilio it begins with SK.");
        var url = CarrierApiAddress.Read(validation, "apiUrl", before.KindValue, request.ApiUrl, allowLocal);
        var isSame = before.ApiSecret is not null && (before.AccountSid, before.ApiKey, before.ApiUrl) == (sid, key, url);
        if (secret.Length == 0 && !isSame)
            validation.Add("apiSecret", "The API key's secret is needed with a new account, key or address.");
        return before with
        {
            AccountSid = sid,
            ApiKey = key,
            ApiSecret = secret.Length == 0 ? before.ApiSecret : secrets.Seal(secret, CarrierDirectory.ApiPurpose),
            ApiUrl = url,
            FallbackUrl = fallback,
        };
    }

    private static string? Fallback(Validation validation, string? text)
    {
        var given = validation.Text("fallbackUrl", text, 1000);
        if (given.Length == 0)
            return null;
        var filled = given.Replace(NumberUrls.NumberPlace, "12025550181", StringComparison.Ordinal);
        if (!Uri.TryCreate(filled, UriKind.Absolute, out var url) || url.Scheme is not ("https" or "http"))
            validation.Add("fallbackUrl", "An https URL that answers without Ringpost; {number} in it stands for the number's digits.");
        return given;
    }

    internal static void Map(IEndpointRouteBuilder api) =>
        api.MapPut(
            "/carriers/{id}/api",
            async (HttpContext http, CarrierId id, Request request, ChangeCarrierApi operation) =>
                (await operation.RunAsync(http.Actor(), id, request, http.RequestAborted)).ToOk()
        );
}
