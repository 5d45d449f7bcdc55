using Ringpost.Attribution.Clicks;
using Ringpost.Attribution.Configuration;
using Ringpost.Attribution.Postbacks;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Storage.Settings;
using Ringpost.Testing;
using Xunit;

namespace Ringpost.Attribution.Tests.Postbacks;

/// <summary>Request lines as the world sends them, mutated: read and decided upon without the server around it, so that there can be many.</summary>
public sealed class RequestLineTests
{
    /// <summary>The long form of the proof runs with RINGPOST_LONG=1.</summary>
    private static readonly int Lines = Proof.IsLong ? 10_000_000 : 100_000;

    [Fact]
    public async Task Every_request_line_is_read_and_decided_upon_and_what_comes_of_it_can_be_stored()
    {
        await using var tracker = await Tracker.OpenAsync(Dialect.Sqlite);
        await tracker.TakeClicksAsync();
        var configuration = await tracker.Get<Snapshot<OfferConfiguration>>().GetAsync();
        var publicIds = await tracker.Get<Snapshot<PublicIds>>().GetAsync();
        var decision = tracker.Get<PostbackDecision>();
        var threads = Math.Min(4, Environment.ProcessorCount);
        var kinds = await Task.WhenAll(
            Enumerable
                .Range(0, threads)
                .Select(thread =>
                    Task.Run(() =>
                    {
                        var targets = new RequestTargets(1000 + thread, tracker.Offer.Id.Value, tracker.Affiliate.Id.Value);
                        var seen = new HashSet<string>();
                        for (var i = 0; i < Lines / threads; i++)
                            seen.Add(Decide(targets, i, decision, configuration, publicIds));
                        return seen;
                    })
                )
        );
        // Not everything ended at the first step.
        Assert.Superset(
            new HashSet<string> { "taken", "click", "no click", "Malformed", "InvalidOffer", "InvalidEvent" },
            kinds.SelectMany(k => k).ToHashSet()
        );
    }

    private static string Decide(
        RequestTargets targets,
        int i,
        PostbackDecision decision,
        OfferConfiguration configuration,
        PublicIds publicIds
    )
    {
        var target = targets.Next();
        var question = target.IndexOf('?', StringComparison.Ordinal);
        var query = question < 0 ? "" : target[question..];
        if (target.StartsWith("/?", StringComparison.Ordinal))
        {
            if (!ClickRequest.IsClick(query))
                return "no click";
            var click = ClickRequest.Read(query);
            foreach (var text in (string?[])[click.Udid, .. click.SubIds ?? []])
                AssertStorable(text, target);
            var led = ClickRule.Decide(click.Affiliate, click.Creative, configuration);
            if (led is ClickDecision.Taken taken)
            {
                var location = LinkTemplate.Fill(
                    "https://shop.example/?#s1#&#s5#&#udid#&#reqid#",
                    new LinkValues(taken.Campaign.AffiliateId, taken.Offer.Id, taken.Campaign.Id, default, 1, 1, click.SubIds, click.Udid)
                );
                Assert.True(
                    location.StartsWith("https://shop.example/?", StringComparison.Ordinal) && location.All(c => c is > ' ' and < '\u007f'),
                    target
                );
            }

            return "click";
        }

        var path = i % 2 == 0 ? PostbackPath.M : PostbackPath.P;
        var form = i % 9 == 0 ? targets.Next()[1..] : null;
        var request = PostbackParser.Parse(path, query, form, configuration.Zone);
        foreach (var text in (string?[])[request.TransactionId, request.EventName, request.Token, request.Udid, .. request.SubIds ?? []])
            AssertStorable(text, target);
        Assert.True(request.Received.Millionths >= 0 && request.Paid.Millionths >= 0 && request.Offer is null or >= 0, target);
        var arrival = new PostbackArrival(
            new Instant(1_760_000_000_000L + i),
            "GET",
            i % 3 == 0 ? Tracker.Stranger : Tracker.Whitelisted,
            path,
            PostbackArrival.Storable(target, PostbackArrival.LongestUrl) ?? "",
            target.Length,
            PostbackHash.OfUrl(target, form),
            PostbackArrival.Storable(form, PostbackArrival.LongestForm),
            null,
            null,
            null,
            OwnWorker: i % 5 == 0
        );
        var item = decision.Decide(arrival, request, configuration, publicIds, "Within 1 a second.", ClickMatch.NotLookedFor);
        return item.Refusal is { } refusal ? $"{refusal}" : "taken";
    }

    private static void AssertStorable(string? text, string target) =>
        Assert.True(text is null || (text.Length <= 255 && !text.Contains('\0') && !HasHalves(text)), target);

    private static bool HasHalves(string text)
    {
        for (var i = 0; i < text.Length; i++)
            if (char.IsSurrogate(text[i]) && !(char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[++i])))
                return true;
        return false;
    }
}
