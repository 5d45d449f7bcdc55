using Dapper;
using Ringpost.Attribution.Configuration;
using Ringpost.Attribution.OfferCampaigns;
using Ringpost.Attribution.Offers;
using Ringpost.Attribution.Reports;
using Ringpost.Attribution.Tests.Conversions;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Storage.Settings;
using Ringpost.Storage.Writing;
using Xunit;

namespace Ringpost.Attribution.Tests.Reports;

/// <summary>Two offers of two advertisers, run by two affiliates, and the reports over them.</summary>
internal sealed class ReportPlace : IAsyncDisposable
{
    private readonly Snapshot<Instance> _instance;

    private ReportPlace(Network network)
    {
        Network = network;
        _instance = new Snapshot<Instance>(network.Database, network.Version, Instance.ReadAsync);
        Report = new GetReport(network.Database, _instance, TimeProvider.System);
        Rebuild = new RebuildReports(network.Database, _instance);
        Fold = new FoldDeltas(network.Database);
    }

    public Network Network { get; }

    public Database Database => Network.Database;

    public GetReport Report { get; }

    public RebuildReports Rebuild { get; }

    public FoldDeltas Fold { get; }

    public OfferAnswer[] Offers { get; private set; } = [];

    public Affiliate[] Affiliates { get; private set; } = [];

    /// <summary>By offer, then affiliate.</summary>
    public OfferCampaignAnswer[][] Campaigns { get; private set; } = [];

    /// <summary>By offer: its default event, a macro and a micro one.</summary>
    public OfferEventId[][] Events { get; private set; } = [];

    public static async Task<ReportPlace> OpenAsync(Dialect dialect, string zone = "UTC")
    {
        var network = await Network.OpenAsync(dialect);
        await network.Database.WriteAsync(
            WriteKeys.None,
            unit => new Instance(TimeZoneInfo.FindSystemTimeZoneById(zone), Currency.Usd, false, true).WriteAsync(unit)
        );
        var place = new ReportPlace(network);
        var advertisers = new[] { await network.AdvertiserAsync("Acme"), await network.AdvertiserAsync("Borealis") };
        place.Offers = [await network.OfferAsync(advertisers[0].Id), await network.OfferAsync(advertisers[1].Id)];
        place.Affiliates = [await network.AffiliateAsync("Publisher One"), await network.AffiliateAsync("Publisher Two")];
        place.Campaigns = new OfferCampaignAnswer[2][];
        place.Events = new OfferEventId[2][];
        for (var i = 0; i < 2; i++)
        {
            place.Campaigns[i] =
            [
                await network.CampaignAsync(place.Offers[i].Id, place.Affiliates[0].Id),
                await network.CampaignAsync(place.Offers[i].Id, place.Affiliates[1].Id),
            ];
            place.Events[i] =
            [
                advertisers[i].DefaultEventId,
                (await network.EventAsync(advertisers[i].Id, "Payable call")).Id,
                (await network.EventAsync(advertisers[i].Id, "Incoming call", type: "micro")).Id,
            ];
        }

        return place;
    }

    /// <summary>A record put into its table alone: only a rebuild brings it into the rollups.</summary>
    public Task<ConversionId> InsertAsync(
        string at,
        int offer = 0,
        int affiliate = 0,
        int type = 0,
        long received = 20,
        long paid = 10,
        string? reason = null,
        string currency = "USD",
        bool test = false
    ) =>
        Network.InsertAsync(
            Offers[offer],
            Campaigns[offer][affiliate],
            Events[offer][type],
            at,
            received,
            paid,
            reason: reason,
            currency: currency,
            test: test
        );

    /// <summary>A change as every operation makes it: history, delta, and the column.</summary>
    public Task ChangeAsync(ConversionId id, Func<WriteUnit, ReportDeltas, ReportedConversion, Task> change) =>
        Database.WriteAsync(
            WriteKeys.None,
            async unit =>
            {
                var deltas = new ReportDeltas();
                var record = Assert.Single(await ReportedConversion.LockAsync(unit, [id.Value]));
                await change(unit, deltas, record);
                await unit.Connection.ExecuteAsync(
                    "UPDATE conversions SET disposition = @disposition WHERE id = @id",
                    new { disposition = record.Disposition, id }
                );
                await deltas.AppendAsync(unit);
            }
        );

    public Task ClickAsync(string at, bool isDuplicate = false, int offer = 0, int affiliate = 0, string? s1 = null) =>
        StoredClicks.InsertAsync(Database, Network.Identifiers, CellOf(offer, affiliate, 0), Time(at), isDuplicate, s1);

    public ReportCell CellOf(int offer, int affiliate, int type) =>
        new(
            Offers[offer].AdvertiserId,
            Offers[offer].Id,
            Affiliates[affiliate].Id,
            Campaigns[offer][affiliate].Id,
            Offers[offer].DefaultCreativeId,
            Events[offer][type],
            Currency.Usd
        );

    public static Instant Time(string at) => Instant.TryParse(at, null, out var time) ? time : throw new FormatException(at);

    public async Task<ReportAnswer> AskAsync(ReportRequest request) => (await Report.RunAsync(Network.Reader, request)).Value;

    public Task ExecuteAsync(string sql) => Database.WriteAsync(WriteKeys.None, unit => unit.Connection.ExecuteAsync(sql));

    public Task<Result<RebuildReports.Response>> RebuildAsync() => Rebuild.RunAsync(Actor.System, new());

    public async ValueTask DisposeAsync()
    {
        _instance.Dispose();
        await Network.DisposeAsync();
    }
}
