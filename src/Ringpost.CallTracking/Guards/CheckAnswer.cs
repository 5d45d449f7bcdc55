using System.Text.Json;
using Ringpost.CallTracking.Tags;
using Ringpost.Delivery.GuardedHttp;

namespace Ringpost.CallTracking.Guards;

/// <summary>
/// What the check before routing said: <c>{"block": true, "reason": "…", "tags": {"score": 5}}</c>, each part optional. An empty answer of
/// success passes.
/// </summary>
/// <param name="Reason">In the receiver's words, where it refused.</param>
internal sealed record CheckAnswer(CheckOutcome Outcome, string? Reason, IReadOnlyList<StoredTag> Tags)
{
    /// <summary>The type of the tags that the answer adds.</summary>
    public const string TagType = "Check";

    private const int LongestReason = 200;

    public static CheckAnswer Read(UrlAnswer answer)
    {
        if (answer.Error is { } error)
            return Only(error == SendError.TimedOut ? CheckOutcome.TimedOut : CheckOutcome.NotReached);
        if (answer.Status is < 200 or > 299)
            return Only(CheckOutcome.BadStatus);
        if (string.IsNullOrWhiteSpace(answer.Text))
            return Only(CheckOutcome.Passed);
        try
        {
            using var json = JsonDocument.Parse(answer.Text);
            return Read(json.RootElement);
        }
        catch (JsonException)
        {
            return Only(CheckOutcome.NotReadable);
        }
    }

    private static CheckAnswer Read(JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object)
            return Only(CheckOutcome.NotReadable);
        var blocks = false;
        if (root.TryGetProperty("block", out var block))
        {
            if (block.ValueKind is not (JsonValueKind.True or JsonValueKind.False or JsonValueKind.Null))
                return Only(CheckOutcome.NotReadable);
            blocks = block.ValueKind == JsonValueKind.True;
        }

        var reason = blocks && root.TryGetProperty("reason", out var words) ? Text(words) : null;
        return new CheckAnswer(
            blocks ? CheckOutcome.Refused : CheckOutcome.Passed,
            reason is { Length: > LongestReason } ? reason[..LongestReason] : reason,
            root.TryGetProperty("tags", out var tags) && tags.ValueKind == JsonValueKind.Object ? Read(tags.EnumerateObject()) : []
        );
    }

    /// <summary>What can be no tag is passed over: a wrong tag must not stop a call.</summary>
    private static List<StoredTag> Read(JsonElement.ObjectEnumerator tags)
    {
        var read = new List<StoredTag>();
        foreach (var tag in tags)
        {
            var (name, value) = (tag.Name.Trim(), Text(tag.Value));
            if (read.Count < TagCheck.MostTags && value is { Length: > 0 and <= TagCheck.LongestValue } && TagCheck.IsName(TagType, name))
                read.Add(new StoredTag(TagType, name, value, TagSource.Check));
        }

        return [.. read.DistinctBy(t => t.Key)];
    }

    private static string? Text(JsonElement value) =>
        value.ValueKind switch
        {
            JsonValueKind.String => new string([.. value.GetString()!.Where(c => !char.IsControl(c))]).Trim(),
            JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => value.GetRawText(),
            JsonValueKind.Undefined or JsonValueKind.Null or JsonValueKind.Object or JsonValueKind.Array => null,
            _ => null,
        };

    private static CheckAnswer Only(CheckOutcome outcome) => new(outcome, null, []);
}
