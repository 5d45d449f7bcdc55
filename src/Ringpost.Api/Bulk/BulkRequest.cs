using System.Text.Json.Serialization;

namespace Ringpost.Api.Bulk;

/// <summary>The same change of many things, as a preview or carried out.</summary>
/// <param name="Ids">Which; 1 to 1000.</param>
/// <param name="Change">What PATCH of one takes.</param>
/// <param name="Archive">Instead of a change: what DELETE of one does.</param>
/// <param name="Restore">Instead of a change: brings archived ones back.</param>
/// <param name="Apply">False, or absent, is a preview.</param>
/// <param name="Seen">By id what the preview answered as <c>seen</c>: where the change would be another one by now, it is refused.</param>
public sealed record BulkRequest<TId, TChange>(
    IReadOnlyList<TId>? Ids,
    TChange? Change = default,
    bool? Archive = null,
    bool? Restore = null,
    bool? Apply = null,
    IReadOnlyDictionary<string, string>? Seen = null
)
{
    /// <summary>Who looks on and may stop it; null for requests from outside.</summary>
    [JsonIgnore]
    public BulkWatch? Watch { get; init; }
}
