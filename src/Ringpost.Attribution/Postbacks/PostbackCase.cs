using System.Runtime.CompilerServices;
using Ringpost.Attribution.Caps;
using Ringpost.Attribution.Clicks;
using Ringpost.Attribution.Configuration;
using Ringpost.Attribution.PixelLog;
using Ringpost.Primitives;

namespace Ringpost.Attribution.Postbacks;

/// <summary>One postback on its way through the steps: what came in, what the steps found, and why.</summary>
internal sealed class PostbackCase(
    PostbackArrival arrival,
    PostbackRequest request,
    OfferConfiguration configuration,
    ClicklessOptions options
)
{
    private readonly ExplanationText _steps = new();
    private string? _explanation;

    public PostbackArrival Arrival { get; } = arrival;

    public PostbackRequest Request { get; } = request;

    public OfferConfiguration Configuration { get; } = configuration;

    public ClicklessOptions Options { get; } = options;

    public string Step { get; set; } = "";

    public Offer? Offer { get; set; }

    /// <summary>The advertiser that <c>adv</c> names; null where it is the offer's.</summary>
    public AdvertiserId? Buyer { get; set; }

    /// <summary>To whom received is booked, and whose events count.</summary>
    public AdvertiserId Advertiser => Buyer ?? Offer!.AdvertiserId;

    public OfferEvent? Event { get; set; }

    public bool IsDefaultEvent { get; set; }

    public EventSetting? OfferSetting { get; set; }

    public EventSetting? CampaignSetting { get; set; }

    /// <summary>The click that was looked up; it counts once its step has taken it for <see cref="Click"/>.</summary>
    public ClickMatch Match { get; init; } = ClickMatch.NotLookedFor;

    /// <summary>Null where the postback is clickless.</summary>
    public FoundClick? Click { get; set; }

    /// <summary>It says so, or its click came by a test link.</summary>
    public bool IsTest => Request.Test || Click is { IsTest: true };

    public Affiliate? Affiliate { get; set; }

    public OfferCampaign? Campaign { get; set; }

    /// <summary>The contract that the campaign runs on.</summary>
    public OfferContract? Contract { get; set; }

    public CreativeId Creative { get; set; }

    public Instant At { get; set; }

    public PostbackSender Sender { get; set; }

    public bool Published { get; set; }

    public ConversionPrice Price { get; set; }

    public PendingReason? Pending { get; set; }

    public CapSlot[]? Caps { get; set; }

    /// <summary>Whether a person decides first, whatever else is open.</summary>
    public bool Review { get; set; }

    /// <summary>The day of <see cref="At"/> in the instance's zone: its rate and its report.</summary>
    public DateOnly Day => DateOnly.FromDateTime(TimeZones.InZone(At, Configuration.Zone).DateTime);

    /// <summary>The steps as the log stores them; asked for when the last one has run.</summary>
    public string Explanation => _explanation ??= _steps.Finish();

    public PostbackOutcome? Pass([InterpolatedStringHandlerArgument("")] Sentence sentence) => Conclude(sentence, '+', null);

    public PostbackOutcome? Pass(string detail) => Conclude(Say(detail), '+', null);

    /// <summary>As the step's line was made before the postback came.</summary>
    public void PassAs(Phrase detail) => Conclude(Say(detail), '+', null);

    /// <summary>The step passes on, with something that a person should look at.</summary>
    public PostbackOutcome? Hold(Phrase detail) => Conclude(Say(detail), '?', null);

    public PostbackOutcome? Stop(PostbackOutcome outcome, Phrase detail) => Conclude(Say(detail), '!', outcome);

    /// <summary>Begins the step's line; for <see cref="Sentence"/>.</summary>
    public ExplanationText Begin()
    {
        _steps.Begin(Step);
        return _steps;
    }

    private Sentence Say(string detail)
    {
        var sentence = new Sentence(0, 0, this);
        sentence.AppendLiteral(detail);
        return sentence;
    }

    private Sentence Say(Phrase detail)
    {
        var sentence = new Sentence(0, 0, this);
        sentence.AppendSentence(detail);
        return sentence;
    }

    private PostbackOutcome? Conclude(Sentence sentence, char verdict, PostbackOutcome? outcome)
    {
        sentence.Conclude(verdict);
        return outcome;
    }
}

/// <summary>Who sent a postback, as far as we know (cake.md 2.3a).</summary>
internal enum PostbackSender
{
    Unknown,

    /// <summary>From an address on the advertiser's whitelist.</summary>
    Whitelisted,

    /// <summary>It carries the offer's token.</summary>
    Token,

    /// <summary>Signed by our own delivery worker.</summary>
    OwnWorker,

    /// <summary>A visitor's browser, with the key of the offer's browser pixels.</summary>
    PixelKey,
}

/// <summary>Why a conversion is pending when it is stored; the most doubtful reason is named (cake.md 2.3a).</summary>
internal enum PendingReason
{
    UnverifiedSender,
    AmountNotSent,
    NoRate,

    /// <summary>Campaign or affiliate are under review: a person decides (cake.md 2.6 step 10). The affiliate is told all the same.</summary>
    Review,
}
