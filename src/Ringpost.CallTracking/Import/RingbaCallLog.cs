using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Ringpost.Primitives;

namespace Ringpost.CallTracking.Import;

/// <summary>
/// Asks for the call log of a span of time, page by page (ringba.md 11). Days with more calls than pages reach well are asked for in halves.
/// </summary>
internal sealed class RingbaCallLog(RingbaApi api, RingbaLog log, string account)
{
    private const int Page = 1000;
    private const int Deepest = 10_000;
    private static readonly TimeSpan Widest = TimeSpan.FromDays(7);
    private static readonly TimeSpan Narrowest = TimeSpan.FromMinutes(1);

    public async IAsyncEnumerable<JsonElement> ReadAsync(Instant from, Instant to, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var spans = new Stack<(Instant From, Instant To)>();
        for (var end = to; end > from; end -= Widest)
            spans.Push((end - Widest > from ? end - Widest : from, end));
        while (spans.TryPop(out var span))
        {
            for (var offset = 0; ; )
            {
                var answer = await api.PostAsync($"{Uri.EscapeDataString(account)}/calllogs", Request(span, offset), cancellation);
                if (answer.Refused is { } refused)
                {
                    log.Note(RingbaKind.Call, "", null, RingbaReason.NotAnswered, $"{refused}");
                    yield break;
                }

                var (records, total) = Read(span, answer.Body);
                if (offset == 0 && total > Deepest && span.To - span.From > Narrowest)
                {
                    var middle = span.From + (span.To - span.From) / 2;
                    spans.Push((middle, span.To));
                    spans.Push((span.From, middle));
                    break;
                }

                foreach (var record in records)
                    yield return record;
                offset += records.Count;
                if (records.Count == 0 || offset >= total)
                    break;
            }
        }
    }

    private static object Request((Instant From, Instant To) span, int offset) =>
        new
        {
            reportStart = Text(span.From),
            // Both ends are in it.
            reportEnd = Text(span.To - TimeSpan.FromMilliseconds(1)),
            size = Page,
            offset,
            orderByColumns = new[] { new { column = "callDt", direction = "asc" } },
            filters = Array.Empty<object>(),
        };

    private (IReadOnlyList<JsonElement> Records, long Total) Read((Instant From, Instant To) span, JsonElement body)
    {
        if (
            body.ValueKind != JsonValueKind.Object
            || !body.TryGetProperty("report", out var report)
            || report.ValueKind != JsonValueKind.Object
            || !report.TryGetProperty("records", out var records)
            || records.ValueKind != JsonValueKind.Array
        )
        {
            log.Note(RingbaKind.Call, "", null, RingbaReason.NotReadable, $"The answer for {Text(span.From)} has no report with records.");
            return ([], 0);
        }

        if (report.TryGetProperty("partialResult", out var partial) && partial.ValueKind == JsonValueKind.True)
            log.Note(RingbaKind.Call, "", null, RingbaReason.NotAnswered, $"Ringba says that its answer for {Text(span.From)} is partial.");
        return (
            [.. records.EnumerateArray().Where(r => r.ValueKind == JsonValueKind.Object)],
            report.TryGetProperty("totalCount", out var total) && total.TryGetInt64(out var count) ? count : long.MaxValue
        );
    }

    private static string Text(Instant at) => at.ToDateTimeOffset().ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    /// <summary>The fields of a record by their plain names.</summary>
    public static Func<string[], string?> Fields(JsonElement record)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var field in record.EnumerateObject())
            if (field.Value.ValueKind is not (JsonValueKind.Null or JsonValueKind.Object or JsonValueKind.Array))
                values.TryAdd(RingbaValues.Plain(field.Name), field.Value.ToString());
        return names =>
            names.Select(n => RingbaValues.Text(values.GetValueOrDefault(RingbaValues.Plain(n)))).FirstOrDefault(v => v is not null);
    }
}
