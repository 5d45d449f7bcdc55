using Microsoft.Extensions.DependencyInjection;
using Ringpost.Attribution;
using Ringpost.Attribution.Affiliates;
using Ringpost.Attribution.Clicks;
using Ringpost.Attribution.Configuration;
using Ringpost.Attribution.Reports;
using Ringpost.Primitives;
using Ringpost.Storage.Settings;

namespace Ringpost.Bench.Postbacks;

/// <summary>What the host is asked to do beside taking postbacks.</summary>
internal sealed class HostWork(IServiceProvider services, PostbackTarget target)
{
    private volatile bool _reports;
    private Task _reporting = Task.CompletedTask;
    private int _reportsDone;

    /// <summary>Gives each offer a link, and names where its clicks go in.</summary>
    public async Task<string> TakeClicksAsync()
    {
        for (var n = 0; n < target.Offers; n++)
            _ = (
                await services
                    .GetRequiredService<SetOfferClicks>()
                    .RunAsync(Actor.System, new OfferId(target.FirstOffer + n), new(OfferLink: "https://landing.example/?r=#reqid#&s=#s1#"))
            ).Value;
        var configuration = await services.GetRequiredService<Snapshot<OfferConfiguration>>().GetAsync();
        var first = configuration.Offers[target.FirstOffer].DefaultCreativeId.Value;
        return PostbackTarget.Clicks(first, target.Offers, target.FirstAffiliate, target.Affiliates).ToText();
    }

    /// <summary>Every affiliate is told at this address; <c>-</c> for none.</summary>
    public async Task<string> TellAffiliatesAsync(string receiver)
    {
        for (var n = 0; n < target.Affiliates; n++)
            _ = (
                await services
                    .GetRequiredService<UpdateAffiliate>()
                    .RunAsync(
                        Actor.System,
                        new AffiliateId(target.FirstAffiliate + n),
                        new(PostbackUrl: receiver == "-" ? "" : receiver + "?t=#tid#&price=#price#")
                    )
            ).Value;
        return receiver;
    }

    /// <summary>A year by offer and day, one after the other until it is switched off; then how many there were.</summary>
    public async Task<string> ReportAsync(bool on)
    {
        _reports = on;
        if (on)
        {
            _reportsDone = 0;
            _reporting = Task.Run(RunReportsAsync);
            return "on";
        }

        await _reporting;
        return $"{_reportsDone}";
    }

    private async Task RunReportsAsync()
    {
        var today = TimeProvider.System.GetUtcNow();
        while (_reports)
        {
            _ = (
                await services
                    .GetRequiredService<GetReport>()
                    .RunAsync(
                        Actor.System,
                        new()
                        {
                            GroupBy = "offer,day",
                            From = $"{today.AddDays(-365):yyyy-MM-dd}",
                            To = $"{today.AddDays(1):yyyy-MM-dd}",
                        }
                    )
            ).Value;
            _reportsDone++;
        }
    }
}
