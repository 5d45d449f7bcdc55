using Ringpost.CallTracking.Blocks;
using Ringpost.CallTracking.Configuration;
using Ringpost.CallTracking.Numbers;
using Ringpost.Primitives;

namespace Ringpost.CallTracking.Import;

/// <summary>Tracking numbers and blocked numbers.</summary>
internal sealed partial class RingbaWrite
{
    private async Task NumbersAsync(RingbaPlace<CallCampaign> campaigns, RingbaPlace<Publisher> publishers)
    {
        var place = new RingbaPlace<TrackingNumber>(
            "number",
            (await NumbersSql.AllAsync(unit.Connection)).ToDictionary(n => n.Number.E164),
            await ArchivedAsync("tracking_numbers"),
            n => new
            {
                n.CampaignId,
                n.PublisherId,
                n.Enabled,
                n.Tags,
            }
        );
        foreach (var draft in book.Numbers)
        {
            var (it, number) = (draft.Subject, draft.Value);
            if (
                !Finds(it, "campaign", campaigns, number.CampaignId.Value) || !Finds(it, "publisher", publishers, number.PublisherId?.Value)
            )
                continue;
            if (place.Has(number.Number.E164) && place[number.Number.E164].Id != number.Id)
                it.LeaveOut(RingbaReason.TakenHere, "The number is here already, entered by hand or by a carrier's list.");
            else if (await IsHeldAsync(it, number, place.Has(number.Number.E164) ? place[number.Number.E164] : null))
                continue;
            else
                await place.TakeAsync(
                    unit,
                    actor,
                    draft,
                    number.Number.E164,
                    async n =>
                    {
                        await NumbersSql.InsertAsync(unit, n);
                        await NumberAssignmentsSql.MoveAsync(unit, actor, null, n, identifiers.TimeOrdered(), false);
                    },
                    update ? MoveAsync : null,
                    new("call-campaign", number.CampaignId.Value)
                );
        }
    }

    private async Task<TrackingNumber> MoveAsync(TrackingNumber before, TrackingNumber there)
    {
        var after = before with
        {
            CampaignId = there.CampaignId,
            PublisherId = there.PublisherId,
            Enabled = there.Enabled,
            Tags = there.Tags,
        };
        await NumbersSql.UpdateAsync(unit, after);
        await NumberAssignmentsSql.MoveAsync(unit, actor, before, after, identifiers.TimeOrdered(), false);
        return after;
    }

    /// <summary>Another publisher gets it only after its rest, by an import as by hand.</summary>
    private async Task<bool> IsHeldAsync(RingbaSubject it, TrackingNumber number, TrackingNumber? before)
    {
        if (before is not null && (!update || before.PublisherId == number.PublisherId))
            return false;
        var validation = new Validation();
        await NumberRestCheck.CutsShortAsync(unit, validation, number.Number, number.PublisherId, numberRest, overridden: false);
        if (validation.HasErrors)
            it.LeaveOut(RingbaReason.Resting, validation.ToRefusal().Says);
        return validation.HasErrors;
    }

    private async Task BlocksAsync(RingbaPlace<CallCampaign> campaigns)
    {
        static string Key(BlockedNumber b) => $"{b.Number}|{b.CampaignId}";
        var place = new RingbaPlace<BlockedNumber>(
            "blocked-number",
            (await BlockedNumbersSql.AllAsync(unit.Connection)).ToDictionary(Key),
            Nothing,
            b => new { b.ExpiresAt },
            b => b.Logged()
        );
        var changed = new List<BlockedNumber>();
        foreach (var draft in book.Blocks)
            if (Finds(draft.Subject, "campaign", campaigns, draft.Value.CampaignId?.Value))
                await place.TakeAsync(
                    unit,
                    actor,
                    draft,
                    Key(draft.Value),
                    b =>
                    {
                        changed.Add(b);
                        return Task.CompletedTask;
                    },
                    update
                        ? (before, there) =>
                        {
                            var after = before with { ExpiresAt = there.ExpiresAt };
                            changed.Add(after);
                            return Task.FromResult(after);
                        }
                        : null
                );
        if (changed.Count > 0)
            await BlockedNumbersSql.StoreAsync(unit, changed);
    }
}
