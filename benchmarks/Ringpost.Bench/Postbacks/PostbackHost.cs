using System.Text.Json;
using Dapper;
using Microsoft.Extensions.DependencyInjection;
using Ringpost.Attribution;
using Ringpost.Attribution.Advertisers;
using Ringpost.Attribution.Affiliates;
using Ringpost.Attribution.Clickless;
using Ringpost.Attribution.OfferCampaigns;
using Ringpost.Attribution.Offers;
using Ringpost.Attribution.Whitelist;
using Ringpost.Primitives;
using Ringpost.Server.Hosting;
using Ringpost.Storage;

namespace Ringpost.Bench.Postbacks;

/// <summary>
/// The whole product as <c>serve</c> runs it, with 50 offers, 200 affiliates and their 10,000 campaigns. The sender is a whitelisted address
/// with a limit so high that it is counted and never reached.
/// </summary>
internal static class PostbackHost
{
    private const int Offers = 50;

    private const int Affiliates = 200;

    public static async Task<int> RunAsync(string url, string data, string database)
    {
        var flags = new Dictionary<string, string?>
        {
            ["Urls"] = url,
            ["Data"] = data,
            ["Database"] = database,
            ["MasterKey"] = Convert.ToBase64String(new byte[32]),
            ["Logging:LogLevel:Default"] = "Warning",
            // The receiver of affiliate postbacks is on this machine.
            ["Delivery:AllowPrivateAddresses"] = "true",
        };
        await using var app = RingpostHost.Build(flags);
        await RingpostHost.StartAsync(app, CancellationToken.None);
        var storage = app.Services.GetRequiredService<Database>();
        var target = await SetUpAsync(app.Services);
        using var allocations = Environment.GetEnvironmentVariable("BENCH_ALLOCATIONS") is null ? null : new AllocationSample();
        var work = new HostWork(app.Services, target);
        await HostProcess.ServeAsync(
            target.ToText(),
            async command =>
                command.Split(' ') switch
                {
                    ["fill", var count] => await StoredRows.FillAsync(
                        storage,
                        int.Parse(count, System.Globalization.CultureInfo.InvariantCulture)
                    ),
                    ["allocations"] => allocations?.Most(40) ?? "",
                    ["clicks"] => await work.TakeClicksAsync(),
                    ["tell", var receiver] => await work.TellAffiliatesAsync(receiver),
                    ["report", var on] => await work.ReportAsync(on == "on"),
                    ["settle"] => await StoredRows.SettleAsync(storage),
                    ["indexes"] => await StoredRows.DescribeAsync(storage),
                    _ => JsonSerializer.Serialize(
                        HostProcess.Counters(await ServerCpu.MicrosecondsAsync(storage), await CountAsync(storage))
                    ),
                }
        );
        await app.StopAsync();
        return 0;
    }

    private static Task<long> CountAsync(Database storage) =>
        storage.ReadAsync(c => c.ExecuteScalarAsync<long>("SELECT coalesce(max(id), 0) FROM conversions"));

    private static async Task<PostbackTarget> SetUpAsync(IServiceProvider services)
    {
        var system = Actor.System;
        var advertiser = (await services.GetRequiredService<CreateAdvertiser>().RunAsync(system, new("Acme"))).Value;
        var offers = new List<OfferId>();
        for (var n = 0; n < Offers; n++)
            offers.Add(
                (
                    await services
                        .GetRequiredService<CreateOffer>()
                        .RunAsync(system, new($"Home insurance {n}", advertiser.Id, Payout: 10, Received: 20))
                )
                    .Value
                    .Id
            );
        var affiliates = new List<AffiliateId>();
        for (var n = 0; n < Affiliates; n++)
            affiliates.Add((await services.GetRequiredService<CreateAffiliate>().RunAsync(system, new($"Publisher {n}"))).Value.Id);
        await Parallel.ForEachAsync(
            offers.SelectMany(_ => affiliates, (offer, affiliate) => (offer, affiliate)),
            new ParallelOptions { MaxDegreeOfParallelism = 32 },
            async (pair, cancellation) =>
                _ = (
                    await services.GetRequiredService<CreateOfferCampaign>().RunAsync(system, new(pair.offer, pair.affiliate), cancellation)
                ).Value
        );
        _ = (await services.GetRequiredService<SetClicklessSettings>().RunAsync(system, new(true))).Value;
        _ = (
            await services.GetRequiredService<AddWhitelistRow>().RunAsync(system, new(advertiser.Id, "127.0.0.1", null, PerSecond: 100_000))
        ).Value;
        return PostbackTarget.Postbacks(offers[0].Value, Offers, affiliates[0].Value, Affiliates);
    }
}
