using System.Globalization;
using System.Text;
using FsCheck.Xunit;
using Ringpost.Attribution.Postbacks;
using Ringpost.Testing;
using Xunit;

namespace Ringpost.Attribution.Tests.Postbacks;

public sealed class PostbackParserTests
{
    private static readonly TimeZoneInfo NewYork = TimeZoneInfo.FindSystemTimeZoneById("America/New_York");

    [Fact]
    public void Names_match_without_regard_to_case_and_text_is_decoded()
    {
        var read = Read("O=12&PubID=7&%45N=Paid%20call&T=a+b%2Bc%C3%A9&P=12.5&AP=&C=eur&F=PB&TEST=1&S3=x&unknown=1&unknown=2&k=secret");
        Assert.Null(read.Malformed);
        Assert.Equal((12, 7, "Paid call", "a b+cé"), (read.Offer, read.PubId, read.EventName, read.TransactionId));
        Assert.Equal((SentAmount.Of(12_500_000), AmountSent.Empty), (read.Received, read.Paid.Sent));
        Assert.Equal(
            ("EUR", true, true, "x", "secret"),
            (read.Currency?.Code, read.IsServerFormat, read.Test, read.SubIds?[2], read.Token)
        );
    }

    [Theory]
    [
        InlineData("t=%zz"),
        InlineData("t=%4"),
        InlineData("t=%"),
        InlineData("t=%00"),
        InlineData("t=%ff"),
        InlineData("t=%ed%a0%80"),
        InlineData("%zz=1")
    ]
    [InlineData("unknown=%zz"), InlineData("o=1&O=1"), InlineData("t=a&t=b"), InlineData("o=abc"), InlineData("o=-1"), InlineData("o=1.5")]
    [
        InlineData("o=9999999999999999999"),
        InlineData("p=12,50"),
        InlineData("p=1,250.00"),
        InlineData("p=%2412"),
        InlineData("p=1e3"),
        InlineData("p=-5")
    ]
    [
        InlineData("ap=NaN"),
        InlineData("ap=+5"),
        InlineData("p=1000000000001"),
        InlineData("c=EURO"),
        InlineData("c=XYZ"),
        InlineData("test=maybe")
    ]
    [
        InlineData("dt=yesterday"),
        InlineData("dt=2025-13-01"),
        InlineData("dt=2025-02-30"),
        InlineData("dt=2025-02-03T25:00"),
        InlineData("dt=2025-02-03T10:00:00X")
    ]
    [InlineData("dt=2025-02-03T10:00:00+25:00"), InlineData("dt=1/2/2025"), InlineData("dt=2025-02-03T10:00:00.")]
    public void What_can_not_be_read_is_malformed(string query) => Assert.NotNull(Read(query).Malformed);

    [Theory]
    [
        InlineData("2025-10-15T12:00:00+00:00", "2025-10-15T12:00:00.000Z"),
        InlineData("2025-10-15T12:00:00%2B02:00", "2025-10-15T10:00:00.000Z")
    ]
    [InlineData("2025-10-15T12:00:00-0500", "2025-10-15T17:00:00.000Z"), InlineData("2025-10-15T12:00Z", "2025-10-15T12:00:00.000Z")]
    [InlineData("2025-10-15T12:00:00.123456789Z", "2025-10-15T12:00:00.123Z"), InlineData("2025-10-15", "2025-10-15T04:00:00.000Z")]
    [InlineData("2025-10-15 08:30:00", "2025-10-15T12:30:00.000Z"), InlineData("2025-01-15T08:30:00.5", "2025-01-15T13:30:00.500Z")]
    public void A_time_is_read_with_its_offset_or_in_the_instances_zone(string dt, string expected)
    {
        var read = Read("dt=" + dt);
        Assert.Null(read.Malformed);
        Assert.Equal(expected, read.At?.ToString());
    }

    [Fact]
    public void A_transaction_id_of_255_characters_is_kept_and_a_longer_one_refused_never_cut()
    {
        Assert.Equal(new string('ä', 255), Read("t=" + string.Concat(Enumerable.Repeat("%C3%A4", 255))).TransactionId);
        var longer = Read("t=" + new string('a', 256));
        Assert.Equal((null, true), (longer.TransactionId, longer.Malformed is not null));
        Assert.Null(Read("t=+%20").TransactionId);
    }

    [Fact]
    public void A_form_adds_what_the_query_does_not_say()
    {
        var read = PostbackParser.Parse(PostbackPath.M, "?o=1&t=q", "t=form&p=3&p2=1", NewYork);
        Assert.Equal((null, "q", SentAmount.Of(3_000_000)), (read.Malformed, read.TransactionId, read.Received));
        Assert.NotNull(PostbackParser.Parse(PostbackPath.M, "?o=1", "p=1&p=2", NewYork).Malformed);
    }

    [Fact]
    public void The_format_is_known_even_where_the_rest_is_malformed()
    {
        Assert.Equal(PostbackFormat.Image, Read("o=abc&f=img", PostbackPath.P).Format);
        Assert.Equal(PostbackFormat.Script, Read("f=JS", PostbackPath.P).Format);
        Assert.Equal(PostbackFormat.Frame, Read("o=1", PostbackPath.P).Format);
        Assert.Equal(PostbackFormat.Envelope, Read("o=1").Format);
    }

    [Property(MaxTest = 500)]
    public bool Any_text_survives_encoding(string? text)
    {
        var wanted = text ?? "";
        var encoded = EncodeBytes(wanted);
        var read = Read("s1=" + encoded);
        var isStorable = wanted.Length <= PostbackParser.LongestText && !wanted.Contains('\0') && IsWhole(wanted);
        return isStorable ? read.Malformed is null && (read.SubIds?[0] ?? "") == wanted : read.Malformed is not null || !IsWhole(wanted);
    }

    /// <summary>The long form of the proof runs with RINGPOST_LONG=1.</summary>
    [Fact]
    public void Random_queries_never_throw_and_what_is_read_can_be_stored()
    {
        var random = new Random(20_260_131);
        var rounds = Proof.IsLong ? 5_000_000 : 100_000;
        for (var i = 0; i < rounds; i++)
        {
            var query = RandomQuery(random);
            var read = PostbackParser.Parse(
                i % 2 == 0 ? PostbackPath.M : PostbackPath.P,
                query,
                i % 7 == 0 ? RandomQuery(random) : null,
                NewYork
            );
            foreach (var text in (string?[])[read.TransactionId, read.EventName, read.Token, .. read.SubIds ?? []])
                Assert.True(text is null || (text.Length <= PostbackParser.LongestText && !text.Contains('\0') && IsWhole(text)), query);
            Assert.True(read.Received.Millionths >= 0 && read.Paid.Millionths >= 0 && read.Offer is null or >= 0, query);
        }
    }

    private static PostbackRequest Read(string query, PostbackPath path = PostbackPath.M) =>
        PostbackParser.Parse(path, "?" + query, default, NewYork);

    private static bool IsWhole(string text)
    {
        try
        {
            _ = new UTF8Encoding(false, true).GetByteCount(text);
            return true;
        }
        catch (EncoderFallbackException)
        {
            return false;
        }
    }

    private static string EncodeBytes(string text) =>
        string.Concat(Encoding.UTF8.GetBytes(text).Select(b => "%" + b.ToString("x2", CultureInfo.InvariantCulture)));

    private static string RandomQuery(Random random)
    {
        string[] pieces =
        [
            "o",
            "a",
            "e",
            "en",
            "t",
            "p",
            "ap",
            "c",
            "dt",
            "f",
            "test",
            "pubid",
            "campid",
            "k",
            "s1",
            "=",
            "=",
            "=",
            "&",
            "&",
            "%",
            "%2",
            "%00",
            "%zz",
            "%C3%A9",
            "%ff",
            "%ED%A0%80",
            "+",
            " ",
            "1",
            "42",
            "-1",
            "1e3",
            "12.5",
            "2025-10-15",
            "T",
            "12:00:00",
            "Z",
            "+00:00",
            "pb",
            "é",
            "\ud800",
            "\0",
            "💸",
            "99999999999999999999",
        ];
        var query = new StringBuilder();
        var count = random.Next(0, random.Next(1, 40));
        for (var i = 0; i < count; i++)
        {
            if (random.Next(10) == 0)
                query.Append((char)random.Next(0, 0x10000));
            else if (random.Next(200) == 0)
                query.Append('x', random.Next(1000));
            else
                query.Append(pieces[random.Next(pieces.Length)]);
        }

        return query.ToString();
    }
}
