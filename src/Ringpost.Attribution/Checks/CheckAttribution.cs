using System.Globalization;
using Microsoft.Extensions.Options;
using Ringpost.Attribution.Caps;
using Ringpost.Attribution.Clicks;
using Ringpost.Attribution.Configuration;
using Ringpost.Attribution.PixelLog;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Storage.Settings;

namespace Ringpost.Attribution.Checks;

/// <summary>
/// Whether the work behind the postbacks goes on: deltas are folded, caps count what is stored, old rows go, nobody forgot what is pending.
/// Reads only; beside a serving node and without one.
/// </summary>
public sealed class CheckAttribution(
    Database database,
    Snapshot<OfferConfiguration> configurations,
    IOptions<PixelLogOptions> log,
    IOptions<ClickOptions> clicks,
    TimeProvider time
)
{
    /// <summary>The workers look every ten minutes, and a slice takes its time.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromDays(1);

    private static readonly TimeSpan LongUnfolded = TimeSpan.FromMinutes(10);

    /// <param name="PendingDays">What is pending for longer was forgotten.</param>
    /// <param name="Watch">How long it is watched whether deltas that seem stuck are folded after all.</param>
    public sealed record Request(int PendingDays, TimeSpan Watch);

    public async Task<Result<IReadOnlyList<CheckFinding>>> RunAsync(Actor actor, Request request, CancellationToken cancellation = default)
    {
        if (!actor.May(Permission.Read))
            return new Forbidden(Permission.Read);
        var picture = await configurations.GetAsync(cancellation);
        var clickDays = Math.Max(clicks.Value.KeptDays, picture.LongestCookieDays);
        List<CheckFinding> findings =
        [
            await FoldedAsync(request.Watch, cancellation),
            .. await CapsAsync(cancellation),
            Kept("pixel-log", "row", log.Value.KeptDays, await database.ReadAsync(ChecksSql.OldestLogRowAsync, cancellation)),
            Kept("clicks", "click", clickDays, await database.ReadAsync(ChecksSql.OldestClickAsync, cancellation)),
            await PendingAsync(request.PendingDays, cancellation),
        ];
        return findings;
    }

    private async Task<CheckFinding> FoldedAsync(TimeSpan watch, CancellationToken cancellation)
    {
        var (oldest, count, held) = await database.ReadAsync(ChecksSql.DeltasAsync, cancellation);
        if (oldest > 0 && held + LongUnfolded < database.Now)
        {
            await Task.Delay(watch, time, cancellation);
            var (still, now, _) = await database.ReadAsync(ChecksSql.DeltasAsync, cancellation);
            if (still == oldest)
                return new(
                    "reports",
                    false,
                    $"{now} deltas wait and no node folds them{(held.UnixMilliseconds == 0 ? "" : $" since {held} UTC")}: reports stay right and get slow. "
                        + "Run a node with the role worker; its log says what fails."
                );
        }

        return new("reports", true, count == 0 ? "every delta is folded" : $"{count} deltas wait for their next round");
    }

    private async Task<IReadOnlyList<CheckFinding>> CapsAsync(CancellationToken cancellation)
    {
        var caps = await database.ReadAsync(c => CapsSql.ListAsync(c, default, 0, int.MaxValue), cancellation);
        var wrong = new List<CheckFinding>();
        var counted = 0;
        foreach (var cap in caps.Where(c => c is { Type: CapType.Conversion, Limit: not null }))
            if (CapPeriodRule.Of(cap, database.Now) is { } period)
            {
                counted++;
                var key = new CapSlot(cap, period).Key;
                var before = (await database.ReadAsync(c => CapCountersSql.ReadAsync(c, key), cancellation)).Used;
                // A person may have given the places of rejected and returned conversions back, and conversions may arrive while they are counted.
                var most = await database.ReadAsync(c => CapCounting.CountAllAsync(c, cap, period, false), cancellation);
                var least = await database.ReadAsync(c => CapCounting.CountAllAsync(c, cap, period, true), cancellation);
                var after = (await database.ReadAsync(c => CapCountersSql.ReadAsync(c, key), cancellation)).Used;
                if (before > most || after < least)
                    wrong.Add(
                        new(
                            "cap",
                            false,
                            $"cap {cap.Id} of offer {cap.OfferId} ({CapWords.Name(cap, period)}) counts {after}, {most} are stored. "
                                + "Count it again on the card that shows it."
                        )
                    );
            }

        return wrong.Count > 0
            ? wrong
            : [new("caps", true, counted == 0 ? "no conversion cap counts now" : $"{counted} count what is stored")];
    }

    private CheckFinding Kept(string what, string row, int days, Instant? oldest)
    {
        if (oldest is not { } since)
            return new(what, true, $"empty; a {row} is kept {days} days");
        var isLate = since + TimeSpan.FromDays(days) + Grace < database.Now;
        return new(
            what,
            !isLate,
            isLate
                ? $"the oldest {row} is of {since} UTC, kept are {days} days: nothing deletes old ones. Run a node with the role worker; its log says what fails."
                : $"since {since} UTC, kept {days} days"
        );
    }

    private async Task<CheckFinding> PendingAsync(int days, CancellationToken cancellation)
    {
        var (count, oldest) = await database.ReadAsync(
            c => ChecksSql.PendingAsync(c, database.Now - TimeSpan.FromDays(days)),
            cancellation
        );
        return new(
            "pending",
            count == 0,
            count == 0
                ? $"no conversion waits for longer than {days} days"
                : string.Create(
                    CultureInfo.InvariantCulture,
                    $"{count} conversions are pending for more than {days} days, the first since {oldest} UTC. Approve or reject them: Attribution, Conversions, Disposition Pending."
                )
        );
    }
}
