using Ringpost.Api;
using Ringpost.Primitives;

namespace Ringpost.Telephony.Carriers;

public enum CarrierKind
{
    Twilio,
    Signalwire,

    /// <summary>Plays a carrier for tests and the demo; its calls are test calls.</summary>
    Simulator,
}

/// <summary>An account at a carrier whose signed webhooks are believed.</summary>
/// <param name="VoiceUrl">Where the carrier asks what to do with a call to one of our numbers.</param>
/// <param name="StatusUrl">Where it reports the end of the caller's leg.</param>
/// <param name="Api">How its REST API is reached; null where no key was entered.</param>
/// <param name="FallbackUrl">What its numbers are set to for when nothing here answers; <c>{number}</c> stands for the digits.</param>
/// <param name="SyncedUntil">Its call records were read up to here.</param>
public sealed record Carrier(
    CarrierId Id,
    string Name,
    CarrierKind Kind,
    string VoiceUrl,
    string StatusUrl,
    Instant CreatedAt,
    CarrierApi? Api = null,
    string? FallbackUrl = null,
    Instant? SyncedUntil = null
)
{
    internal static Carrier Of(CarrierRow row, PublicUrls urls) =>
        new(
            row.Id,
            row.Name,
            row.KindValue,
            CarrierUrls.Of(urls, row.Id, "voice"),
            CarrierUrls.Of(urls, row.Id, "status"),
            row.CreatedAt,
            row.ApiSecret is null ? null : new CarrierApi(row.AccountSid ?? "", row.ApiKey ?? "", row.ApiUrl),
            row.FallbackUrl,
            row.SyncedUntil is { } until ? new Instant(until) : null
        );
}

/// <summary>The REST API's credentials without the secret, which is never shown.</summary>
/// <param name="Url">Null: the carrier's own.</param>
public sealed record CarrierApi(string AccountSid, string Key, string? Url);

/// <summary>A row of <c>carriers</c>; token and secret are sealed.</summary>
internal sealed record CarrierRow
{
    public CarrierId Id { get; init; }
    public string Name { get; init; } = "";
    public string Kind { get; init; } = "";
    public string Token { get; init; } = "";
    public Instant CreatedAt { get; init; }
    public string? AccountSid { get; init; }
    public string? ApiKey { get; init; }
    public string? ApiSecret { get; init; }
    public string? ApiUrl { get; init; }
    public string? FallbackUrl { get; init; }
    public long? SyncedUntil { get; init; }

    public CarrierKind KindValue => Enum.Parse<CarrierKind>(Kind);
}

internal static class CarrierUrls
{
    /// <summary>Absolute, below the address that carriers know us by.</summary>
    public static string Of(PublicUrls urls, CarrierId id, string page) =>
        $"{urls.Public.AbsoluteUri.TrimEnd('/')}/telephony/twilio/{id}/{page}";
}
