using FsCheck.Xunit;
using Ringpost.Attribution.Import;
using Xunit;

namespace Ringpost.Attribution.Tests.Import;

public sealed class CakeValuesTests
{
    [Theory]
    [InlineData("2.5000", 2_500_000, false)]
    [InlineData("$1,250.00", 1_250_000_000, false)]
    [InlineData("70%", 70_000_000, false)]
    [InlineData("70.00 %", 70_000_000, false)]
    [InlineData("EUR 3", 3_000_000, false)]
    [InlineData("0.1234565", 123_457, true)]
    [InlineData("20.0000000000", 20_000_000, false)]
    public void Amounts_are_read_as_CAKE_writes_them(string text, long millionths, bool rounded)
    {
        Assert.True(CakeValues.TryMoney(text, out var read, out var wasRounded));
        Assert.Equal((millionths, rounded), (read, wasRounded));
    }

    [Theory]
    [InlineData("ten")]
    [InlineData("12,50")]
    [InlineData("-5")]
    [InlineData("1e3")]
    [InlineData("")]
    [InlineData("99999999999999999999")]
    public void What_is_no_amount_is_refused(string text) => Assert.False(CakeValues.TryMoney(text, out _, out _));

    [Property]
    public bool Any_text_is_an_amount_or_is_refused(string? text) =>
        !CakeValues.TryMoney(text ?? "", out var millionths, out _) || millionths >= 0;

    [Theory]
    [InlineData("2026-05-08", "2026-05-08T04:00:00.000Z")]
    [InlineData("08-05-2026", "2026-05-08T04:00:00.000Z")]
    [InlineData("05/08/2026", "2026-05-08T04:00:00.000Z")]
    [InlineData("5/8/26", "2026-05-08T04:00:00.000Z")]
    [InlineData("05/08/2026 02:00:00", "2026-05-08T06:00:00.000Z")]
    [InlineData("2026-05-08T02:00:00.123", "2026-05-08T06:00:00.123Z")]
    [InlineData("2026-05-08 02:00:00.5", "2026-05-08T06:00:00.500Z")]
    [InlineData("/Date(1466421579033)/", "2016-06-20T11:19:39.033Z")]
    [InlineData("2026-03-08 02:30:00", "2026-03-08T07:30:00.000Z")]
    public void Dates_without_offset_are_the_instances(string text, string utc)
    {
        Assert.True(CakeValues.TryMoment(text, TimeZoneInfo.FindSystemTimeZoneById("America/New_York"), out var moment));
        Assert.Equal(utc, moment.ToString());
    }

    [Theory]
    [InlineData("31/31/2026")]
    [InlineData("soon")]
    [InlineData("")]
    [InlineData("/Date(99999999999999999999)/")]
    public void What_is_no_date_is_refused(string text) => Assert.False(CakeValues.TryMoment(text, TimeZoneInfo.Utc, out _));

    [Theory]
    [InlineData("Offers.csv", "offers")]
    [InlineData("site_offer_events 2026-01.csv", "offerEvents")]
    [InlineData("SourceAffiliates_export.csv", "affiliates")]
    [InlineData("EventConversions (2).csv", "conversions")]
    [InlineData("offer_contracts.csv", "contracts")]
    [InlineData("pixel_ip_whitelist.csv", "whitelist")]
    [InlineData("offers.xlsx", null)]
    [InlineData("readme.csv", null)]
    public void A_file_is_known_by_its_name(string name, string? kind) => Assert.Equal(kind, CakeFiles.KindOf(name));
}
