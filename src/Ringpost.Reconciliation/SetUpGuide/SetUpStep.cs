using System.Text.Json.Serialization;
using Ringpost.Primitives;

namespace Ringpost.Reconciliation.SetUpGuide;

/// <summary>Which of the two systems of the integration article stand elsewhere.</summary>
public enum SetUpVariant
{
    /// <summary>Calls and tracker are both here.</summary>
    BothHere,

    /// <summary>Calls are here, the tracker is a CAKE instance.</summary>
    TrackerIsCake,

    /// <summary>The tracker is here, calls are in a Ringba account of our own.</summary>
    CallsInRingba,

    /// <summary>The tracker is here, calls are in the Ringba account of the advertiser, whose publisher we are.</summary>
    AdvertiserHasRingba,
}

/// <summary>The steps of all variants, in the order of the article.</summary>
public enum SetUpStepName
{
    Advertiser,
    Event,
    Offer,
    Affiliate,
    OfferCampaign,
    Clickless,

    /// <summary>What has to stand in the tracker that is elsewhere.</summary>
    ForeignTracker,
    CallCampaign,
    Publisher,
    Buyer,
    Target,
    Route,
    Payout,
    Carrier,
    Number,

    /// <summary>What has to stand in the call tracker that is elsewhere.</summary>
    ForeignCampaign,
    ForeignPublisher,
    Pixel,
    Whitelist,
    TestCall,
    RealCall,
}

/// <summary>Which part of the guide a step belongs to.</summary>
public enum SetUpPart
{
    Tracker,
    Calls,
    Wire,
    Proof,
}

public enum SetUpState
{
    Done,

    /// <summary>To be done now.</summary>
    Open,

    /// <summary>Another step comes first.</summary>
    Later,

    /// <summary>Works without it.</summary>
    Optional,

    /// <summary>In the other system, where it can't be seen from here.</summary>
    Elsewhere,
}

/// <summary>What does a step: the page that it is done on, with <see cref="SetUpTask.Id"/> for a card.</summary>
public enum SetUpAction
{
    CreateAdvertiser,
    CreateEvent,
    CreateOffer,
    CreateAffiliate,
    CreateOfferCampaign,
    SwitchClicklessOn,
    CreateCallCampaign,
    OpenCallCampaign,
    AddPublisher,
    OpenPublisher,
    AddBuyer,
    CreateTarget,
    OpenTarget,
    AddCarrier,
    AddNumber,
    OpenNumber,
    CreatePixel,
    OpenPixel,
    AddRingbaAddresses,
    SeeOurAddresses,
    SetTestNumbers,
    SeePixelLog,
    SeeCall,
    SeeConversion,
}

public sealed record SetUpTask(
    SetUpAction Action,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Id = null
);

/// <summary>Something to enter exactly so, and into which field.</summary>
public sealed record SetUpCopy(Phrase Field, string Value);

/// <summary>One step: what it is for, what stands there, or what is missing and what does it.</summary>
/// <param name="Says">What was found or what is missing, as a sentence.</param>
public sealed record SetUpStep(SetUpStepName Name, SetUpPart Part, Phrase Title, Phrase Purpose, SetUpState State, Phrase Says)
{
    /// <summary>The records that the step looks at.</summary>
    public IReadOnlyList<SearchHit> Found { get; init; } = [];

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public SetUpTask? Task { get; init; }

    public IReadOnlyList<SetUpCopy> Copies { get; init; } = [];

    internal static SetUpStep Of(SetUpStepName name, SetUpPart part, Phrase title, Phrase purpose) =>
        new(name, part, title, purpose, SetUpState.Open, "");

    internal SetUpStep Done(Phrase says, params SearchHit[] found) => this with { State = SetUpState.Done, Says = says, Found = found };

    internal SetUpStep Open(Phrase says, SetUpTask? task = null, params SearchHit[] found) =>
        this with
        {
            State = SetUpState.Open,
            Says = says,
            Task = task,
            Found = found,
        };

    /// <param name="first">What has to be there before, as <c>The offer</c>.</param>
    internal SetUpStep Later(Phrase first) => this with { State = SetUpState.Later, Says = $"{first} comes first." };

    internal SetUpStep Elsewhere(Phrase says) => this with { State = SetUpState.Elsewhere, Says = says };

    internal SetUpStep Copy(params SetUpCopy[] copies) => this with { Copies = copies };
}
