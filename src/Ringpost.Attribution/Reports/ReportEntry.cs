using System.Globalization;

namespace Ringpost.Attribution.Reports;

/// <summary>One entry of <c>report_deltas</c>, as <see cref="ReportDeltas"/> wrote it or as a fold merged it. Amounts are millionths, of any size.</summary>
internal readonly record struct ReportEntry(long Quarter, ReportCell Cell, ReportMeasure Measure, long Count, Int128 Received, Int128 Paid)
{
    /// <summary>Below this many digits an amount is read as 64 bits, which is the fast way.</summary>
    private const int SurelyLong = 18;

    public bool IsClick => Measure is ReportMeasure.UniqueClick or ReportMeasure.DuplicateClick;

    public static void ReadAll(string cells, Action<ReportEntry> take)
    {
        var rest = cells.AsSpan();
        while (!rest.IsEmpty)
            take(Read(ref rest));
    }

    private static ReportEntry Read(ref ReadOnlySpan<char> rest) =>
        new(
            Number(ref rest),
            new ReportCell(
                new AdvertiserId(Number(ref rest)),
                new OfferId(Number(ref rest)),
                new AffiliateId(Number(ref rest)),
                new OfferCampaignId(Number(ref rest)),
                new CreativeId(Number(ref rest)),
                new OfferEventId(Number(ref rest)),
                CurrencyCode.Of(Word(ref rest))
            ),
            (ReportMeasure)Word(ref rest)[0],
            Number(ref rest),
            Amount(ref rest),
            Amount(ref rest)
        );

    private static ReadOnlySpan<char> Word(ref ReadOnlySpan<char> rest)
    {
        var end = rest.IndexOfAny(' ', ';');
        var word = rest[..end];
        rest = rest[(end + 1)..];
        return word;
    }

    private static long Number(ref ReadOnlySpan<char> rest) =>
        long.Parse(Word(ref rest), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);

    private static Int128 Amount(ref ReadOnlySpan<char> rest)
    {
        var word = Word(ref rest);
        return word.Length <= SurelyLong
            ? long.Parse(word, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture)
            : Int128.Parse(word, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
    }
}
