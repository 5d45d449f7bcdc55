using System.Collections.Frozen;
using System.Data.Common;
using Ringpost.Storage.Secrets;
using Ringpost.Telephony.Rest;

namespace Ringpost.Telephony.Carriers;

/// <summary>Every carrier account with its token and key in the clear, in memory only: what a webhook is checked against, what opens its API.</summary>
internal sealed record CarrierDirectory(FrozenDictionary<CarrierId, CarrierAccount> Accounts)
{
    public const string Purpose = "carrier-token";

    public const string ApiPurpose = "carrier-api-secret";

    public static async Task<CarrierDirectory> LoadAsync(DbConnection connection, SecretBox secrets) =>
        new(
            (await CarriersSql.AllAsync(connection)).ToFrozenDictionary(
                r => r.Id,
                r => new CarrierAccount(
                    r.Id,
                    r.Name,
                    r.KindValue,
                    secrets.Open(r.Token, Purpose),
                    r.FallbackUrl,
                    r.ApiSecret is null ? null : Credentials(r, secrets.Open(r.ApiSecret, ApiPurpose))
                )
            )
        );

    private static CarrierCredentials Credentials(CarrierRow row, string secret)
    {
        var url = row.ApiUrl ?? CarrierApiAddress.Twilio;
        var pricing = row.KindValue switch
        {
            CarrierKind.Twilio => CarrierApiAddress.TwilioPricing,
            CarrierKind.Simulator => url,
            CarrierKind.Signalwire => null,
            _ => throw new InvalidOperationException($"{row.Kind} has no price list."),
        };
        return new CarrierCredentials(row.AccountSid ?? "", row.ApiKey ?? "", secret, url, pricing);
    }
}

/// <summary>An account; its records print without token and secret.</summary>
internal sealed record CarrierAccount(
    CarrierId Id,
    string Name,
    CarrierKind Kind,
    string Token,
    string? FallbackUrl = null,
    CarrierCredentials? Credentials = null
)
{
    public override string ToString() => $"{Name} ({Id})";
}
