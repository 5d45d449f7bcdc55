using Ringpost.CallTracking.Buyers;
using Ringpost.CallTracking.Caps;
using Ringpost.CallTracking.Configuration;
using Ringpost.CallTracking.Publishers;
using Ringpost.CallTracking.Targets;

namespace Ringpost.CallTracking.Import;

/// <summary>Publishers, buyers and targets.</summary>
internal sealed partial class RingbaWrite
{
    private async Task<RingbaPlace<Publisher>> PublishersAsync()
    {
        var place = new RingbaPlace<Publisher>(
            "publisher",
            (await PublishersSql.LivingAsync(unit.Connection)).ToDictionary(p => p.Id.Value),
            await ArchivedAsync("publishers"),
            p => new
            {
                p.Name,
                p.SubId,
                p.Company,
                p.Enabled,
                p.BlockCallsIfCapped,
            }
        );
        foreach (var draft in book.Publishers)
            await TakeAsync(
                place,
                draft,
                p => p.Id.Value,
                p => PublishersSql.InsertAsync(unit, p),
                (b, p) =>
                    b with
                    {
                        Name = p.Name,
                        SubId = p.SubId,
                        Company = p.Company,
                        Enabled = p.Enabled,
                        BlockCallsIfCapped = p.BlockCallsIfCapped,
                    },
                (_, p) => PublishersSql.UpdateAsync(unit, p)
            );
        return place;
    }

    private async Task<RingbaPlace<Buyer>> BuyersAsync()
    {
        var archived = await ArchivedAsync("buyers");
        var place = new RingbaPlace<Buyer>(
            "buyer",
            Living(await BuyersSql.AllAsync(unit.Connection), b => b.Id.Value, archived),
            archived,
            b => new
            {
                b.Name,
                b.SubId,
                b.Enabled,
                b.Caps,
                b.ConcurrencyCap,
            }
        );
        foreach (var draft in book.Buyers)
            await TakeAsync(
                place,
                draft,
                b => b.Id.Value,
                b => BuyersSql.InsertAsync(unit, b),
                (b, a) => b with { Name = a.Name, SubId = a.SubId, Enabled = a.Enabled, Caps = a.Caps, ConcurrencyCap = a.ConcurrencyCap },
                async (b, a) =>
                {
                    await BuyersSql.UpdateAsync(unit, a);
                    await CapChange.ApplyAsync(unit, CapOwner.Of(b), CapOwner.Of(a));
                }
            );
        return place;
    }

    private async Task<RingbaPlace<Target>> TargetsAsync(RingbaPlace<Buyer> buyers)
    {
        var archived = await ArchivedAsync("targets");
        var place = new RingbaPlace<Target>(
            "target",
            Living(await TargetsSql.AllAsync(unit.Connection), t => t.Id.Value, archived),
            archived,
            t => new
            {
                t.Name,
                t.BuyerId,
                t.Destination,
                t.RingSeconds,
                t.ConcurrencyCap,
                t.Enabled,
                t.Filters,
                t.Hours,
                t.Caps,
            }
        );
        foreach (var draft in book.Targets)
        {
            var target = draft.Value;
            if (!Finds(draft.Subject, "buyer", buyers, target.BuyerId?.Value))
                continue;
            if ((target.Destination.Members ?? []).Where(m => !place.Has(m.Value)).ToList() is { Count: > 0 } missing)
                draft.Subject.LeaveOut(RingbaReason.ReferenceMissing, $"Its targets {string.Join(", ", missing)} are not here.");
            else
                await TakeAsync(
                    place,
                    draft,
                    t => t.Id.Value,
                    t => TargetsSql.InsertAsync(unit, t),
                    (b, a) =>
                        a with
                        {
                            CreatedAt = b.CreatedAt,
                            RestrictDuplicates = b.RestrictDuplicates,
                            RecoverSeconds = b.RecoverSeconds,
                            RerouteAttempts = b.RerouteAttempts,
                        },
                    async (b, a) =>
                    {
                        await TargetsSql.UpdateAsync(unit, a);
                        await CapChange.ApplyAsync(unit, CapOwner.Of(b), CapOwner.Of(a));
                    }
                );
        }

        return place;
    }
}
