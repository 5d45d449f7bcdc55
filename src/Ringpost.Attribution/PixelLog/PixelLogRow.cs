using Ringpost.Attribution.Postbacks;
using Ringpost.Primitives;

namespace Ringpost.Attribution.PixelLog;

/// <summary>One postback and what became of it (cake.md 8).</summary>
/// <param name="Url">Path and query, at most the first 8 KB; caller numbers, e-mail addresses and the token are masked for those who may not see them.</param>
/// <param name="UrlLength">The length of the whole.</param>
/// <param name="ConversionId">The conversion it became, filled in, repeated or doubled; null where a step refused it.</param>
/// <param name="Whitelisted">Whether the address was on the whitelist of the offer's advertiser.</param>
/// <param name="CanRunAgain">Whether it was refused and the log holds all of it.</param>
/// <param name="RunAgainAt">When it was last run again; <paramref name="At"/> stays the first arrival.</param>
public sealed record PixelLogRow(
    long Id,
    Instant At,
    string Method,
    string Ip,
    bool Whitelisted,
    string Url,
    long UrlLength,
    string? Form,
    string? Referrer,
    string? UserAgent,
    OfferId? OfferId,
    PostbackOutcome Outcome,
    ConversionId? ConversionId,
    IReadOnlyList<ExplanationLine> Explanation,
    bool CanRunAgain,
    Instant? RunAgainAt,
    string? RunAgainBy
);

/// <summary>What one step found. <paramref name="Verdict"/> is <c>pass</c>, <c>pending</c> or <c>stop</c>.</summary>
public sealed record ExplanationLine(string Step, string Verdict, Phrase Detail);
