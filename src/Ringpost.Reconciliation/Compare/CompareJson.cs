using System.Globalization;
using System.Text.Json;
using Ringpost.Reconciliation.Agreement;

namespace Ringpost.Reconciliation.Compare;

/// <summary>The whole report as JSON, its rows written one by one. Amounts are numbers, times those of the books' own zones, with their offset where it is known.</summary>
public static class CompareJson
{
    private const string Local = "yyyy-MM-dd'T'HH:mm:ss";
    private const string Moment = Local + "zzz";

    public static void Write(CompareReport report, Stream to, CompareOutput output)
    {
        using var json = new Utf8JsonWriter(to, new JsonWriterOptions { Indented = true });
        json.WriteStartObject();
        json.WriteString("headline", report.Headline);
        json.WriteBoolean("agree", report.Agree);
        json.WriteNumber("calls", report.Counted);
        json.WriteNumber("conversions", report.CountedConversions);
        json.WriteNumber("matched", report.Matched);
        json.WriteStartArray("files");
        File(json, report.Calls);
        File(json, report.Conversions);
        json.WriteEndArray();
        Guesses(json, report.Guesses);
        Texts(json, "compared", report.Compared);
        Texts(json, "advice", report.Advice);
        json.WriteStartObject("joinedBy");
        foreach (var (reason, count) in report.JoinedBy.OrderBy(j => j.Key))
            json.WriteNumber(Camel(reason.ToString()), count);
        json.WriteEndObject();
        Totals(json, report);
        Days(json, report);
        Groups(json, report);
        json.WriteStartArray("differences");
        foreach (var row in report.Rows)
        {
            Row(json, row, output, report.Calls.Zone is null ? Local : Moment);
            if (json.BytesPending > 64 * 1024)
                json.Flush();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void File(Utf8JsonWriter json, CompareFile file)
    {
        json.WriteStartObject();
        json.WriteString("name", file.Name);
        json.WriteNumber("rows", file.Lines);
        json.WriteNumber("repeated", file.Repeated);
        json.WriteNumber("legs", file.Legs);
        json.WriteNumber("leftOut", file.Skipped);
        Text(json, "zone", file.Zone);
        Guesses(json, file.Guesses);
        json.WriteEndObject();
    }

    private static void Guesses(Utf8JsonWriter json, IReadOnlyList<CompareGuess> guesses)
    {
        json.WriteStartArray("guesses");
        foreach (var guess in guesses)
        {
            json.WriteStartObject();
            json.WriteString("what", guess.What);
            json.WriteString("value", guess.Value);
            json.WriteString("because", guess.Because);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void Texts(Utf8JsonWriter json, string name, IReadOnlyList<string> texts)
    {
        json.WriteStartArray(name);
        foreach (var text in texts)
            json.WriteStringValue(text);
        json.WriteEndArray();
    }

    private static void Totals(Utf8JsonWriter json, CompareReport report)
    {
        json.WriteStartArray("totals");
        foreach (var total in report.Totals)
        {
            json.WriteStartObject();
            json.WriteString("verdict", total.Code);
            json.WriteBoolean("differs", total.Differs);
            json.WriteNumber("count", total.Count);
            Sums(json, "paid", total.Paid);
            Sums(json, "received", total.Received);
            Sums(json, "paidDifference", total.PaidDifference);
            Sums(json, "receivedDifference", total.ReceivedDifference);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void Sums(Utf8JsonWriter json, string name, IReadOnlyList<CompareSum> sums)
    {
        json.WriteStartArray(name);
        foreach (var sum in sums)
        {
            json.WriteStartObject();
            Text(json, "currency", sum.Currency?.Code);
            json.WriteNumber("amount", sum.Millionths / 1_000_000m);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void Days(Utf8JsonWriter json, CompareReport report)
    {
        json.WriteStartArray("days");
        foreach (var day in report.Days)
        {
            json.WriteStartObject();
            json.WriteString("day", day.Day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
            Sides(json, day.Calls, day.Conversions, day.Differences, day.Payout, day.Paid, day.Revenue, day.Received);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void Groups(Utf8JsonWriter json, CompareReport report)
    {
        json.WriteStartArray("groups");
        foreach (var group in report.Groups)
        {
            json.WriteStartObject();
            json.WriteString(group.OfUnknownCalls ? "offer" : "campaign", group.Campaign);
            json.WriteString(group.OfUnknownCalls ? "affiliate" : "publisher", group.Publisher);
            Sides(json, group.Calls, group.Conversions, group.Differences, group.Payout, group.Paid, group.Revenue, group.Received);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void Sides(
        Utf8JsonWriter json,
        int calls,
        int conversions,
        int differences,
        long payout,
        long paid,
        long revenue,
        long received
    )
    {
        json.WriteNumber("calls", calls);
        json.WriteNumber("conversions", conversions);
        json.WriteNumber("differences", differences);
        json.WriteNumber("payout", payout / 1_000_000m);
        json.WriteNumber("paid", paid / 1_000_000m);
        json.WriteNumber("revenue", revenue / 1_000_000m);
        json.WriteNumber("received", received / 1_000_000m);
    }

    private static void Row(Utf8JsonWriter json, CompareRow row, CompareOutput output, string format)
    {
        json.WriteStartObject();
        json.WriteString("verdict", row.Verdict.Code());
        Text(json, "cause", row.Cause is { } cause ? Camel(cause.ToString()) : null);
        json.WriteBoolean("differs", row.Differs);
        json.WriteString("why", row.Sentence);
        Text(json, "joinedBy", row.JoinedBy == JoinReason.None ? null : Camel(row.JoinedBy.ToString()));
        Text(json, "callId", row.CallId);
        Text(json, "conversionId", row.ConversionId);
        Time(json, "callAt", row.CallAt, format);
        Time(json, "conversionAt", row.ConversionAt, format);
        Text(json, "caller", output.Caller(row));
        Text(json, "number", row.Number);
        Text(json, "campaign", row.Campaign);
        Text(json, "publisher", row.Publisher);
        Text(json, "offer", row.Offer);
        Text(json, "affiliate", row.Affiliate);
        Text(json, "callCurrency", row.CallCurrency?.Code);
        Text(json, "conversionCurrency", row.ConversionCurrency?.Code);
        Amount(json, "payout", row.Payout);
        Amount(json, "paid", row.Paid);
        Amount(json, "paidDifference", row.PaidDifference);
        Amount(json, "revenue", row.Revenue);
        Amount(json, "received", row.Received);
        Amount(json, "receivedDifference", row.ReceivedDifference);
        if (row.CallLine > 0)
            json.WriteNumber("callLine", row.CallLine);
        if (row.ConversionLine > 0)
            json.WriteNumber("conversionLine", row.ConversionLine);
        json.WriteEndObject();
    }

    private static void Text(Utf8JsonWriter json, string name, string? text)
    {
        if (!string.IsNullOrEmpty(text))
            json.WriteString(name, text);
    }

    private static void Time(Utf8JsonWriter json, string name, DateTimeOffset? at, string format)
    {
        if (at is { } known)
            json.WriteString(name, known.ToString(format, CultureInfo.InvariantCulture));
    }

    private static void Amount(Utf8JsonWriter json, string name, long? millionths)
    {
        if (millionths is { } known)
            json.WriteNumber(name, known / 1_000_000m);
    }

    private static string Camel(string name) => char.ToLowerInvariant(name[0]) + name[1..];
}
