using System.Globalization;
using Ringpost.Attribution.Reports;
using Ringpost.CallTracking.Adjustments;
using Ringpost.Delivery.Log;
using Ringpost.Delivery.Outbox;
using Ringpost.Primitives;
using Ringpost.Reconciliation.Documents;
using Ringpost.Reconciliation.OwnBooks;

namespace Ringpost.Reconciliation.Periods;

/// <summary>What speaks for waiting with a closing; none of it forbids it.</summary>
public enum PeriodWarningKind
{
    /// <summary>Buyers asked for other amounts and nobody decided.</summary>
    AdjustmentRequests,

    /// <summary>Conversions that are not billed until they are approved, and then in a later period.</summary>
    PendingConversions,

    /// <summary>Deliveries that still are to be sent.</summary>
    WaitingDeliveries,

    /// <summary>Calls and conversions on which the books disagree.</summary>
    Disagreements,

    /// <summary>Amounts that name no buyer or publisher.</summary>
    NoParty,
}

/// <param name="Text">In a sentence.</param>
public sealed record PeriodWarning(PeriodWarningKind Kind, long Count, Phrase Text);

internal sealed class PeriodWarnings(
    ListAdjustmentRequests requests,
    GetReport report,
    ListDeliveries deliveries,
    GetAgreement agreement,
    TimeProvider time
)
{
    /// <summary>Farther back the agreement is not asked: it reads call by call.</summary>
    private const int AgreementDays = 31;

    private const int ReportDays = 3600;

    private static readonly PageRequest Many = new(1000);

    public async Task<IReadOnlyList<PeriodWarning>> FindAsync(
        Actor actor,
        Period period,
        IReadOnlyList<DocumentDraft> drafts,
        CancellationToken cancellation
    )
    {
        var found = new List<PeriodWarning>();
        void Add(PeriodWarningKind kind, long count, Func<string, Phrase> one, Func<string, Phrase> many)
        {
            var shown = count.ToString("#,##0", CultureInfo.InvariantCulture);
            if (count > 0)
                found.Add(new PeriodWarning(kind, count, count == 1 ? one(shown) : many(shown)));
        }

        var asked = await requests.RunAsync(actor, "pending", null, Many, cancellation: cancellation);
        Add(
            PeriodWarningKind.AdjustmentRequests,
            asked.Value.Items.Count,
            n => $"{n} adjustment request is not decided yet.",
            n => $"{n} adjustment requests are not decided yet."
        );
        var pending = await report.RunAsync(
            actor,
            new ReportRequest
            {
                GroupBy = "offer",
                From = First(period, ReportDays),
                To = period.Through,
                Zone = period.Zone,
            },
            1,
            0,
            cancellation
        );
        Add(
            PeriodWarningKind.PendingConversions,
            pending.Value.Totals.Sum(t => t.Pending),
            n => $"{n} conversion is pending: they are billed in the period in which they are approved.",
            n => $"{n} conversions are pending: they are billed in the period in which they are approved."
        );
        var waiting = await deliveries.RunAsync(actor, new DeliveryFilter(TimeRange.All, State: DeliveryState.Pending), Many, cancellation);
        Add(
            PeriodWarningKind.WaitingDeliveries,
            waiting.Value.Items.Count,
            n => $"{n} delivery waits to be sent: what they tell may come into the next period.",
            n => $"{n} deliveries wait to be sent: what they tell may come into the next period."
        );
        // Of days to come there is nothing to compare.
        var today = BookWalk.Day(Instant.Now(time), TimeZones.TryFind(period.Zone, out var zone) ? zone : TimeZoneInfo.Utc);
        var through = string.CompareOrdinal(period.Through, today) > 0 ? today : period.Through;
        if (string.CompareOrdinal(First(period, AgreementDays), through) <= 0)
        {
            var agreed = await agreement.RunAsync(
                actor,
                new OwnQuestion
                {
                    From = First(period, AgreementDays),
                    To = through,
                    Zone = period.Zone,
                },
                cancellation
            );
            if (agreed.IsOk)
                Add(
                    PeriodWarningKind.Disagreements,
                    agreed.Value.Totals.Sum(t => t.Differing),
                    n => $"{n} difference between calls and conversions from {First(period, AgreementDays)} to {through}.",
                    n => $"{n} differences between calls and conversions from {First(period, AgreementDays)} to {through}."
                );
        }

        Add(
            PeriodWarningKind.NoParty,
            drafts.Where(d => d.Account.Party.Length == 0).Sum(d => d.Entries),
            n => $"{n} amount names no buyer or publisher: a document without a party holds them.",
            n => $"{n} amounts name no buyer or publisher: a document without a party holds them."
        );
        return found;
    }

    /// <summary>The period's first day, not more than so many days back.</summary>
    private static string First(Period period, int days)
    {
        var farthest = period.LastDay.AddDays(1 - days).ToString(Period.DayFormat, CultureInfo.InvariantCulture);
        return period.From is { } from && string.CompareOrdinal(from, farthest) > 0 ? from : farthest;
    }
}
