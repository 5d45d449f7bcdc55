using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Ringpost.Api;
using Ringpost.CallTracking.Configuration;
using Ringpost.Primitives;
using Ringpost.Storage.Settings;
using Ringpost.Telephony.Rest;

namespace Ringpost.Telephony.Numbers;

/// <summary>The numbers of a carrier's account as the carrier has them now, in order, in one page.</summary>
public sealed class ListCarrierNumbers(CarrierAccounts accounts, Snapshot<CallConfiguration> calls, PublicUrls urls)
{
    /// <summary>The first three are what a bulk assignment reads: the file can be filled and given back.</summary>
    private static readonly IReadOnlyList<CsvColumn<CarrierNumberLine>> Columns =
    [
        new("Number", n => n.Number.E164),
        new("Campaign", n => n.CallCampaignName),
        new("Publisher", n => n.PublisherName),
        new("Name at the carrier", n => n.FriendlyName),
        new("Drift", n => n.NumberId is null ? "" : string.Join(", ", n.Drift.Select(d => d.Field))),
    ];

    public async Task<Result<Page<CarrierNumberLine>>> RunAsync(Actor actor, CarrierId id, CancellationToken cancellation = default)
    {
        if (!actor.May(Permission.Administer))
            return new Forbidden(Permission.Administer);
        var opened = await accounts.OpenAsync(id, cancellation);
        if (!opened.IsOk)
            return opened.Refusal;
        var numbers = await opened.Value.ListNumbersAsync(cancellation);
        if (!numbers.IsOk)
            return numbers.Refusal;
        var configuration = await calls.GetAsync(cancellation);
        return new Page<CarrierNumberLine>(
            [
                .. numbers
                    .Value.Select(n => CarrierNumberLine.Of(n, opened.Value, configuration, urls))
                    .OrderBy(n => n.Number.E164, StringComparer.Ordinal),
            ],
            null
        );
    }

    internal static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet(
            "/carriers/{id}/numbers",
            async (HttpContext http, CarrierId id, ListCarrierNumbers operation) =>
                (await operation.RunAsync(http.Actor(), id, http.RequestAborted)).ToOk()
        );
        api.MapGet(
            "/carriers/{id}/numbers.csv",
            async Task<IResult> (HttpContext http, CarrierId id, ListCarrierNumbers operation) =>
            {
                var result = await operation.RunAsync(http.Actor(), id, http.RequestAborted);
                return result.IsOk
                    ? new CsvAnswer<CarrierNumberLine>("carrier-numbers.csv", Columns, _ => Task.FromResult(result))
                    : result.Refusal.ToProblem();
            }
        );
    }
}
