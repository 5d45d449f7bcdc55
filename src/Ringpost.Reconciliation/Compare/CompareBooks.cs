using Ringpost.Primitives;
using Ringpost.Reconciliation.Agreement;

namespace Ringpost.Reconciliation.Compare;

[Flags]
internal enum CallMarks : byte
{
    None = 0,
    Paid = 1,
    Converted = 2,
    Connected = 4,
    Test = 8,
}

/// <summary>How a conversion came to its call.</summary>
public enum JoinReason
{
    None,
    CallId,
    CallerNumberAndTime,
    CallerAndTime,
}

/// <summary>A call of the file, as small as it can be: a million of them are held.</summary>
internal struct CallRow
{
    /// <summary>Of its id; 0 where it has none.</summary>
    public ulong Key;

    /// <summary>By the file's clock, after <see cref="CallBook.Settle"/> in UTC.</summary>
    public long At;
    public long Caller;
    public long Number;
    public long Payout;
    public long Revenue;
    public int Id;
    public int Campaign;
    public int Publisher;
    public int Line;

    /// <summary>Its first conversion, counted from 1.</summary>
    public int First;
    public byte Currency;
    public CallMarks Marks;
}

/// <summary>A conversion of the file.</summary>
internal struct ConversionRow
{
    /// <summary>Of the call id that it carries; 0 where it has none.</summary>
    public ulong CallKey;

    /// <summary>Of its own id; 0 where it has none.</summary>
    public ulong Key;
    public long At;
    public long Caller;
    public long Number;
    public long Paid;
    public long Received;
    public int CallId;
    public int Id;
    public int Offer;
    public int Affiliate;
    public int Event;
    public int Line;

    /// <summary>The call's next one, counted from 1.</summary>
    public int Next;

    /// <summary>Its call, counted from 1.</summary>
    public int Call;
    public byte Currency;
    public JoinReason Reason;
    public AgreementStanding Standing;
    public bool Test;
    public bool OtherCampaign;

    /// <summary>Of an event that carries no amounts, beside others that do: it is not compared.</summary>
    public bool Aside;
}

/// <summary>What both books have in common.</summary>
internal abstract class CompareBook(CompareSource source)
{
    private readonly List<Currency> _currencies = [default];

    public CompareSource Source { get; } = source;

    public ColumnPlan Plan { get; set; } = null!;

    /// <summary>Lines below the titles.</summary>
    public int Lines { get; set; }

    /// <summary>Lines that say the same record again.</summary>
    public int Repeated { get; set; }

    /// <summary>Rows that were left out since they can't be read.</summary>
    public int Skipped { get; set; }

    /// <summary>Whether the file's times tell their offset.</summary>
    public bool HasMoments { get; set; }

    /// <summary>In which the file's days are; what a file does not tell is guessed.</summary>
    public TimeZoneInfo Zone { get; set; } = TimeZoneInfo.Utc;

    public CompactTexts Texts { get; } = new();

    public List<CompareGuess> Guesses { get; } = [];

    public abstract int Count { get; }

    /// <summary>The first and the last moment.</summary>
    public (long From, long To) Span()
    {
        var (from, to) = (long.MaxValue, long.MinValue);
        for (var i = 0; i < Count; i++)
            (from, to) = (Math.Min(from, At(i)), Math.Max(to, At(i)));
        return (from, to);
    }

    protected abstract long At(int row);

    public byte CurrencyOf(Currency? currency)
    {
        if (currency is not { } known)
            return 0;
        var place = _currencies.IndexOf(known, 1);
        if (place < 0)
        {
            place = _currencies.Count;
            _currencies.Add(known);
        }

        return (byte)place;
    }

    public Currency? CurrencyAt(byte place) => place == 0 ? null : _currencies[place];
}

internal sealed class CallBook(CompareSource source) : CompareBook(source)
{
    private readonly CompactIndex _ids = new();

    public CompactRows<CallRow> Rows { get; } = new();

    public override int Count => Rows.Count;

    public CompactNames Campaigns { get; } = new();

    public CompactNames Publishers { get; } = new();

    /// <summary>Lines that were added to an earlier line of their call: further legs.</summary>
    public int Legs { get; set; }

    public int Find(ulong key) => _ids.Find(key, KeyOf);

    /// <summary>The place of the call with this key that is there already; -1 where this is the first.</summary>
    public int FindOrAdd(ulong key) => _ids.FindOrAdd(key, Rows.Count, KeyOf);

    protected override long At(int row) => Rows[row].At;

    private ulong KeyOf(int row) => Rows[row].Key;
}

internal sealed class ConversionBook(CompareSource source) : CompareBook(source)
{
    private readonly CompactIndex _ids = new();

    public CompactRows<ConversionRow> Rows { get; } = new();

    public override int Count => Rows.Count;

    public CompactNames Offers { get; } = new();

    public CompactNames Affiliates { get; } = new();

    public CompactNames Events { get; } = new();

    public int FindOrAdd(ulong key) => _ids.FindOrAdd(key, Rows.Count, KeyOf);

    protected override long At(int row) => Rows[row].At;

    private ulong KeyOf(int row) => Rows[row].Key;
}

/// <summary>Something that was found out about a file, and by what; a flag says it otherwise.</summary>
public sealed record CompareGuess(string What, string Value, string Because);
