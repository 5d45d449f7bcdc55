using System.Text.Json;
using Ringpost.CallTracking.Calls;
using Ringpost.Primitives;
using Ringpost.Telephony.Carriers;
using Ringpost.Telephony.Rest;
using Xunit;

namespace Ringpost.Telephony.Tests.Rest;

public sealed class CarrierWordsTests
{
    private static readonly NumberUrls Urls = new("https://c.example/voice", "https://c.example/status", "https://s.example/12025550181");

    private static readonly CarrierNumber Right = new(
        "PN1",
        PhoneNumber.FromStored("+12025550181"),
        "",
        true,
        "https://c.example/voice",
        "https://s.example/12025550181",
        "https://c.example/status",
        "",
        ""
    );

    [Fact]
    public void A_number_drifts_by_each_setting_that_leads_its_calls_astray()
    {
        Assert.Empty(NumberDrift.Of(Right, Urls));
        // What stands behind # are the carrier's own time-outs; without a fallback of ours the number's own is left alone.
        Assert.Empty(NumberDrift.Of(Right with { VoiceUrl = Urls.Voice + "#rc=2" }, Urls));
        Assert.Empty(NumberDrift.Of(Right with { FallbackUrl = "https://other.example" }, Urls with { Fallback = null }));
        Assert.Equal(
            [DriftField.VoiceUrl, DriftField.StatusUrl, DriftField.FallbackUrl, DriftField.Application, DriftField.Trunk],
            NumberDrift
                .Of(
                    Right with
                    {
                        VoiceUrl = "https://demo.twilio.com/welcome/voice/",
                        StatusUrl = "",
                        FallbackUrl = "",
                        ApplicationSid = "AP1",
                        TrunkSid = "TK1",
                    },
                    Urls
                )
                .Select(d => d.Field)
        );
    }

    [Theory]
    [InlineData(CarrierKind.Twilio, "", null)]
    [InlineData(CarrierKind.Twilio, "https://api.dublin.ie1.twilio.com/", "https://api.dublin.ie1.twilio.com")]
    [InlineData(CarrierKind.Twilio, "https://api.twilio.com.evil.example", "refused")]
    [InlineData(CarrierKind.Twilio, "http://api.twilio.com", "refused")]
    [InlineData(CarrierKind.Twilio, "https://user@api.twilio.com", "refused")]
    [InlineData(CarrierKind.Signalwire, "https://me.signalwire.com", "https://me.signalwire.com/api/laml")]
    [InlineData(CarrierKind.Signalwire, "", "refused")]
    [InlineData(CarrierKind.Simulator, "http://127.0.0.1:5090", "http://127.0.0.1:5090")]
    [InlineData(CarrierKind.Simulator, "http://10.0.0.1", "refused")]
    public void Credentials_go_only_to_the_carriers_own_hosts(CarrierKind kind, string given, string? expected)
    {
        var validation = new Validation();
        var read = CarrierApiAddress.Read(validation, "apiUrl", kind, given, allowLocal: true);
        Assert.Equal(expected == "refused", validation.HasErrors);
        Assert.Equal(expected == "refused" ? null : expected, read);
    }

    [Fact]
    public void A_simulator_stands_on_this_machine_only_where_that_is_allowed()
    {
        var validation = new Validation();
        CarrierApiAddress.Read(validation, "apiUrl", CarrierKind.Simulator, "http://127.0.0.1:5090", allowLocal: false);
        Assert.Contains("Delivery:AllowPrivateAddresses", validation.ToRefusal().Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_call_and_its_legs_are_one_record_whose_cost_is_known_once_each_leg_has_its_price()
    {
        var inbound = Call(
            """{"sid":"CA1","status":"completed","duration":"81","price":"-0.01700","price_unit":"USD","direction":"inbound","start_time":"Tue, 24 Nov 2026 02:00:00 +0000","end_time":"Tue, 24 Nov 2026 02:01:21 +0000"}"""
        );
        var busy = Call("""{"sid":"CA2","parent_call_sid":"CA1","to":"+12025550111","status":"busy","duration":"0","price":null}""");
        var talk = Call(
            """{"sid":"CA3","parent_call_sid":"CA1","to":"+12025550112","status":"completed","duration":"75","price":"-0.02800","price_unit":"usd","direction":"outbound-dial"}"""
        );
        Assert.True(inbound.IsInbound);
        Assert.False(talk.IsInbound);

        var record = CarrierCall.ToRecord(inbound, [busy, talk], default);
        Assert.True(record.Ended);
        Assert.Equal(81, record.Seconds);
        Assert.Equal(new Money(45_000, Currency.Usd), record.Cost);
        Assert.Equal([LegEnd.Busy, LegEnd.Completed], record.Legs.Select(l => l.End));

        Assert.Null(CarrierCall.ToRecord(inbound, [talk with { Cost = null }], default).Cost);
        Assert.Null(CarrierCall.ToRecord(inbound with { Cost = null }, [], default).Cost);
        Assert.False(CarrierCall.ToRecord(inbound with { Status = "in-progress" }, [], default).Ended);
        Assert.Null(CarrierCall.Read(JsonDocument.Parse("[]").RootElement));
    }

    private static CarrierCall Call(string json) => CarrierCall.Read(JsonDocument.Parse(json).RootElement)!;
}
