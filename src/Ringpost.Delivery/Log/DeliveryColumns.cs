using System.Globalization;
using Ringpost.Api;
using Ringpost.Delivery.GuardedHttp;
using Ringpost.Delivery.Outbox;

namespace Ringpost.Delivery.Log;

internal static class DeliveryColumns
{
    public static readonly IReadOnlyList<CsvColumn<DeliverySummary>> All =
    [
        new("Created (UTC)", d => $"{d.CreatedAt}"),
        new("Id", d => d.Id.Value),
        new("Source", d => d.Source),
        new("Source Id", d => d.SourceId),
        new("Pixel or Postback", d => d.RuleId),
        new("Event", d => d.Event),
        new("Transaction Id", d => d.TransactionId),
        new("Method", d => d.Method),
        new("URL", d => d.Url),
        new("State", d => d.State.Word()),
        new("Note", d => $"{d.Note}"),
        new("Attempts", d => d.Attempts.Count.ToString(CultureInfo.InvariantCulture)),
        new("Last Attempt (UTC)", d => d.Attempts.Count == 0 ? null : $"{d.Attempts[^1].At}"),
        new("Last Status", d => d.Attempts.Count == 0 ? null : d.Attempts[^1].Status?.ToString(CultureInfo.InvariantCulture)),
        new("Last Error", d => d.Attempts.Count == 0 ? null : d.Attempts[^1].Error?.Sentence().ToString()),
        new("Last Address", d => d.Attempts.Count == 0 ? null : d.Attempts[^1].Address),
        new("Last Answer", d => d.Attempts.Count == 0 ? null : d.Attempts[^1].Answer),
        new("Next Attempt (UTC)", d => d.NextAttemptAt?.ToString()),
        new("Finished (UTC)", d => d.FinishedAt?.ToString()),
    ];
}
