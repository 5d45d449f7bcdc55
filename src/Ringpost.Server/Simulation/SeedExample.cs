using System.Text.Json.Nodes;
using Ringpost.Primitives;

namespace Ringpost.Server.Simulation;

/// <summary>
/// The article's example, set up on both sides through the API: advertiser with two events, offer, affiliate, campaign, clickless postback on;
/// call campaign with the offer's id as Tracking ID, publisher with the affiliate's id as Sub ID, two numbers, buyer with two targets, pixels on
/// Incoming and Payout.
/// </summary>
public sealed class SeedExample
{
    public const string FirstNumber = "+12025550143";
    public const string SecondNumber = "+12025550144";
    public const string Caller = "+14155550171";

    private SeedExample(JsonNode carrier, string token) => (Carrier, Token) = (carrier, token);

    public JsonNode Carrier { get; }

    /// <summary>The simulator account's token.</summary>
    public string Token { get; }

    public Uri VoiceUrl => new((string)Carrier["voiceUrl"]!);

    public Uri StatusUrl => new((string)Carrier["statusUrl"]!);

    public long AdvertiserId { get; private init; }

    public long DefaultEventId { get; private init; }

    public long IncomingEventId { get; private init; }

    public long PayableEventId { get; private init; }

    public long OfferId { get; private init; }

    public long AffiliateId { get; private init; }

    public long OfferCampaignId { get; private init; }

    public string CallCampaignId { get; private init; } = "";

    public string PublisherId { get; private init; } = "";

    public string BuyerId { get; private init; } = "";

    public IReadOnlyList<string> TargetIds { get; private init; } = [];

    public static async Task<SeedExample> CreateAsync(ApiClient api, Identifiers identifiers, bool withPixels = true)
    {
        var advertiser = Id(await api.PostAsync("advertisers", new { name = "Acme Insurance" }), out var advertiserRecord);
        var incoming = Id(
            await api.PostAsync(
                $"advertisers/{advertiser}/events",
                new
                {
                    name = "Incoming call",
                    thirdPartyName = "incoming",
                    type = "micro",
                }
            ),
            out _
        );
        var payable = Id(
            await api.PostAsync(
                $"advertisers/{advertiser}/events",
                new
                {
                    name = "Payable call",
                    thirdPartyName = "payable",
                    type = "macro",
                }
            ),
            out _
        );
        var offer = Id(
            await api.PostAsync(
                "offers",
                new
                {
                    name = "Auto insurance calls",
                    advertiserId = advertiser,
                    payout = 10m,
                    received = 20m,
                }
            ),
            out _
        );
        var affiliate = Id(await api.PostAsync("affiliates", new { name = "Bright Media" }), out _);
        var offerCampaign = Id(await api.PostAsync("offer-campaigns", new { offerId = offer, affiliateId = affiliate }), out _);
        await api.PutAsync("settings/clickless-postback", new { enabled = true });

        var campaign = Text(
            await api.PostAsync(
                "call-campaigns",
                new
                {
                    name = "Auto insurance",
                    country = "US",
                    trackingId = $"{offer}",
                }
            )
        );
        // Its calls are played within seconds, whoever calls.
        await api.PatchAsync($"call-campaigns/{campaign}/guards", new { spam = new { seconds = 0 } });
        await api.PatchAsync($"call-campaigns/{campaign}", new { recordCalls = true, recordingNotice = new { kind = "none" } });
        await api.PostAsync(
            $"call-campaigns/{campaign}/payouts",
            new
            {
                on = "callLength",
                seconds = 60,
                timerStart = "connected",
                amount = 15m,
            }
        );
        var publisher = Text(await api.PostAsync("publishers", new { name = "Bright Media", subId = $"{affiliate}" }));
        await api.PostAsync(
            "numbers",
            new
            {
                number = FirstNumber,
                callCampaignId = campaign,
                publisherId = publisher,
            }
        );
        await api.PostAsync(
            "numbers",
            new
            {
                number = SecondNumber,
                callCampaignId = campaign,
                publisherId = publisher,
            }
        );
        var buyer = Text(await api.PostAsync("buyers", new { name = "Acme Insurance" }));
        var first = await TargetAsync(api, campaign, buyer, "Acme day desk", "+12125550110", 1);
        var second = await TargetAsync(api, campaign, buyer, "Acme overflow", "+12125550111", 2);

        if (withPixels)
        {
            await PixelAsync(api, campaign, "Incoming call to tracker", "incoming", await PostbackUrlAsync(api, offer, incoming));
            await PixelAsync(api, campaign, "Payable call to tracker", "payout", await PostbackUrlAsync(api, offer, payable));
        }

        var token = identifiers.Secret()[..32];
        var carrier = await api.PostAsync(
            "carriers",
            new
            {
                name = "Simulator",
                kind = "simulator",
                authToken = token,
            }
        );
        return new SeedExample(carrier, token)
        {
            AdvertiserId = advertiser,
            DefaultEventId = (long)advertiserRecord["defaultEventId"]!,
            IncomingEventId = incoming,
            PayableEventId = payable,
            OfferId = offer,
            AffiliateId = affiliate,
            OfferCampaignId = offerCampaign,
            CallCampaignId = campaign,
            PublisherId = publisher,
            BuyerId = buyer,
            TargetIds = [first, second],
        };
    }

    /// <summary>The generator's URL for our own call tracker: offer, affiliate and transaction are tokens in it.</summary>
    public static async Task<string> PostbackUrlAsync(ApiClient api, long offer, long? eventId, string more = "source=ringpost") =>
        (string)(await api.GetAsync($"offers/{offer}/clickless-postback?{more}{(eventId is null ? "" : $"&event={eventId}")}"))["url"]!;

    /// <summary>Creates the pixel and attaches it to the campaign.</summary>
    public static async Task<string> PixelAsync(ApiClient api, string campaign, string name, string fireOn, string url)
    {
        var pixel = Text(
            await api.PostAsync(
                "pixels",
                new
                {
                    name,
                    fireOn,
                    url,
                }
            )
        );
        await api.PutAsync($"call-campaigns/{campaign}/pixels/{pixel}");
        return pixel;
    }

    /// <summary>Gives the simulator account an API key, its books the example's numbers and some for sale.</summary>
    public async Task OpenApiAsync(ApiClient api, SimulatedBooks books, Uri address)
    {
        foreach (var (number, name) in new[] { (FirstNumber, "Main line"), (SecondNumber, ""), ("+12025550145", "Not used yet") })
            books.AddNumber(number, name);
        var first = books.Numbers.Values.Single(n => n.PhoneNumber == FirstNumber);
        (first.Settings["VoiceUrl"], first.Settings["StatusCallback"]) = (VoiceUrl.AbsoluteUri, StatusUrl.AbsoluteUri);
        foreach (var number in Enumerable.Range(0, 8))
            (books.ForSale[$"+1202555{160 + number:0000}"], books.ForSale[$"+1833555{160 + number:0000}"]) = (true, true);
        await api.PutAsync(
            $"carriers/{(string)Carrier["id"]!}/api",
            new
            {
                accountSid = books.AccountSid,
                apiKey = books.ApiKey,
                apiSecret = books.ApiSecret,
                apiUrl = address.AbsoluteUri,
            }
        );
    }

    public SimulatedCarrier CreateCarrier(HttpClient http, TimeProvider time, TimeSpan repeatFor = default, SimulatedBooks? books = null) =>
        new(
            new CarrierRequests(http, books?.AccountSid ?? SimulatedCarrier.NewSid("AC"), Token, time, repeatFor),
            VoiceUrl,
            StatusUrl,
            books
        );

    private static async Task<string> TargetAsync(ApiClient api, string campaign, string buyer, string name, string number, int priority)
    {
        var target = Text(
            await api.PostAsync(
                "targets",
                new
                {
                    name,
                    buyerId = buyer,
                    destination = new { type = "number", value = number },
                }
            )
        );
        await api.PostAsync(
            $"call-campaigns/{campaign}/routes",
            new
            {
                targetId = target,
                priority,
                conversion = new
                {
                    on = "callLength",
                    seconds = 60,
                    timerStart = "connected",
                    revenue = 25m,
                },
            }
        );
        return target;
    }

    private static long Id(JsonNode record, out JsonNode whole)
    {
        whole = record;
        return (long)record["id"]!;
    }

    private static string Text(JsonNode record) => (string)record["id"]!;
}
