using System.Text;
using Ringpost.Reconciliation.Compare;
using Xunit;
using static Ringpost.Reconciliation.Tests.Compare.TwoFiles;

namespace Ringpost.Reconciliation.Tests.Compare;

/// <summary>How files are written (ringba.md 10.2 to 10.5, cake.md 9 and 10): one test for each quirk.</summary>
public sealed class FileQuirkTests
{
    private const string Agreed = "3 calls, 3 conversions: they agree";

    [Fact]
    public async Task Plain_files_agree() => Assert.Equal(Agreed, (await ReportAsync(Calls, Conversions)).Headline);

    [Fact]
    public async Task A_byte_order_mark_and_quotes_around_every_field()
    {
        var quoted =
            "\uFEFF" + string.Join("\r\n", Calls.Split('\n').Select(l => string.Join(',', l.Trim().Split(',').Select(c => $"\"{c}\""))));
        Assert.Equal(Agreed, (await ReportAsync(quoted, Conversions)).Headline);
    }

    [Fact]
    public async Task A_quoted_field_may_hold_commas_quotes_and_line_breaks()
    {
        var calls = Calls.Replace(",House,", ",\"House, \"\"the\"\"\nbig one\",", StringComparison.Ordinal);
        var report = await ReportAsync(calls, Conversions.Replace("3,2026", "3,2025", StringComparison.Ordinal));
        Assert.Equal("House, \"the\"\nbig one", Assert.Single(report.Rows).Publisher);
    }

    [Fact]
    public async Task Utf_16_is_read_by_its_mark() =>
        Assert.Equal(
            Agreed,
            (
                await ReportAsync(
                    File("calls.csv", [.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes(Calls)]),
                    File("conversions.csv", Conversions)
                )
            ).Headline
        );

    [Fact]
    public async Task A_packed_file_is_unpacked() =>
        Assert.Equal(
            Agreed,
            (await ReportAsync(File("calls.csv.gz", Pack(Calls)), File("conversions.csv.gz", Pack(Conversions)))).Headline
        );

    [Fact]
    public async Task Empty_lines_and_the_line_of_totals_are_no_rows()
    {
        var report = await ReportAsync(
            "\n\n" + Calls.Replace("\n", "\n\n", StringComparison.Ordinal) + "\n,,,,,,90.00,135.00\n\n",
            Conversions
        );
        Assert.Equal((Agreed, 3), (report.Headline, report.Calls.Lines));
    }

    [Fact]
    public async Task Semicolons_and_decimal_commas()
    {
        var calls = Calls.Replace(',', ';').Replace(".00", ",00", StringComparison.Ordinal);
        Assert.Equal(Agreed, (await ReportAsync(calls, Conversions)).Headline);
    }

    [Fact]
    public async Task Missing_values_have_a_word_in_Ringbas_files()
    {
        var report = await ReportAsync(
            Calls.Replace("House,30.00,45.00", "-no value-,-no value-,-no value-", StringComparison.Ordinal),
            ConversionTitles,
            r => r with { Expected = ExpectedCalls.All }
        );
        Assert.Equal("3 calls, 0 conversions: 3 never arrived", report.Headline);
        Assert.All(report.Rows, r => Assert.Equal("", r.Publisher));
    }

    [Fact]
    public async Task Amounts_with_signs_and_thousands()
    {
        var calls = Calls.Replace("30.00,45.00", "\"$1,250.00\",\"USD 1,300.5\"", StringComparison.Ordinal);
        var conversions = Conversions.Replace("30.0000,45.0000", "1250,\"1.300,50 €\"", StringComparison.Ordinal);
        Assert.Equal(
            "3 calls, 3 conversions: 3 in another currency (3,750.00 paid, 3,901.50 received)",
            (await ReportAsync(calls, conversions)).Headline
        );
        Assert.Equal(Agreed, (await ReportAsync(calls, conversions.Replace(" €", "", StringComparison.Ordinal))).Headline);
    }

    [Theory]
    [InlineData("2.5000", 2_500_000)]
    [InlineData("$1,250.00", 1_250_000_000)]
    [InlineData("1.250,00 €", 1_250_000_000)]
    [InlineData("1,250", 1_250_000_000)]
    [InlineData("12,5", 12_500_000)]
    [InlineData("1,234,567.89", 1_234_567_890_000)]
    [InlineData("1.234.567", 1_234_567_000_000)]
    [InlineData("(5.00)", -5_000_000)]
    [InlineData("-$5.00", -5_000_000)]
    [InlineData("0.0000005", 1)]
    [InlineData(".5", 500_000)]
    public void An_amount_is_read_exactly(string text, long millionths)
    {
        Primitives.Currency? currency = null;
        Assert.True(ForeignValues.TryAmount(text, out var read, ref currency));
        Assert.Equal(millionths, read);
    }

    [Theory]
    [InlineData("")]
    [InlineData("$")]
    [InlineData("12x")]
    [InlineData("--5")]
    [InlineData("9999999999999999")]
    public void What_is_no_amount_is_none(string text)
    {
        Primitives.Currency? currency = null;
        Assert.False(ForeignValues.TryAmount(text, out _, ref currency));
    }

    [Theory]
    [InlineData("+1 (202) 555-0181", 12025550181)]
    [InlineData("2025550181", 12025550181)]
    [InlineData("12025550181", 12025550181)]
    [InlineData("+4930901820", 4930901820)]
    [InlineData("004930901820", 4930901820)]
    [InlineData("anonymous", 0)]
    [InlineData("266696687", 266696687)]
    [InlineData("5551", 0)]
    public void A_number_is_the_same_in_every_spelling(string text, long number) => Assert.Equal(number, ForeignValues.Number(text));

    [Fact]
    public async Task Numbers_behind_a_spreadsheets_quote_are_numbers()
    {
        var calls = Calls.Replace("+1202", "'+1202", StringComparison.Ordinal);
        var conversions = Conversions
            .Replace("Transaction ID", "Sub ID", StringComparison.Ordinal)
            .Replace("RGB", "1202555018", StringComparison.Ordinal);
        Assert.Equal(Agreed, (await ReportAsync(calls, conversions)).Headline);
    }

    [Theory]
    [InlineData(
        "EventConversions",
        "event_conversion",
        "<paid><currency_id>1</currency_id><amount>30.0000</amount><formatted_amount>$30.00</formatted_amount></paid>"
    )]
    [InlineData("Conversions", "conversion", "<paid><amount>30</amount></paid>")]
    public async Task The_xml_of_cakes_api_is_read_in_any_version_and_envelope(string method, string row, string paid)
    {
        var rows = string.Concat(
            new[] { (1, "02T10:04:00"), (2, "02T11:04:00"), (3, "13T23:34:00.123") }.Select(r =>
                $"""
                    <{row}><{row}_id>{r.Item1}</{row}_id><{row}_date>2026-03-{r.Item2}</{row}_date><click_date xsi:nil="true"/>
                    <event_info><event_id>4</event_id><event_name>Payable &amp; good</event_name></event_info>
                    <site_offer><site_offer_id xmlns="API:id_name_store">12</site_offer_id></site_offer>{paid}
                    <received><amount>45.00</amount></received><test>false</test><transaction_id>RGB{r.Item1}</transaction_id></{row}>
                    """
            )
        );
        var xml = $"""
            <?xml version="1.0" encoding="utf-8"?>
            <soap:Envelope xmlns:soap="http://www.w3.org/2003/05/soap-envelope" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
            <soap:Body><{method}Response xmlns="http://cakemarketing.com/api/17/"><success>true</success><row_count>3</row_count><{row}s>{rows}</{row}s></{method}Response></soap:Body>
            </soap:Envelope>
            """;
        var report = await ReportAsync(File("calls.csv", Calls), File("answer.xml", xml));
        Assert.Equal(Agreed, report.Headline);
        Assert.Equal(2, report.Compared.Count);
    }

    [Fact]
    public async Task Xml_that_is_cut_off_says_where()
    {
        var request = new CompareRequest(File("calls.csv", Calls), File("answer.xml", "<a>\n<event_conversion><test>false</test>\n"));
        Assert.Contains("answer.xml: Line 3: this is not whole XML", (await TryAsync(request)).Refusal!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Our_own_files_are_read_by_their_titles_and_tell_their_zone()
    {
        var calls = Calls
            .Replace("Revenue", "Revenue,Currency,Test", StringComparison.Ordinal)
            .Replace("45.00", "45.00,USD,False", StringComparison.Ordinal);
        var conversions = """
            Conversion ID,Conversion Date (America/Chicago),Affiliate ID,Offer ID,Price Paid Currency,Paid,Price Received Currency,Received,Transaction ID,Disposition,Test,Disposition Type
            1,2026-03-02 09:04:00,34,12,USD,30.00,USD,45.00,RGB1,Good one,FALSE,approved
            2,2026-03-02 10:04:00,34,12,USD,30.00,USD,45.00,RGB2,Good one,FALSE,approved
            3,2026-03-13 22:34:00,34,12,USD,30.00,USD,45.00,RGB3,Good one,FALSE,approved
            """;
        var report = await ReportAsync(File("calls.America-New_York.csv", calls), File("conversions.csv", conversions));
        Assert.Equal(Agreed, report.Headline);
        Assert.Equal(("America/New_York", "America/Chicago"), (report.Calls.Zone, report.Conversions.Zone));
    }

    [Fact]
    public async Task The_same_line_again_counts_once_and_further_legs_of_a_call_are_added()
    {
        var calls =
            Calls
            + "\n03/02/2026 10:00:00 AM,RGB1,+12025550181,+18445551000,Auto,House,30.00,45.00"
            // Payout on the first leg, revenue on the one it was rerouted to (peers.md 3).
            + "\n03/02/2026 11:00:02 AM,RGB2,+12025550182,+18445551000,Auto,House,0,5.00";
        var conversions =
            Conversions.Replace("RGB2,12,34,30.0000,45", "RGB2,12,34,30.0000,50", StringComparison.Ordinal)
            + "\n3,2026-03-13 23:34:00,RGB3,12,34,30.0000,45.0000";
        var report = await ReportAsync(calls, conversions);
        Assert.Equal((Agreed, 1, 1, 1), (report.Headline, report.Calls.Repeated, report.Calls.Legs, report.Conversions.Repeated));
    }
}
