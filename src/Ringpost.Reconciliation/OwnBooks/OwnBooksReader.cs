using Ringpost.Api;
using Ringpost.Attribution;
using Ringpost.Attribution.Configuration;
using Ringpost.Attribution.Conversions;
using Ringpost.Attribution.PixelLog;
using Ringpost.CallTracking;
using Ringpost.CallTracking.Configuration;
using Ringpost.CallTracking.Earnings;
using Ringpost.Delivery.Log;
using Ringpost.Primitives;
using Ringpost.Reconciliation.Agreement;
using Ringpost.Storage.Settings;

namespace Ringpost.Reconciliation.OwnBooks;

/// <summary>
/// Walks through both books slice by slice, each read short (architecture 4.13): the paid calls of the days in order of arrival, then what was
/// booked in those days without a paid call.
/// </summary>
internal sealed class OwnBooksReader(
    ListPaidCalls paidCalls,
    FindEarnings earnings,
    FindBookings bookings,
    ListBookings booked,
    FindPostbacks postbacks,
    LastDeliveriesOf deliveries,
    Snapshot<CallConfiguration> calls,
    Snapshot<OfferConfiguration> offers,
    PublicUrls urls
)
{
    /// <summary>Records of one read.</summary>
    public const int Slice = 1000;

    public async Task<OwnNames> NamesAsync(CancellationToken cancellation) =>
        new(await calls.GetAsync(cancellation), await offers.GetAsync(cancellation), urls.IsOwn);

    /// <summary>The next slice, which may hold nothing; <c>Next</c> is null behind the last.</summary>
    public async Task<(IReadOnlyList<JudgedCall> Items, OwnPlace? Next)> ReadAsync(
        Actor actor,
        PaidCallFilter filter,
        OwnRule rule,
        OwnNames names,
        OwnPlace place,
        CancellationToken cancellation
    )
    {
        if (place.Part == OwnPart.Calls)
        {
            var found = (
                await paidCalls.RunAsync(actor, filter, place.Id.Length == 0 ? null : (place.At, new CallId(place.Id)), Slice, cancellation)
            ).Value;
            var next = found.Count < Slice ? OwnPlace.Conversions : PlaceOf(found[^1]);
            return (await JudgeAsync(actor, found, rule, names, cancellation), next);
        }

        var page = (
            await booked.RunAsync(
                actor,
                filter.Range,
                place.Id.Length == 0
                    ? null
                    : (place.At, ConversionId.From(long.Parse(place.Id, System.Globalization.CultureInfo.InvariantCulture))),
                Slice,
                cancellation
            )
        ).Value;
        return (await WithoutPaidCallAsync(actor, filter, page, rule, names, cancellation), page.Count < Slice ? null : PlaceOf(page[^1]));
    }

    /// <summary>One call, whenever it came; null where there is none.</summary>
    public async Task<JudgedCall?> ReadAsync(Actor actor, CallId id, OwnRule rule, OwnNames names, CancellationToken cancellation) =>
        (await earnings.RunAsync(actor, [id.Value], cancellation)).Value is [var call]
            ? (await JudgeAsync(actor, [call], rule, names, cancellation))[0]
            : null;

    private async Task<IReadOnlyList<JudgedCall>> JudgeAsync(
        Actor actor,
        IReadOnlyList<EarnedCall> found,
        OwnRule rule,
        OwnNames names,
        CancellationToken cancellation
    )
    {
        var byCall = await BookedAsync(actor, [.. found.Select(c => c.Id.Value)], names, cancellation);
        string[] without = [.. found.Select(c => c.Id.Value).Where(id => !byCall.Contains(id))];
        if (without.Length == 0)
            return await WithChangesAsync(actor, [.. found.Select(c => Judged(c, [.. byCall[c.Id.Value]], null))], names, cancellation);
        // What is read later knows of what was read before: a conversion that came in between is not taken for missing.
        var sent = (await deliveries.RunAsync(actor, "call", without, cancellation)).Value.ToLookup(
            d => d.SourceId,
            StringComparer.Ordinal
        );
        var arrived = (await postbacks.RunAsync(actor, without, cancellation)).Value;
        var since = await BookedAsync(actor, without, names, cancellation);
        JudgedCall[] judged =
        [
            .. found.Select(call =>
            {
                var id = call.Id.Value;
                BookedConversion[] conversions = [.. byCall.Contains(id) ? byCall[id] : since[id]];
                return Judged(
                    call,
                    conversions,
                    conversions.Length > 0
                        ? null
                        : PixelFate.Of(
                            call.CampaignId,
                            [.. sent[id]],
                            [.. arrived[id]],
                            names.MissingCampaign,
                            names.PixelOf(call.CampaignId)
                        )
                );
            }),
        ];
        return await WithChangesAsync(actor, judged, names, cancellation);

        JudgedCall Judged(EarnedCall call, BookedConversion[] conversions, PixelFate? fate) =>
            new(PlaceOf(call), call, conversions, rule.Judge(call, conversions, fate?.Sending ?? AgreementSending.Unknown), fate);
    }

    /// <summary>Where a changed call differs from what was booked: whether the tracker was told.</summary>
    private async Task<IReadOnlyList<JudgedCall>> WithChangesAsync(
        Actor actor,
        IReadOnlyList<JudgedCall> judged,
        OwnNames names,
        CancellationToken cancellation
    )
    {
        string[] changed = [.. judged.Where(IsChanged).Select(j => j.Call!.Id.Value)];
        if (changed.Length == 0)
            return judged;
        var sent = (await deliveries.RunAsync(actor, "call", changed, cancellation)).Value.ToLookup(
            d => d.SourceId,
            StringComparer.Ordinal
        );
        return
        [
            .. judged.Select(j =>
                IsChanged(j)
                    ? j with
                    {
                        Change = ChangeFate.Of(j.Call!.CampaignId, sent[j.Call.Id.Value], names.TellsOfChanges(j.Call.CampaignId)),
                    }
                    : j
            ),
        ];

        static bool IsChanged(JudgedCall j) =>
            j.Call?.ChangedAt is not null && j.Findings.Any(f => f.Verdict == AgreementVerdict.AnotherAmount);
    }

    /// <summary>Of what was booked, that of calls that were not paid, each call once, and of offers that calls are posted to that of no call.</summary>
    private async Task<IReadOnlyList<JudgedCall>> WithoutPaidCallAsync(
        Actor actor,
        PaidCallFilter filter,
        IReadOnlyList<BookedConversion> page,
        OwnRule rule,
        OwnNames names,
        CancellationToken cancellation
    )
    {
        string[] ids = [.. page.Select(b => b.TransactionId).OfType<string>().Distinct(StringComparer.Ordinal)];
        var known = (await earnings.RunAsync(actor, ids, cancellation)).Value.ToDictionary(c => c.Id.Value, StringComparer.Ordinal);
        // A call that is not over has nothing to agree with yet, one of another tracker's log is in no book of ours.
        var unpaid = known
            .Values.Where(c => c is { Live: false, History: false } && !(c.Paid && c.Counted))
            .Select(c => c.Id.Value)
            .ToHashSet();
        var byCall = await BookedAsync(actor, [.. unpaid], names, cancellation);
        var judged = new List<JudgedCall>();
        foreach (var one in page.Where(names.TellsOfMoney))
        {
            if (one.TransactionId is { } id && known.TryGetValue(id, out var call))
            {
                if (unpaid.Contains(id) && IsAmong(filter, call) && IsFirst(one, byCall[id], filter.Range))
                {
                    BookedConversion[] all = [one, .. byCall[id].Where(b => b.Id != one.Id)];
                    judged.Add(new JudgedCall(PlaceOf(one), call, all, rule.Judge(call, all), null));
                }
            }
            else if (
                filter is { CampaignId: null, PublisherId: null }
                && names.IsCallOffer(one.OfferId)
                && OwnRule.JudgeAlone(one) is { } finding
            )
                judged.Add(new JudgedCall(PlaceOf(one), null, [one], [finding], null));
        }

        return judged;
    }

    private async Task<ILookup<string, BookedConversion>> BookedAsync(
        Actor actor,
        string[] ids,
        OwnNames names,
        CancellationToken cancellation
    ) =>
        (await bookings.RunAsync(actor, ids, cancellation))
            .Value.Where(names.TellsOfMoney)
            .ToLookup(b => b.TransactionId!, StringComparer.Ordinal);

    private static bool IsAmong(PaidCallFilter filter, EarnedCall call) =>
        (filter.CampaignId is null || filter.CampaignId == call.CampaignId)
        && (filter.PublisherId is null || filter.PublisherId == call.PublisherId);

    private static bool IsFirst(BookedConversion one, IEnumerable<BookedConversion> all, TimeRange range) =>
        !all.Any(b => b.At >= range.From && (b.At.UnixMilliseconds, b.Id.Value).CompareTo((one.At.UnixMilliseconds, one.Id.Value)) < 0);

    private static OwnPlace PlaceOf(EarnedCall call) => new(OwnPart.Calls, call.At, call.Id.Value);

    private static OwnPlace PlaceOf(BookedConversion conversion) => new(OwnPart.Conversions, conversion.At, $"{conversion.Id}");
}
