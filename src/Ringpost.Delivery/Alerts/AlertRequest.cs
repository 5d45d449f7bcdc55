using System.Text.Json;
using Ringpost.Delivery.Outbox;
using Ringpost.Primitives;

namespace Ringpost.Delivery.Alerts;

/// <summary>The request that tells an alert: JSON whose <c>text</c> is what chat programs show.</summary>
internal static class AlertRequest
{
    public static DeliveryDraft Of(Alert alert, AlertSettings settings)
    {
        var kind = JsonNamingPolicy.CamelCase.ConvertName(alert.Kind.ToString());
        return new DeliveryDraft(
            "alert",
            $"{alert.Id}",
            "alerts",
            kind,
            "",
            "POST",
            settings.Url,
            new Dictionary<string, string>(),
            JsonSerializer.Serialize(
                new
                {
                    Text = $"Ringpost: {alert.Note}",
                    Kind = kind,
                    alert.Ended,
                    alert.Subject,
                    alert.At,
                },
                RingpostJson.Options
            ),
            "application/json",
            SuccessRule.Status,
            alert.At
        )
        {
            Terms = new SendTerms(Signature: settings.SignatureId),
        };
    }
}
