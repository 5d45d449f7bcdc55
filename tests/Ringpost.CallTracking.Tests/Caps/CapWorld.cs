using Dapper;
using Ringpost.CallTracking.Calls;
using Ringpost.CallTracking.Tests.Calls;

namespace Ringpost.CallTracking.Tests.Caps;

/// <summary>Steps and sights of a <see cref="CallWorld"/> that tests of caps share.</summary>
internal static class CapWorld
{
    public const string First = "+12025550111";
    public const string Second = "sip:second@example.com";

    /// <summary>Each counter as <c>TA1 Daily Calls 3</c>.</summary>
    public static async Task<IReadOnlyList<string>> CountersAsync(CallWorld world) =>
        (
            await world.Database.ReadAsync(c =>
                c.QueryAsync<(string Owner, string Period, string Measure, long Used)>(
                    "SELECT owner, period, measure, used FROM call_cap_counters ORDER BY owner, period, measure, starts_at"
                )
            )
        )
            .Select(r => $"{r.Owner} {r.Period} {r.Measure} {r.Used}")
            .ToList();

    /// <summary>Where a new call goes: the destination, or why it is turned away.</summary>
    public static async Task<string> CallAsync(this CallWorld world, string sid) =>
        await world.ReceiveAsync(sid) switch
        {
            CallAnswer.Dial dial => dial.Destination.Value,
            CallAnswer.Reject reject => reject.Reason.ToString(),
            var other => other.ToString()!,
        };

    /// <summary>A whole call to the first target that converts and pays.</summary>
    public static async Task<string> TalkedAsync(this CallWorld world, string sid)
    {
        var to = await world.CallAsync(sid);
        await world.EndTalkAsync(sid, 75);
        return to;
    }

    public static async Task EndTalkAsync(this CallWorld world, string sid, long seconds)
    {
        await world.FinishAsync(sid, 1, LegEnd.Completed, seconds, false);
        await world.EndAsync(sid, seconds + 5);
    }

    /// <summary>Why targets were left out of the call's plans.</summary>
    public static async Task<string> LeftOutAsync(this CallWorld world, string sid)
    {
        var call = await world.FindAsync(sid);
        var fields = await world.Database.ReadAsync(c =>
            c.QueryAsync<string>(
                "SELECT fields FROM call_events WHERE call_id = @Id AND name = 'CallPlanDetail' ORDER BY seq",
                new { call.Id }
            )
        );
        return string.Join(
            ' ',
            fields
                .Select(f => System.Text.Json.JsonDocument.Parse(f).RootElement.GetProperty("ineligibleTargets").GetString()!)
                .Where(t => t.Length > 0)
        );
    }
}
