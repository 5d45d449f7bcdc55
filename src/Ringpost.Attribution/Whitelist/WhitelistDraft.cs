using System.Data.Common;
using Ringpost.Attribution.Advertisers;
using Ringpost.Attribution.Configuration;
using Ringpost.Attribution.Offers;
using Ringpost.Primitives;

namespace Ringpost.Attribution.Whitelist;

/// <summary>What a row may hold, whether it is added or changed.</summary>
internal static class WhitelistDraft
{
    private const int HighestRate = 1_000_000;

    public static WhitelistRow Read(Validation validation, AddWhitelistRow.Request request)
    {
        if ((request.AdvertiserId ?? default) == default)
            validation.Add("advertiserId", "A range belongs to an advertiser.");
        if (request.PerSecond is < 0 or > HighestRate)
            validation.Add("perSecond", $"A number from 0 (no limit) to {HighestRate}.");
        var (range, from, to) = AddressRangeRule.Read(
            validation,
            request.From,
            string.IsNullOrWhiteSpace(request.To) ? request.From : request.To
        );
        var note = validation.Text("note", request.Note);
        return new WhitelistRow(
            0,
            request.AdvertiserId ?? default,
            request.OfferId,
            range,
            from,
            to,
            request.PerSecond,
            request.Active ?? true,
            note.Length == 0 ? null : note
        );
    }

    /// <summary>Asked before the write as well, so that all errors are told at once; the write decides.</summary>
    public static async Task<Validation> CheckAsync(DbConnection connection, Validation validation, WhitelistRow row)
    {
        if (row.AdvertiserId != default && await AdvertisersSql.FindAsync(connection, row.AdvertiserId) is null)
            validation.Add("advertiserId", $"Advertiser {row.AdvertiserId} does not exist.");
        if (row.OfferId is { } offerId && (await OffersSql.FindAsync(connection, offerId))?.AdvertiserId != row.AdvertiserId)
            validation.Add("offerId", $"Offer {offerId} is not one of this advertiser's.");
        return validation;
    }
}
