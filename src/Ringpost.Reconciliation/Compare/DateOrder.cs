namespace Ringpost.Reconciliation.Compare;

/// <summary>
/// Finds out whether a file writes the day or the month first: by a day over 12, else by the order in which its dates lie closer together,
/// else the month, as Ringba and CAKE write it.
/// </summary>
internal sealed class DateOrder(bool dayFirst, bool isGiven)
{
    private long _dayLine;
    private bool _isPlain = true;
    private (int Least, int Most) _asRead = (int.MaxValue, int.MinValue);
    private (int Least, int Most) _turned = (int.MaxValue, int.MinValue);

    public bool DayFirst { get; } = dayFirst;

    /// <summary>Whether the file must be read again in the other order.</summary>
    public bool MustTurn { get; private set; }

    /// <summary>Takes note of a time that was read.</summary>
    public bool Accepts(ForeignTime time, long line)
    {
        if (time.First == 0)
            return true;
        _isPlain = false;
        var (day, month) = DayFirst ? (time.First, time.Second) : (time.Second, time.First);
        if (day > 12)
        {
            if (_dayLine == 0)
                _dayLine = line;
        }
        else if (_dayLine == 0)
        {
            var date = DateOnly.FromDayNumber((int)(time.Clock / 86_400_000) + new DateOnly(1970, 1, 1).DayNumber);
            // By the months alone: exact enough to tell a week from a year.
            Widen(ref _asRead, date.Year * 372 + (month - 1) * 31 + day);
            Widen(ref _turned, date.Year * 372 + (day - 1) * 31 + month);
        }

        return true;
    }

    /// <summary>Whether this time, which can't be read, turns the order.</summary>
    public bool Turns(ForeignTime time, long line)
    {
        if (isGiven || MustTurn || _dayLine > 0 || time.First == 0 || !(DayFirst ? time.First <= 12 && time.Second > 12 : time.First > 12))
            return false;
        return MustTurn = line > 0;
    }

    public string? Contradiction(ForeignTime time) =>
        time.First == 0 || (DayFirst ? time.Second <= 12 : time.First <= 12) ? null
        : _dayLine > 0
            ? $"Here the {(DayFirst ? "month" : "day")} stands first and in line {_dayLine} the {(DayFirst ? "day" : "month")}: one file, one order."
        : $"The {(DayFirst ? "day" : "month")} stands first, says --date-order, and this has {(DayFirst ? time.Second : time.First)} as its month.";

    /// <summary>After the last row: whether the other order makes much more sense of dates that fit both.</summary>
    public bool ShouldTurn() => !isGiven && _dayLine == 0 && !_isPlain && (_turned.Most - _turned.Least) * 2 < _asRead.Most - _asRead.Least;

    public CompareGuess? Guess(bool turned)
    {
        if (_isPlain)
            return null;
        var order = DayFirst ? "day first" : "month first";
        return new CompareGuess(
            "dates",
            order,
            isGiven ? "given"
                : _dayLine > 0 ? $"line {_dayLine} has a day over 12"
                : turned ? "the dates lie closer together than the other way round"
                : "as Ringba and CAKE write them; nothing in the file says so, --date-order can"
        );
    }

    private static void Widen(ref (int Least, int Most) span, int value) =>
        span = (Math.Min(span.Least, value), Math.Max(span.Most, value));
}
