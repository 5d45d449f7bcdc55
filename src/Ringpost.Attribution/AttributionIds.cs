using System.Runtime.CompilerServices;
using Ringpost.Primitives;
using Ringpost.Storage;

namespace Ringpost.Attribution;

public readonly record struct AdvertiserId(long Value) : INumberId<AdvertiserId>
{
    public static AdvertiserId From(long value) => new(value);

    public override string ToString() => $"{Value}";
}

public readonly record struct OfferEventId(long Value) : INumberId<OfferEventId>
{
    public static OfferEventId From(long value) => new(value);

    public override string ToString() => $"{Value}";
}

public readonly record struct AffiliateId(long Value) : INumberId<AffiliateId>
{
    public static AffiliateId From(long value) => new(value);

    public override string ToString() => $"{Value}";
}

public readonly record struct OfferId(long Value) : INumberId<OfferId>
{
    public static OfferId From(long value) => new(value);

    public override string ToString() => $"{Value}";
}

public readonly record struct OfferCampaignId(long Value) : INumberId<OfferCampaignId>
{
    public static OfferCampaignId From(long value) => new(value);

    public override string ToString() => $"{Value}";
}

public readonly record struct OfferContractId(long Value) : INumberId<OfferContractId>
{
    public static OfferContractId From(long value) => new(value);

    public override string ToString() => $"{Value}";
}

public readonly record struct CapId(long Value) : INumberId<CapId>
{
    public static CapId From(long value) => new(value);

    public override string ToString() => $"{Value}";
}

public readonly record struct CreativeId(long Value) : INumberId<CreativeId>
{
    public static CreativeId From(long value) => new(value);

    public override string ToString() => $"{Value}";
}

public readonly record struct ConversionId(long Value) : INumberId<ConversionId>
{
    public static ConversionId From(long value) => new(value);

    public override string ToString() => $"{Value}";
}

internal static class AttributionIds
{
    /// <summary>Dapper must know the ids before the first query, whoever makes it.</summary>
    [ModuleInitializer]
    internal static void RegisterWithDapper()
    {
        DapperTypes.AddNumberId<AdvertiserId>();
        DapperTypes.AddNumberId<OfferEventId>();
        DapperTypes.AddNumberId<AffiliateId>();
        DapperTypes.AddNumberId<OfferId>();
        DapperTypes.AddNumberId<OfferCampaignId>();
        DapperTypes.AddNumberId<OfferContractId>();
        DapperTypes.AddNumberId<CapId>();
        DapperTypes.AddNumberId<CreativeId>();
        DapperTypes.AddNumberId<ConversionId>();
    }
}
