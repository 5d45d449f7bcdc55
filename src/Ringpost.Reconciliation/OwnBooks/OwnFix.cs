using System.Text.Json.Serialization;
using Ringpost.Attribution;
using Ringpost.CallTracking;

namespace Ringpost.Reconciliation.OwnBooks;

/// <summary>What sets a difference right: an operation that exists, or the form where it is done.</summary>
public enum OwnFixKind
{
    /// <summary>The delivery is sent once more under the same key: <c>POST /deliveries/{id}/replay</c>.</summary>
    ReplayPixel,

    /// <summary>The pixel is sent for this call as if it had been attached when it came: <c>POST /pixels/{id}/backfill</c>.</summary>
    SendPixel,

    /// <summary>The campaign has no pixel for our own tracker: one is to be attached.</summary>
    AttachPixel,

    /// <summary>The pixel's own settings held it back.</summary>
    ChangePixel,

    /// <summary>The refused postback is judged under today's configuration: <c>POST /pixel-log/{id}/run-again</c>.</summary>
    RunPostbackAgain,

    /// <summary>The affiliate has no campaign for the offer: one is to be created.</summary>
    AddCampaign,

    /// <summary>The conversion gets the call's amounts: <c>POST /conversions/{id}/price</c>.</summary>
    AdjustConversion,

    /// <summary>The call gets the conversion's amounts: <c>POST /calls/{id}/adjust</c>.</summary>
    AdjustCall,

    /// <summary>The conversion counts again: <c>POST /conversions/{id}/status</c>.</summary>
    ApproveConversion,

    /// <summary>The conversion counts no longer: <c>POST /conversions/{id}/status</c>.</summary>
    RejectConversion,
}

/// <summary>A fix and what it acts on; what it does not need is absent.</summary>
/// <param name="Received">What the conversion has afterwards.</param>
/// <param name="Paid">As <paramref name="Received"/>.</param>
public sealed record OwnFix(
    OwnFixKind Kind,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? DeliveryId = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? PixelId = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] long? PixelLogId = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] ConversionId? ConversionId = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] CallId? CallId = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] CallCampaignId? CallCampaignId = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] OfferId? OfferId = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] AffiliateId? AffiliateId = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] decimal? Received = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] decimal? Paid = null
);
