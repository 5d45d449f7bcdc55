using System.Runtime.CompilerServices;
using Ringpost.Attribution.Postbacks;
using Ringpost.Primitives;

namespace Ringpost.Attribution.PixelLog;

/// <summary>
/// Lets a step say <c>Pass($"Offer {id}, {name}.")</c> without making a string of it: its parts go straight into the postback's explanation.
/// </summary>
[InterpolatedStringHandler]
internal readonly ref struct Sentence
{
    private readonly ExplanationText _text;

    /// <summary>The compiler's call.</summary>
    public Sentence(int literals, int values, PostbackCase @case)
    {
        _ = (literals, values);
        _text = @case.Begin();
    }

    public void AppendLiteral(string literal) => _text.AppendPhrase(literal);

    public void AppendFormatted(string? value) => _text.AppendText(value ?? "");

    public void AppendFormatted(long value) => _text.AppendNumber(value);

    public void AppendFormatted(OfferId id) => _text.AppendNumber(id.Value);

    public void AppendFormatted(OfferEventId id) => _text.AppendNumber(id.Value);

    public void AppendFormatted(AdvertiserId id) => _text.AppendNumber(id.Value);

    public void AppendFormatted(AffiliateId id) => _text.AppendNumber(id.Value);

    public void AppendFormatted(OfferCampaignId id) => _text.AppendNumber(id.Value);

    public void AppendFormatted(CreativeId id) => _text.AppendNumber(id.Value);

    public void AppendSentence(Phrase sentence) => _text.AppendSentence(sentence);

    public void Conclude(char verdict) => _text.Conclude(verdict);

    /// <summary>Whatever else a step names.</summary>
    public void AppendFormatted<T>(T value) => _text.AppendText(value?.ToString() ?? "");
}
