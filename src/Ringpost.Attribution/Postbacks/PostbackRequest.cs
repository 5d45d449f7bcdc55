using Ringpost.Primitives;

namespace Ringpost.Attribution.Postbacks;

internal enum PostbackPath
{
    /// <summary><c>/p.ashx</c>: conversions of a click, and clickless ones where both <c>o</c> and <c>a</c> are given.</summary>
    P,

    /// <summary><c>/m.ashx</c>: the clickless postback.</summary>
    M,
}

/// <summary>How the answer is dressed (cake.md 2.5). Only the envelope tells what became of the postback.</summary>
internal enum PostbackFormat
{
    Envelope,
    Image,
    Script,
    Frame,
}

internal enum AmountSent
{
    /// <summary>The parameter is not there: the configured price counts.</summary>
    Absent,

    /// <summary>The parameter is there without a value: not known yet (cake.md 2.3a).</summary>
    Empty,

    Given,
}

/// <summary>An amount as a postback sends it, in millionths.</summary>
internal readonly record struct SentAmount(AmountSent Sent, long Millionths)
{
    public static SentAmount Of(long millionths) => new(AmountSent.Given, millionths);
}

/// <summary>What a postback says, read once (cake.md 2.2, 2.3). Null is absent; <see cref="Malformed"/> names what could not be read.</summary>
internal sealed class PostbackRequest
{
    public PostbackPath Path { get; init; }

    public PostbackFormat Format { get; set; }

    /// <summary>Whether <c>f=pb</c> was said; <c>/m.ashx</c> answers with the envelope even without it.</summary>
    public bool IsServerFormat { get; set; }

    public Phrase? Malformed { get; set; }

    public long? Offer { get; set; }

    public long? A { get; set; }

    public long? PubId { get; set; }

    public long? AffId { get; set; }

    public long? Event { get; set; }

    public string? EventName { get; set; }

    /// <summary>Whether <c>e</c> or <c>en</c> is there, be it without a value: then the default event is never meant (cake.md 4).</summary>
    public bool NamesEvent { get; set; }

    /// <summary>Whether <c>e</c> is there but no number: it names no event of anybody.</summary>
    public bool EventUnreadable { get; set; }

    /// <summary>Null where there is none or it is blank: a blank one never matches another (cake.md 2.8).</summary>
    public string? TransactionId { get; set; }

    public SentAmount Received { get; set; }

    public SentAmount Paid { get; set; }

    public Currency? Currency { get; set; }

    public string? Token { get; set; }

    /// <summary>Whether <c>r</c> or <c>udid</c> is there.</summary>
    public bool NamesClick { get; set; }

    /// <summary><c>r</c>: a session's number (<c>#reqid#</c>) or that of its click on the offer (<c>#oreqid#</c>).</summary>
    public long? RequestId { get; set; }

    public string? Udid { get; set; }

    /// <summary>What a commerce pixel sends; null where it sends nothing.</summary>
    public PostbackOrder? Order { get; set; }

    /// <summary>The advertiser that buys, where several do on one offer (<c>adv</c>).</summary>
    public long? Buyer { get; set; }

    /// <summary>Whether <c>adv</c> is there, be it without a value.</summary>
    public bool NamesBuyer { get; set; }

    public long? Campaign { get; set; }

    public long? Creative { get; set; }

    public Instant? At { get; set; }

    public bool Test { get; set; }

    public string?[]? SubIds { get; set; }

    /// <summary>Null where the advertiser sends none.</summary>
    public AdvertiserValues? AdvertiserValues { get; set; }

    public long? Affiliate => PubId ?? AffId ?? A;
}
