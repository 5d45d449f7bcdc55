using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;
using Ringpost.CallTracking.Configuration;
using Ringpost.CallTracking.Geography;
using Ringpost.CallTracking.Numbers;
using Ringpost.CallTracking.Tags;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Storage.Secrets;
using Ringpost.Storage.Settings;
using Ringpost.Storage.Writing;

namespace Ringpost.CallTracking.Enrichment;

/// <summary>What became of a request that says something about a caller.</summary>
public enum EnrichmentOutcome
{
    Stored,
    UnknownNumber,
    WrongSecret,
    NoCaller,
    BadCaller,
    TooMuch,
}

/// <summary>
/// Keeps what somebody knows about a caller for the caller's calls to one number (ringba.md 12.2): 48 hours, and each further request adds
/// to it. A call within that time has it as tags before it is routed; a redial has it too. No person acts.
/// </summary>
public sealed class AcceptEnrichment(
    Database database,
    Snapshot<CallConfiguration> snapshot,
    ConfigurationVersion configuration,
    SecretBox secrets,
    MaxMindFile geography,
    IOptions<EnrichmentOptions> options
)
{
    internal const string SecretPurpose = "enrich-secret";

    /// <param name="Fields">By name, as they were sent.</param>
    /// <param name="Visitor">The address of the browser that sent it; null where a program did.</param>
    public sealed record Request(
        string NumberId,
        IReadOnlyDictionary<string, string> Fields,
        IPAddress? Visitor = null,
        string? UserAgent = null
    );

    public async Task<EnrichmentOutcome> RunAsync(Request request, CancellationToken cancellation = default)
    {
        var current = await snapshot.GetAsync(cancellation);
        if (current.FindNumber(new NumberId(request.NumberId)) is not { } number)
            return EnrichmentOutcome.UnknownNumber;
        if (!MaySend(number, Field(request, EnrichmentFields.Secret)))
            return EnrichmentOutcome.WrongSecret;
        if (Field(request, EnrichmentFields.CallerId) is not { } text)
            return EnrichmentOutcome.NoCaller;
        var country = current.Campaigns.GetValueOrDefault(number.CampaignId)?.Country ?? "US";
        if (CallerId.Read(text, country) is not { } caller)
            return EnrichmentOutcome.BadCaller;
        var tags = Tags(request, current);
        if (tags.Count > TagCheck.MostTags || tags.Any(t => t.Name.Length > TagCheck.LongestName || t.Value.Length > TagCheck.LongestValue))
            return EnrichmentOutcome.TooMuch;
        return await database.WriteAsync(
            WriteKeys.Of($"enrichment:{number.Id}:{caller}"),
            unit => StoreAsync(unit, number, caller.E164, tags),
            cancellation
        );
    }

    private async Task<EnrichmentOutcome> StoreAsync(WriteUnit unit, TrackingNumber number, string caller, IReadOnlyList<StoredTag> tags)
    {
        var known = await EnrichmentsSql.FindAsync(unit.Connection, unit.Now, number.Id, caller);
        IReadOnlyList<StoredTag> merged = [.. tags.Concat(known).DistinctBy(t => t.Key)];
        if (merged.Count > TagCheck.MostTags)
            return EnrichmentOutcome.TooMuch;
        await EnrichmentsSql.StoreAsync(unit, number.Id, caller, merged, unit.Now + options.Value.KeptFor);
        // From the first on, the number's calls ask for what was sent.
        if (!number.Enriched && await NumbersSql.MarkEnrichedAsync(unit, number.Id))
            await configuration.RaiseAsync(unit);
        return EnrichmentOutcome.Stored;
    }

    private bool MaySend(TrackingNumber number, string? given) =>
        number.EnrichSecret is null
        || (
            given is not null
            && CryptographicOperations.FixedTimeEquals(
                Encoding.UTF8.GetBytes(secrets.Fingerprint(given, SecretPurpose)),
                Encoding.UTF8.GetBytes(number.EnrichSecret)
            )
        );

    private List<StoredTag> Tags(Request request, CallConfiguration current)
    {
        var tags = new List<StoredTag>();
        // Declared ones first: of two names for one tag the declared one counts.
        foreach (var (name, value) in request.Fields)
            if (current.UrlParameters.TryGetValue(name, out var declared))
                tags.Add(new StoredTag(declared.TagType, declared.TagName, value, TagSource.Enrichment));
        foreach (var (name, value) in request.Fields)
            if (!EnrichmentFields.IsReserved(name) && !current.UrlParameters.ContainsKey(name))
                tags.Add(new StoredTag("User", name, value, TagSource.Enrichment));
        if (Visitor(request) is { } visitor)
        {
            tags.AddRange(geography.Find(visitor));
            tags.Add(new StoredTag("Technology", "IPAddress", visitor.ToString(), TagSource.Enrichment));
            if (request is { Visitor: not null, UserAgent: { Length: > 0 } browser })
                tags.Add(new StoredTag("Technology", "UserAgentString", Cut(browser), TagSource.Enrichment));
        }

        return [.. tags.DistinctBy(t => t.Key)];
    }

    private static IPAddress? Visitor(Request request) =>
        Field(request, EnrichmentFields.Address) is not { } text ? request.Visitor
        : IPAddress.TryParse(text, out var sent) ? IpRange.Unmap(sent)
        : null;

    private static string? Field(Request request, string name) =>
        request.Fields.FirstOrDefault(f => f.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Value;

    private static string Cut(string text) => text.Length <= TagCheck.LongestValue ? text : text[..TagCheck.LongestValue];
}
