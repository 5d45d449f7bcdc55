namespace Ringpost.Reconciliation.Compare;

/// <summary>Turns a zone's clock into UTC; files are mostly in order, so the last quarter of an hour is remembered.</summary>
internal sealed class ZoneClock(TimeZoneInfo zone)
{
    private const long Quarter = 15 * 60_000;
    private long _quarter = long.MinValue;
    private long _offset;

    /// <summary>Of an hour that comes twice the first one; of one that is left out, as far after the change as the clock says.</summary>
    public long ToUtc(long clock)
    {
        var quarter = Math.DivRem(clock, Quarter).Quotient;
        if (quarter != _quarter)
        {
            var local = DateTime.UnixEpoch.AddMilliseconds(quarter * Quarter);
            local = DateTime.SpecifyKind(local, DateTimeKind.Unspecified);
            var offset =
                zone.IsInvalidTime(local) ? zone.GetUtcOffset(local.AddHours(-1))
                : zone.IsAmbiguousTime(local) ? zone.GetAmbiguousTimeOffsets(local).Max()
                : zone.GetUtcOffset(local);
            (_quarter, _offset) = (quarter, (long)offset.TotalMilliseconds);
        }

        return clock - _offset;
    }
}
