using Ringpost.Primitives;
using Ringpost.Storage.Settings;
using Ringpost.Telephony.Carriers;

namespace Ringpost.Telephony.Rest;

/// <summary>Opens a carrier's account, where it has an API key. The operation that asks has checked who acts.</summary>
public sealed class CarrierAccounts
{
    private readonly Snapshot<CarrierDirectory> _carriers;
    private readonly CarrierRest _rest;

    internal CarrierAccounts(Snapshot<CarrierDirectory> carriers, CarrierRest rest) => (_carriers, _rest) = (carriers, rest);

    internal async Task<Result<TwilioAccount>> OpenAsync(CarrierId id, CancellationToken cancellation)
    {
        if (!(await _carriers.GetAsync(cancellation)).Accounts.TryGetValue(id, out var account))
            return new Missing($"Carrier {id}");
        return account.Credentials is { } credentials
            ? new TwilioAccount(_rest, account, credentials)
            : new Clash("carrier-has-no-api-key", $"{account.Name} has no API key here yet. Enter it on the carrier's card.");
    }

    /// <summary>Those that have an API key.</summary>
    internal async Task<IReadOnlyList<CarrierId>> ListAsync(CancellationToken cancellation) =>
        [.. (await _carriers.GetAsync(cancellation)).Accounts.Values.Where(a => a.Credentials is not null).Select(a => a.Id)];
}
