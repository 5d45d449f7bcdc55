using System.Buffers;
using System.Collections.Frozen;
using System.Globalization;
using Ringpost.Primitives;

namespace Ringpost.Attribution.Postbacks;

/// <summary>
/// Reads a postback from its raw query and, after it, a POST form (cake.md 2.1–2.5). Names are matched without regard to case. It never
/// throws: the first thing that can't be read makes the request MALFORMED, and the rest is still read, so that the answer has its format.
/// </summary>
internal ref struct PostbackParser
{
    public const int LongestText = 255;

    private const int OnStack = 512;

    private static readonly FrozenDictionary<string, Parameter>.AlternateLookup<ReadOnlySpan<char>> Known = Enum.GetValues<Parameter>()
        .Where(p => p != Parameter.Other)
        .ToFrozenDictionary(p => p.ToString(), StringComparer.OrdinalIgnoreCase)
        .GetAlternateLookup<ReadOnlySpan<char>>();

    private readonly PostbackRequest _request;
    private readonly TimeZoneInfo _zone;
    private readonly PostbackText _decoder;
    private ulong _seen;

    private enum Parameter
    {
        Other,
        O,
        A,
        E,
        En,
        R,
        T,
        F,
        P,
        Ap,
        C,
        Udid,
        K,
        PubId,
        AffId,
        CampId,
        CrtvId,
        Dt,
        Test,
        S1,
        S2,
        S3,
        S4,
        S5,
        EcSk,
        EcQu,
        EcPr,
        EcLd,
        EcSt,
        EcD,
        EcTx,
        EcSh,
        Ect,
        EcV,
        Ecc,
        EcCu,
        EcCo,
        EcRg,
        Adv,
        U,
        As1,
        As2,
        As3,
        As4,
        As5,
    }

    private PostbackParser(PostbackRequest request, TimeZoneInfo zone, PostbackText decoder)
    {
        _request = request;
        _zone = zone;
        _decoder = decoder;
    }

    /// <param name="query">With or without the question mark.</param>
    /// <param name="form">An <c>application/x-www-form-urlencoded</c> body; a parameter of the query is not read from it again.</param>
    /// <param name="zone">For a <c>dt</c> without an offset.</param>
    public static PostbackRequest Parse(PostbackPath path, ReadOnlySpan<char> query, ReadOnlySpan<char> form, TimeZoneInfo zone)
    {
        var request = new PostbackRequest { Path = path, Format = path == PostbackPath.M ? PostbackFormat.Envelope : PostbackFormat.Frame };
        var longest = Math.Max(query.Length, form.Length);
        byte[]? bytes = null;
        char[]? chars = null;
        var decoder =
            longest <= OnStack
                ? new PostbackText(stackalloc byte[OnStack * 3], stackalloc char[OnStack])
                : new PostbackText(bytes = ArrayPool<byte>.Shared.Rent(longest * 3), chars = ArrayPool<char>.Shared.Rent(longest));
        var parser = new PostbackParser(request, zone, decoder);
        parser.ReadAll(query.StartsWith('?') ? query[1..] : query, inQuery: 0);
        parser.ReadAll(form, inQuery: parser._seen);
        if (bytes is not null)
            ArrayPool<byte>.Shared.Return(bytes);
        if (chars is not null)
            ArrayPool<char>.Shared.Return(chars);
        return request;
    }

    private void ReadAll(ReadOnlySpan<char> source, ulong inQuery)
    {
        _seen = 0;
        while (!source.IsEmpty)
        {
            var end = source.IndexOf('&');
            var pair = end < 0 ? source : source[..end];
            source = end < 0 ? default : source[(end + 1)..];
            if (pair.IsEmpty)
                continue;
            var equals = pair.IndexOf('=');
            var rawName = equals < 0 ? pair : pair[..equals];
            if (!_decoder.TryDecode(rawName, out var name))
                Malformed("A parameter's name is not valid percent-encoded UTF-8.");
            var parameter = Known.TryGetValue(name, out var known) ? known : Parameter.Other;
            var bit = 1ul << (int)parameter;
            if ((inQuery & bit & ~1ul) != 0)
                continue;
            if (parameter != Parameter.Other && (_seen & bit) != 0)
            {
                Malformed($"{Name(parameter)} is there more than once.");
                continue;
            }

            _seen |= bit;
            if (_decoder.TryDecode(equals < 0 ? default : pair[(equals + 1)..], out var value))
                Read(parameter, value);
            else
                Malformed($"The value of {Name(parameter)} is not valid percent-encoded UTF-8 without U+0000.");
        }
    }

    private readonly void Read(Parameter parameter, ReadOnlySpan<char> value)
    {
        switch (parameter)
        {
            case Parameter.O:
                _request.Offer = Number(parameter, value);
                break;
            case Parameter.A:
                _request.A = Number(parameter, value);
                break;
            case Parameter.PubId:
                _request.PubId = Number(parameter, value);
                break;
            case Parameter.AffId:
                _request.AffId = Number(parameter, value);
                break;
            case Parameter.Adv:
                _request.NamesBuyer = true;
                _request.Buyer = Number(parameter, value);
                break;
            case Parameter.CampId:
                _request.Campaign = Number(parameter, value);
                break;
            case Parameter.CrtvId:
                _request.Creative = Number(parameter, value);
                break;
            case Parameter.E:
                ReadEvent(value);
                break;
            case Parameter.En:
                _request.NamesEvent = true;
                _request.EventName = Text(parameter, value);
                break;
            case Parameter.T:
                _request.TransactionId = value.IsWhiteSpace() ? null : Text(parameter, value);
                break;
            case Parameter.K:
                _request.Token = Text(parameter, value);
                break;
            case Parameter.R:
                _request.NamesClick |= !value.IsEmpty;
                _request.RequestId = RequestId(value);
                break;
            case Parameter.Udid:
                _request.NamesClick |= !value.IsEmpty;
                _request.Udid = value.IsEmpty || value.Length > LongestText ? null : value.ToString();
                break;
            case Parameter.F:
                ReadFormat(value);
                break;
            case Parameter.P:
                _request.Received = Amount(parameter, value);
                break;
            case Parameter.Ap:
                _request.Paid = Amount(parameter, value);
                break;
            case Parameter.C:
                ReadCurrency(value);
                break;
            case Parameter.Dt:
                ReadMoment(value);
                break;
            case Parameter.Test:
                ReadTest(value);
                break;
            case Parameter.S1 or Parameter.S2 or Parameter.S3 or Parameter.S4 or Parameter.S5:
                if (!value.IsEmpty)
                    (_request.SubIds ??= new string?[5])[parameter - Parameter.S1] = Text(parameter, value);
                break;
            case Parameter.U:
                if (!value.IsEmpty)
                    (_request.AdvertiserValues ??= new AdvertiserValues()).UserId = Text(parameter, value);
                break;
            case Parameter.As1 or Parameter.As2 or Parameter.As3 or Parameter.As4 or Parameter.As5:
                if (!value.IsEmpty)
                    ((_request.AdvertiserValues ??= new AdvertiserValues()).SubIds ??= new string?[5])[parameter - Parameter.As1] = Text(
                        parameter,
                        value
                    );
                break;
            case Parameter.Other:
                break;
            default:
                if (!value.IsEmpty)
                    ReadOrder(parameter, value, _request.Order ??= new PostbackOrder());
                break;
        }
    }

    /// <summary>Callers send whatever their system puts there: what is no number is an event that nobody has.</summary>
    private readonly void ReadEvent(ReadOnlySpan<char> value)
    {
        _request.NamesEvent = true;
        if (value.Length <= 18 && long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var id))
            _request.Event = id;
        else
            _request.EventUnreadable = !value.IsEmpty;
    }

    /// <summary>A request id has up to 19 digits; a text that is none, as an unfilled token, finds no click.</summary>
    private static long? RequestId(ReadOnlySpan<char> value) =>
        value.Length <= 19 && long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : null;

    private static void ReadOrder(Parameter parameter, ReadOnlySpan<char> value, PostbackOrder order)
    {
        switch (parameter)
        {
            case Parameter.EcSk:
                order.Skus = value.ToString();
                break;
            case Parameter.EcQu:
                order.Quantities = value.ToString();
                break;
            case Parameter.EcPr:
                order.Prices = value.ToString();
                break;
            case Parameter.EcLd:
                order.Discounts = value.ToString();
                break;
            case Parameter.EcV:
                order.Voucher = value.ToString();
                break;
            case Parameter.Ecc:
                order.Coupons = value.ToString();
                break;
            case Parameter.EcCu:
                order.Currency = value.ToString();
                break;
            case Parameter.EcCo:
                order.Country = value.ToString();
                break;
            case Parameter.EcRg:
                order.Region = value.ToString();
                break;
            case Parameter.EcSt:
                order.SubTotal = PostbackOrder.Amount(value);
                break;
            case Parameter.EcD:
                order.Discount = PostbackOrder.Amount(value);
                break;
            case Parameter.EcTx:
                order.Tax = PostbackOrder.Amount(value);
                break;
            case Parameter.EcSh:
                order.Shipping = PostbackOrder.Amount(value);
                break;
            default:
                order.Total = PostbackOrder.Amount(value);
                break;
        }
    }

    private readonly long? Number(Parameter parameter, ReadOnlySpan<char> value)
    {
        if (value.IsEmpty)
            return null;
        if (value.Length <= 18 && long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            return number;
        Malformed($"{Name(parameter)} is not a number.");
        return null;
    }

    private readonly string? Text(Parameter parameter, ReadOnlySpan<char> value)
    {
        if (value.IsEmpty)
            return null;
        if (value.Length <= LongestText)
            return value.ToString();
        Malformed($"{Name(parameter)} is longer than {LongestText} characters.");
        return null;
    }

    private readonly SentAmount Amount(Parameter parameter, ReadOnlySpan<char> value)
    {
        if (value.IsEmpty)
            return new SentAmount(AmountSent.Empty, 0);
        if (Money.TryParse(value, out var millionths))
            return SentAmount.Of(millionths);
        Malformed($"{Name(parameter)} is not an amount: digits with an optional point.");
        return default;
    }

    private readonly void ReadFormat(ReadOnlySpan<char> value)
    {
        _request.IsServerFormat = value.Equals("pb", StringComparison.OrdinalIgnoreCase);
        _request.Format =
            value.Equals("img", StringComparison.OrdinalIgnoreCase) ? PostbackFormat.Image
            : value.Equals("js", StringComparison.OrdinalIgnoreCase) ? PostbackFormat.Script
            : value.IsEmpty ? _request.Format
            : PostbackFormat.Envelope;
    }

    private readonly void ReadCurrency(ReadOnlySpan<char> value)
    {
        if (value.IsEmpty)
            return;
        if (value.Length == 3 && Currency.TryParse(value.ToString(), out var currency))
            _request.Currency = currency;
        else
            Malformed("c is not an ISO 4217 code.");
    }

    private readonly void ReadMoment(ReadOnlySpan<char> value)
    {
        if (value.IsEmpty)
            return;
        if (PostbackMoment.TryRead(value, _zone, out var moment))
            _request.At = moment;
        else
            Malformed("dt is not ISO 8601, as 2026-01-31T09:30:00Z.");
    }

    private readonly void ReadTest(ReadOnlySpan<char> value)
    {
        _request.Test = value is "1" || value.Equals("true", StringComparison.OrdinalIgnoreCase);
        if (!_request.Test && !value.IsEmpty && value is not "0" && !value.Equals("false", StringComparison.OrdinalIgnoreCase))
            Malformed("test is neither 0 nor 1.");
    }

    private readonly void Malformed(Phrase detail) => _request.Malformed ??= detail;

    private static Phrase Name(Parameter parameter) =>
        parameter == Parameter.Other ? "a parameter" : Phrase.Of($"{parameter.ToString().ToLowerInvariant()}");
}
