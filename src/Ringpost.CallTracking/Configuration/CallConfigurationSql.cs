using System.Collections.Frozen;
using System.Data.Common;
using Ringpost.CallTracking.Adjustments;
using Ringpost.CallTracking.Blocks;
using Ringpost.CallTracking.Buyers;
using Ringpost.CallTracking.Campaigns;
using Ringpost.CallTracking.Guards;
using Ringpost.CallTracking.Numbers;
using Ringpost.CallTracking.Payouts;
using Ringpost.CallTracking.Pixels;
using Ringpost.CallTracking.Publishers;
using Ringpost.CallTracking.Recordings;
using Ringpost.CallTracking.Routes;
using Ringpost.CallTracking.Routing;
using Ringpost.CallTracking.Targets;
using Ringpost.CallTracking.TestCalls;
using Ringpost.CallTracking.UrlParameters;
using Ringpost.Storage.Settings;

namespace Ringpost.CallTracking.Configuration;

internal static class CallConfigurationSql
{
    public static async Task<CallConfiguration> LoadAsync(DbConnection connection)
    {
        var pixels = (await PixelsSql.AllAsync(connection)).Where(p => p.Enabled).ToDictionary(p => p.Id, p => p.Parse());
        var attached = await CampaignPixelsSql.AllAsync(connection);
        return new CallConfiguration
        {
            Zone = (await Instance.ReadAsync(connection)).Zone,
            Campaigns = (await CallCampaignsSql.AllAsync(connection)).ToFrozenDictionary(c => c.Id),
            Publishers = (await PublishersSql.AllAsync(connection)).ToFrozenDictionary(p => p.Id),
            Buyers = (await BuyersSql.AllAsync(connection)).ToFrozenDictionary(b => b.Id),
            Targets = (await TargetsSql.AllAsync(connection)).ToFrozenDictionary(t => t.Id),
            Numbers = (await NumbersSql.AllAsync(connection)).ToFrozenDictionary(n => n.Number.E164),
            UrlParameters = (await UrlParametersSql.AllAsync(connection)).ToFrozenDictionary(p => p.Parameter, StringComparer.Ordinal),
            Blocks = new BlockList(await BlockedNumbersSql.AllAsync(connection)),
            Attestation = await AttestationSettingSql.ReadAsync(connection),
            Disputes = await DisputeSettings.ReadAsync(connection),
            Recordings = await RecordingSettings.ReadAsync(connection),
            Tests = new TestCallRule(
                await TestCallSettings.ReadAsync(connection),
                (await TestNumbersSql.AllAsync(connection)).Select(n => n.Number).ToFrozenSet(StringComparer.Ordinal)
            ),
            Routes = (await RoutesSql.AllAsync(connection)).GroupBy(r => r.CampaignId).ToFrozenDictionary(g => g.Key, g => g.ToArray()),
            Routing = await RoutingSettings.ReadAsync(connection),
            Payouts = (await PayoutRulesSql.AllAsync(connection))
                .GroupBy(r => r.CampaignId)
                .ToFrozenDictionary(g => g.Key, g => g.ToArray()),
            Pixels = attached
                .Where(a => pixels.ContainsKey(a.Pixel))
                .GroupBy(a => a.Campaign)
                .ToFrozenDictionary(g => g.Key, g => g.Select(a => pixels[a.Pixel]).ToArray()),
        };
    }
}
