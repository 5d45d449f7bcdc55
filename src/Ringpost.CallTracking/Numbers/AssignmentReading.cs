using System.Data.Common;
using Ringpost.CallTracking.Campaigns;
using Ringpost.CallTracking.Configuration;
using Ringpost.CallTracking.Publishers;
using Ringpost.Primitives;

namespace Ringpost.CallTracking.Numbers;

/// <summary>Reads rows of a bulk assignment against everything that is here, loaded once whatever the number of rows.</summary>
internal sealed class AssignmentReading
{
    private readonly Dictionary<string, TrackingNumber> _numbers;
    private readonly Dictionary<string, NumberAssignment> _last;
    private readonly HashSet<string> _held;
    private readonly IReadOnlyList<CallCampaign> _campaigns;
    private readonly IReadOnlyList<Publisher> _publishers;
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);
    private readonly Instant _now;
    private readonly TimeSpan _rest;
    private readonly Func<NumberAssignment, Instant, Task<Phrase>> _sentence;

    private AssignmentReading(
        IReadOnlyList<TrackingNumber> numbers,
        Dictionary<string, NumberAssignment> last,
        HashSet<string> held,
        IReadOnlyList<CallCampaign> campaigns,
        IReadOnlyList<Publisher> publishers,
        Instant now,
        TimeSpan rest,
        Func<NumberAssignment, Instant, Task<Phrase>> sentence
    ) =>
        (_numbers, _last, _held, _campaigns, _publishers, _now, _rest, _sentence) = (
            numbers.ToDictionary(n => n.Number.E164, StringComparer.Ordinal),
            last,
            held,
            campaigns,
            publishers,
            now,
            rest,
            sentence
        );

    public static async Task<AssignmentReading> LoadAsync(DbConnection connection, Instant now, TimeSpan rest) =>
        new(
            await NumbersSql.AllAsync(connection),
            await NumberAssignmentsSql.LastOfPublishersAsync(connection),
            await NumberHoldsSql.AllAsync(connection, now),
            await CallCampaignsSql.LivingAsync(connection),
            await PublishersSql.LivingAsync(connection),
            now,
            rest,
            (last, until) => NumberRestCheck.SentenceAsync(connection, last, until)
        );

    /// <summary>The keys of the campaigns and publishers that rows name.</summary>
    public IEnumerable<string> KeysOf(IEnumerable<AssignNumbers.Row> rows) =>
        rows.SelectMany(r =>
                new[]
                {
                    Find(_campaigns, r.Campaign, c => c.Id.Value, c => c.Name) is [var campaign] ? $"call-campaign:{campaign.Id}" : "",
                    Find(_publishers, r.Publisher, p => p.Id.Value, p => p.Name) is [var publisher] ? $"publisher:{publisher.Id}" : "",
                }
            )
            .Where(k => k.Length > 0)
            .Distinct(StringComparer.Ordinal);

    public async Task<AssignmentRow> ReadAsync(AssignNumbers.Row row, Func<string> newId)
    {
        var campaigns = Find(_campaigns, row.Campaign, c => c.Id.Value, c => c.Name);
        var publishers = Find(_publishers, row.Publisher, p => p.Id.Value, p => p.Name);
        var hasPublisher = !string.IsNullOrWhiteSpace(row.Publisher);
        var isNumber = PhoneNumber.TryParse(row.Number, campaigns is [var one] ? one.Country : "US", out var number);
        var text = isNumber ? number.E164 : row.Number ?? "";
        var error =
            !isNumber ? "This is no telephone number; write it with its country code, as +12025550181."
            : !_seen.Add(text) ? Phrase.Of($"{text} stands in an earlier row too.")
            : AmbiguousCampaign(row.Campaign, campaigns.Count)
                ?? (hasPublisher ? AmbiguousPublisher(row.Publisher, publishers.Count) : null)
                ?? (_held.Contains(text) ? Phrase.Of($"{text} is being released at its carrier.") : null);
        if (error is not null)
            return Wrong(row, text, error);

        var (campaign, publisher) = (campaigns[0], hasPublisher ? publishers[0] : null);
        var before = _numbers.GetValueOrDefault(text);
        if (before is not null && before.CampaignId == campaign.Id && before.PublisherId == publisher?.Id)
            return new(new(row.Line, text, AssignmentVerdict.Same, campaign.Name, publisher?.Name, null), before, null, false);
        var last = _last.GetValueOrDefault(text);
        var until = before?.PublisherId == publisher?.Id && before is not null ? null : NumberRest.Until(last, publisher?.Id, _now, _rest);
        var sentence = until is { } rests ? await _sentence(last!, rests) : null;
        if (sentence is not null && !row.OverrideRest)
            return Wrong(row, text, sentence);
        var after = before is null
            ? new TrackingNumber(new NumberId("NU" + newId()), number, campaign.Id, publisher?.Id, true, _now)
            : before with
            {
                CampaignId = campaign.Id,
                PublisherId = publisher?.Id,
            };
        var verdict = before is null ? AssignmentVerdict.Add : AssignmentVerdict.Change;
        return new(new(row.Line, text, verdict, campaign.Name, publisher?.Name, sentence), before, after, sentence is not null);
    }

    private static AssignmentRow Wrong(AssignNumbers.Row row, string number, Phrase error) =>
        new(new(row.Line, number, AssignmentVerdict.Error, row.Campaign, row.Publisher, error), null, null, false);

    private static Phrase? AmbiguousCampaign(string? text, int found) =>
        string.IsNullOrWhiteSpace(text) ? "A campaign is needed: its id or its exact name."
        : found == 0 ? Phrase.Of($"There is no campaign “{text}”: give its id or its exact name.")
        : found > 1 ? Phrase.Of($"{found} campaigns are called “{text}”: give the id.")
        : null;

    private static Phrase? AmbiguousPublisher(string? text, int found) =>
        string.IsNullOrWhiteSpace(text) ? "A publisher is needed: its id or its exact name."
        : found == 0 ? Phrase.Of($"There is no publisher “{text}”: give its id or its exact name.")
        : found > 1 ? Phrase.Of($"{found} publishers are called “{text}”: give the id.")
        : null;

    /// <summary>By id, else by name whatever its capitals.</summary>
    private static IReadOnlyList<T> Find<T>(IReadOnlyList<T> all, string? text, Func<T, string> id, Func<T, string> name)
    {
        var wanted = text?.Trim() ?? "";
        if (wanted.Length == 0)
            return [];
        var byId = all.Where(t => id(t) == wanted).Take(1).ToList();
        return byId.Count == 1 ? byId : [.. all.Where(t => string.Equals(name(t), wanted, StringComparison.OrdinalIgnoreCase))];
    }
}
