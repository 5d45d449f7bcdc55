using Ringpost.CallTracking.Calls;
using Ringpost.CallTracking.Pixels;
using Ringpost.Delivery.Templates;
using Ringpost.Primitives;
using Ringpost.Storage;
using Xunit;

namespace Ringpost.CallTracking.Tests.Calls;

public sealed class CallTokensTests
{
    [Theory]
    [InlineData("[Call:InboundCallId]", "c1")]
    [InlineData("[call:inboundcallid]", "c1")]
    [InlineData("[Call:EventTime]", "2026-03-02T15:05:00.000Z")]
    [InlineData("[Call:ConversionAmount]|[Call:ConversionPayout]", "25.00|0.1234")]
    [InlineData("[tag:InboundNumber:Number]", "+16615550106")]
    [InlineData("[tag:InboundNumber:Number-NoPlus]", "16615550106")]
    [InlineData("[tag:InboundNumber:CountryCode]/[tag:InboundNumber:CountryDigits]", "US/1")]
    [InlineData("[tag:InboundNumber:AreaCode][tag:InboundNumber:Prefix][tag:InboundNumber:Suffix]", "6615550106")]
    [InlineData("[tag:InboundNumber:Region], [tag:InboundNumber:State]", "California, CA")]
    [InlineData("[tag:DialedNumber:Number]", "+18005550199")]
    [InlineData("[tag:Campaign:Name]/[tag:Campaign:Id]/[tag:Campaign:TrackingId]", "Roofing/CA1/77")]
    [InlineData("[tag:Publisher:Name]/[tag:Publisher:Id]/[tag:Publisher:SubId]/[tag:Publisher:Company]", "Pub/AF1/42/PubCo")]
    [InlineData("[tag:Target:Name]/[tag:Target:Id]/[tag:Target:Number]", "First/TA1/+12025550111")]
    [InlineData("[tag:Buyer:Name]/[tag:Buyer:Id]/[tag:Buyer:SubId]", "Buyer/BU1/b-9")]
    [InlineData("[tag:Time:Hour]:[tag:Time:Minute]:[tag:Time:Second]", "7:4:5")]
    [InlineData("[tag:Time:UTCHour]:[tag:Time:UTCMinute]:[tag:Time:UTCSecond] [tag:Time:UTCOffset]", "15:4:5 -8")]
    [InlineData("[tag:Date:Year]-[tag:Date:Month]-[tag:Date:Day] [tag:Date:WeekDay]", "2026-3-2 Monday")]
    [InlineData("[tag:Date:UTCYear]-[tag:Date:UTCMonth]-[tag:Date:UTCDay] [tag:Date:UTCWeekDay]", "2026-3-2 Monday")]
    [InlineData("[tag:Date:TimeZone]", "Pacific Standard Time")]
    [InlineData("[tag:CallLength:Total]/[tag:CallLength:FromConnect]/[tag:CallLength:FromDial]", "81/75/80")]
    [InlineData("[tag:CallInfo:IsDuplicate]", "true")]
    [InlineData("[tag:EndCall:EndCallSource]", "Caller")]
    [InlineData("[tag:Recording:RecordingUrl]", "https://rec.example/1")]
    [InlineData("[Call:TimeToConnectInSeconds]", "6")]
    [InlineData("[tag:User:clickid]", "k-1")]
    [InlineData("<[tag:User:unknown]>", "<>")]
    public async Task A_token_has_its_value(string template, string expected)
    {
        await using var world = await CallWorld.OpenAsync(Dialect.Sqlite);
        var call = new CallRecord
        {
            Id = new("c1"),
            ArrivedAt = Instant.Now(world.Time),
            Caller = "+16615550106",
            Dialed = CallWorld.Number,
            CampaignId = new("CA1"),
            PublisherId = new("AF1"),
            TargetId = new("TA1"),
            BuyerId = new("BU1"),
            Duplicate = true,
            Connected = true,
            EndedAt = Instant.Now(world.Time),
            EndedBy = EndedBy.Caller,
            CallSeconds = 81,
            ConnectedSeconds = 75,
            DialedSeconds = 80,
            Revenue = 25_000_000,
            Payout = 123_400,
            ConversionDecided = true,
            PayoutDecided = true,
            RecordingUrl = "https://rec.example/1",
        };
        call.Legs.Add(
            new LegRecord
            {
                Leg = 1,
                TargetId = new("TA1"),
                Destination = "+12025550111",
                DialEnd = LegEnd.Completed,
            }
        );
        Instant.TryParse("2026-03-02T15:05:00Z", null, out var at);
        var tokens = new CallTokens(call, world.Configuration(), at, new Dictionary<string, string> { ["user:clickid"] = "k-1" });

        Assert.Equal(expected, TokenTemplate.Parse(template).Render(tokens.ValueOf, TokenEncoding.Raw));
    }

    [Fact]
    public void The_picker_offers_what_a_call_can_fill()
    {
        Assert.DoesNotContain(TokenCatalogue.All, token => !CallTokens.IsKnown(token.Key));
    }

    [Theory]
    [InlineData("+13125550100", "Illinois", "IL")]
    [InlineData("+14165550100", "Ontario", "ON")]
    [InlineData("+12065550100", "Washington", "WA")]
    [InlineData("+12025550100", "Washington D.C.", "DC")]
    [InlineData("+18005550100", null, null)]
    [InlineData("+442071838750", null, null)]
    [InlineData("", null, null)]
    public void A_number_tells_its_state(string number, string? region, string? state) =>
        Assert.Equal((region, state), (NumberTokens.Region(number), NumberTokens.State(number)));
}
