using System.Globalization;
using System.Text;
using Ringpost.Reconciliation.Agreement;
using Ringpost.Reconciliation.Compare;

namespace Ringpost.Reconciliation.Tests.Compare;

/// <summary>
/// Two files of one year as Ringba and CAKE would write them, which agree but for faults that are sown by chance and noted. Some calls earn
/// nothing, some are sent without their id and known by caller and number alone.
/// </summary>
internal sealed class SeededFiles
{
    private static readonly TimeZoneInfo NewYork = TimeZoneInfo.FindSystemTimeZoneById("America/New_York");

    private readonly Random _random;
    private readonly StringBuilder _calls = new("\uFEFF");
    private readonly StringBuilder _conversions = new();
    private int _conversion = 9_000_000;

    public SeededFiles(int seed, int calls)
    {
        _random = new Random(seed);
        _calls.Append(
            "\"Call Date\",\"Inbound Call ID\",\"Campaign\",\"Publisher\",\"Caller ID\",\"Number\",\"Paid Out\",\"Converted\",\"Revenue\",\"Payout\",\"Test\"\r\n"
        );
        _conversions.Append(
            "Conversion ID,Conversion Date,Affiliate ID,Offer ID,Sub ID,Sub ID 2,Price Paid Currency,Paid,Received,Transaction ID,Disposition,Test\r\n"
        );
        for (var i = 0; i < calls; i++)
            Call(i, calls);
        for (var i = 0; i < calls / 500; i++)
            UnknownCall(i, calls);
    }

    /// <summary>What must be found: the call's id, or the conversion's where no call is known.</summary>
    public HashSet<(string Id, AgreementVerdict Verdict, DayCause? Cause)> Faults { get; } = [];

    public CompareSource Calls => Source("call-details.csv", _calls);

    public CompareSource Conversions => Source("conversions.csv", _conversions);

    private void Call(int number, int calls)
    {
        var id = $"RGB{Convert.ToHexString(Bytes(16))}V3{number:X6}";
        // The whole of 2026: both changes of the clock are in it.
        var at = DateTimeOffset.Parse("2026-01-01T05:00:00Z", CultureInfo.InvariantCulture).AddSeconds((long)number * 365 * 86_400 / calls);
        var (campaign, publisher) = (_random.Next(4), _random.Next(6));
        var earns = _random.Next(4) != 0;
        var payout = earns ? 10m + _random.Next(400) / 4m : 0;
        var revenue = payout * 1.5m;
        var caller = $"+1{2_010_000_000L + number * 7L}";
        var dialed = $"+1844555{1000 + campaign:0000}";
        var fault = earns ? _random.Next(1000) : 999;
        // The nights in which clocks change are few in a year; many faults are sown there.
        if (earns && fault > 20 && Local(at)[..5] is ("03/07" or "03/08" or "10/31" or "11/01") && _random.Next(10) == 0)
            fault = 5 + _random.Next(3);
        var isTest = fault == 20;
        Line(
            _calls,
            Local(at),
            id,
            $"Campaign {campaign}",
            $"Publisher, \"{publisher}\"",
            caller,
            dialed,
            earns,
            earns,
            $"${revenue:#,##0.00}",
            $"{payout:0.00}",
            isTest
        );
        var sent = new Sent(
            at.AddSeconds(30 + _random.Next(600)),
            id,
            campaign,
            publisher,
            caller,
            dialed,
            "USD",
            payout,
            revenue,
            "Approved",
            false
        );
        if (!earns)
        {
            if (_random.Next(200) == 0)
            {
                Faults.Add((id, AgreementVerdict.UnpaidCall, null));
                Send(sent with { At = at.AddSeconds(1), Paid = 12, Received = 18 });
            }

            return;
        }

        // Without its id, known by caller and number: not where a fault would make two of them.
        if (_random.Next(20) == 0 && fault > 100)
            sent = sent with { CallId = "" };
        var note = (AgreementVerdict verdict, DayCause? cause) => Faults.Add((id, verdict, cause));
        if (fault is < 3)
        {
            note(AgreementVerdict.NeverArrived, null);
            return;
        }

        switch (fault)
        {
            case 3 or 4:
                note(AgreementVerdict.CountedTwice, null);
                Send(sent with { At = sent.At.AddSeconds(_random.Next(1, 60)) });
                break;
            case 5 or 6:
                // Booked with the night's batch: over midnight, and near the change of clocks over that too.
                sent = sent with
                {
                    At = at.AddDays(1),
                };
                break;
            case 7:
                sent = sent with { At = at.AddDays(-1) };
                break;
            case 8 or 9:
                note(AgreementVerdict.AnotherAmount, null);
                sent = sent with { Paid = payout - 1.25m };
                break;
            case 10:
                note(AgreementVerdict.AnotherAmount, null);
                sent = sent with { Received = revenue + 5 };
                break;
            case 11 or 12:
                note(AgreementVerdict.AnotherCurrency, null);
                sent = sent with { Currency = "EUR" };
                break;
            case 13 or 14:
                note(AgreementVerdict.AnotherCampaign, null);
                sent = sent with { Campaign = (campaign + 1) % 4 };
                break;
            case 15:
                note(AgreementVerdict.AnotherCampaign, null);
                sent = sent with { Publisher = (publisher + 1) % 6 };
                break;
            case 16 or 17:
                note(AgreementVerdict.Rejected, null);
                sent = sent with { Disposition = _random.Next(2) == 0 ? "Rejected" : "Thrown out" };
                break;
            case 18 or 19:
                note(AgreementVerdict.Test, null);
                sent = sent with { Test = true };
                break;
            case 20:
                note(AgreementVerdict.Test, null);
                break;
            default:
                break;
        }

        Send(sent);
        // What counts nothing has no day either.
        if (fault is >= 16 and <= 20)
            return;
        // Whoever calls minutes before midnight is on another day by nature; so is a fault that moved it.
        var (day, booked) = (TimeZoneInfo.ConvertTime(at, NewYork).Date, TimeZoneInfo.ConvertTime(sent.At, NewYork).Date);
        if (day != booked)
            note(AgreementVerdict.AnotherDay, booked > day ? DayCause.Late : DayCause.Early);
    }

    private void UnknownCall(int number, int calls)
    {
        _ = calls;
        var at = DateTimeOffset.Parse("2026-01-02T12:00:00Z", CultureInfo.InvariantCulture).AddSeconds(_random.Next(360 * 86_400));
        Faults.Add(($"{_conversion + 1}", AgreementVerdict.UnknownCall, null));
        Send(
            new Sent(
                at,
                number % 3 == 0 ? "" : $"RGB{Convert.ToHexString(Bytes(16))}",
                1,
                1,
                $"+4930{1_000_000 + number}",
                "+18445551001",
                "USD",
                20,
                30,
                "Approved",
                false
            )
        );
    }

    private void Send(Sent sent) =>
        Line(
            _conversions,
            ++_conversion,
            Local(sent.At),
            500 + sent.Publisher,
            12 + sent.Campaign,
            sent.Caller.TrimStart('+'),
            sent.Number.TrimStart('+'),
            sent.Currency,
            $"{sent.Paid:0.0000}",
            $"{sent.Received:0.0000}",
            sent.CallId,
            sent.Disposition,
            sent.Test
        );

    private static void Line(StringBuilder to, params object[] cells) =>
        to.AppendJoin(',', cells.Select(c => "\"" + $"{c}".Replace("\"", "\"\"", StringComparison.Ordinal) + "\"")).Append("\r\n");

    private static string Local(DateTimeOffset at) =>
        TimeZoneInfo.ConvertTime(at, NewYork).ToString("MM/dd/yyyy hh:mm:ss tt", CultureInfo.InvariantCulture);

    private byte[] Bytes(int count)
    {
        var bytes = new byte[count];
        _random.NextBytes(bytes);
        return bytes;
    }

    private static CompareSource Source(string name, StringBuilder text)
    {
        var bytes = Encoding.UTF8.GetBytes(text.ToString());
        return new CompareSource(name, () => new MemoryStream(bytes));
    }

    private sealed record Sent(
        DateTimeOffset At,
        string CallId,
        int Campaign,
        int Publisher,
        string Caller,
        string Number,
        string Currency,
        decimal Paid,
        decimal Received,
        string Disposition,
        bool Test
    );
}
