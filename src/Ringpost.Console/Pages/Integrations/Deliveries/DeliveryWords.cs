using Ringpost.Console.Components;
using Ringpost.Console.Pages.Calls;
using Ringpost.Delivery.Log;
using Ringpost.Delivery.Outbox;

namespace Ringpost.Console.Pages.Integrations.Deliveries;

/// <summary>Where a delivery stands and what an attempt met, in words.</summary>
internal static class DeliveryWords
{
    public static IReadOnlyList<Choice<string>> States =>
        [.. Enum.GetValues<DeliveryState>().Select(s => new Choice<string>(CallWords.Word(s), HistoryWords.Of($"{s}")))];

    public static Tone Tone(DeliveryState state) =>
        state switch
        {
            DeliveryState.Pending => Components.Tone.Wait,
            DeliveryState.Delivered => Components.Tone.Good,
            DeliveryState.Rejected or DeliveryState.Failed => Components.Tone.Bad,
            DeliveryState.Skipped => Components.Tone.Plain,
        };

    public static string Source(DeliverySummary delivery) => delivery.Source == "call" ? T["Call"] : T["Conversion"];

    /// <summary>The event as the menus write it.</summary>
    public static string Event(DeliverySummary delivery) => HistoryWords.Of(delivery.Event);

    /// <summary>The URL without its query, which stands on the card.</summary>
    public static string Receiver(DeliverySummary delivery) =>
        Uri.TryCreate(delivery.Url, UriKind.Absolute, out var url)
            ? $"{delivery.Method} {url.Authority}{url.AbsolutePath}"
            : delivery.Method;

    public static string Answer(DeliveryAttempt attempt) =>
        attempt.Status is { } status ? $"HTTP {status}"
        : attempt.Error is { } error ? HistoryWords.Of($"{error}")
        : T["No answer"];
}
