namespace Ringpost.CallTracking.Uses;

/// <summary>A kind of thing of the call side that others point at.</summary>
public enum UsedThing
{
    CallCampaign,
    Publisher,
    Buyer,
    Target,
    Number,
    Pixel,
    ConversionHook,
}
