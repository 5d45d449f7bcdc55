using Ringpost.Attribution.AffiliatePostbacks;
using Ringpost.Attribution.Buyers;
using Ringpost.Attribution.Caps;
using Ringpost.Attribution.Clicks;
using Ringpost.Attribution.Configuration;
using Ringpost.Attribution.Contracts;
using Ringpost.Attribution.Creatives;
using Ringpost.Attribution.Events;
using Ringpost.Primitives;
using Ringpost.Storage.ChangeLog;
using Ringpost.Storage.Writing;

namespace Ringpost.Attribution.Offers;

/// <summary>The parts of a duplicated offer. Each stands in its history as if a person had made it.</summary>
internal sealed class OfferCopy(WriteUnit unit, Actor actor, Offer source, Offer copy)
{
    private CardOf Card => new("offer", $"{copy.Id}");

    public async Task WriteAsync()
    {
        var contracts = await CopyContractsAsync();
        await CopyCreativesAsync();
        await ClickSettingsSql.WriteAsync(unit, await ClickSettingsSql.ReadAsync(unit.Connection, source.Id) with { OfferId = copy.Id });
        var (listedOnly, listed) = await OfferBuyersSql.ReadAsync(unit.Connection, source.Id);
        if (listedOnly || listed.Count > 0)
            await OfferBuyersSql.WriteAsync(unit, copy.Id, listedOnly, listed);
        await EventSettingCopy.WriteAsync(
            unit,
            actor,
            (await EventSettingsSql.ListOfOffersAsync(unit.Connection, source.Id)).Select(s => s with { OfferId = copy.Id }),
            Card
        );
        if (await CapsSql.ReadBehaviorAsync(unit.Connection, source.Id) is not CapBehavior.System and var behavior)
            await CapsSql.WriteBehaviorAsync(unit, copy.Id, behavior);
        await CopyCapsAsync(contracts);
        await CopyPixelAsync();
    }

    /// <summary>By the source's contract, the copy's.</summary>
    private async Task<IReadOnlyDictionary<OfferContractId, OfferContractId>> CopyContractsAsync()
    {
        var ids = new Dictionary<OfferContractId, OfferContractId>();
        foreach (var contract in await ContractsSql.ListAsync(unit.Connection, source.Id))
        {
            if (contract.Id == source.DefaultContractId)
            {
                // Made with the offer; its name and links are the source's.
                var standard = contract with
                {
                    Id = copy.DefaultContractId,
                    OfferId = copy.Id,
                };
                await ContractsSql.UpdateAsync(unit, standard);
                ids[contract.Id] = standard.Id;
                continue;
            }

            var created = await ContractsSql.InsertAsync(unit, contract with { OfferId = copy.Id });
            ids[contract.Id] = created.Id;
            await ChangeLogSql.AppendAsync(
                unit,
                actor,
                "contract",
                $"{created.Id}",
                "create",
                null,
                ContractAnswer.Of(created, copy),
                Card
            );
        }

        return ids;
    }

    private async Task CopyCreativesAsync()
    {
        foreach (var creative in (await CreativesSql.ListAsync(unit.Connection, source.Id, long.MaxValue, int.MaxValue)).Reverse())
        {
            if (creative.Id == source.DefaultCreativeId)
            {
                await CreativesSql.UpdateAsync(unit, creative with { Id = copy.DefaultCreativeId });
                continue;
            }

            var created = await CreativesSql.InsertAsync(unit, creative with { OfferId = copy.Id, CreatedAt = unit.Now });
            await ChangeLogSql.AppendAsync(unit, actor, "creative", $"{created.Id}", "create", null, CreativeAnswer.Of(created), Card);
        }
    }

    /// <summary>Those of the offer and of its contracts; its campaigns are not taken along, nor are theirs.</summary>
    private async Task CopyCapsAsync(IReadOnlyDictionary<OfferContractId, OfferContractId> contracts)
    {
        var caps = await CapsSql.ListAsync(unit.Connection, source.Id, 0, int.MaxValue);
        await CapCopy.WriteAsync(
            unit,
            actor,
            caps.Where(c => c.Level != CapLevel.Campaign)
                .Select(c =>
                    c with
                    {
                        OfferId = copy.Id,
                        TargetId = c.Level == CapLevel.Contract ? contracts[new OfferContractId(c.TargetId)].Value : copy.Id.Value,
                    }
                )
        );
    }

    private async Task CopyPixelAsync()
    {
        var pixel = await AffiliatePixelsSql.FindAsync(unit.Connection, PixelPlace.Of(source.Id));
        var nothing = AffiliatePixel.NothingAt(PixelPlace.Of(copy.Id));
        if (pixel with { Place = nothing.Place } == nothing)
            return;
        var copied = pixel with { Place = nothing.Place, PlacedAt = unit.Now };
        await AffiliatePixelsSql.SaveAsync(unit, copied);
        await PixelChanges.AppendAsync(unit, actor, "pixel", nothing, copied);
    }
}
