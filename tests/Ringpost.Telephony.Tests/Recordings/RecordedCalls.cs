using Dapper;
using Ringpost.CallTracking;
using Ringpost.CallTracking.Recordings;
using Ringpost.Primitives;
using Ringpost.Testing;

namespace Ringpost.Telephony.Tests.Recordings;

/// <summary>Calls with a recording.</summary>
internal static class RecordedCalls
{
    /// <summary>A call that was talked for 75 seconds and whose recording the carrier tells.</summary>
    public static async Task<CallId> RecordAsync(TelephonyHost host, string sid, string url)
    {
        await host.CallAsync(sid);
        await host.AskAsync(
            $"dial?leg=1&call={sid}",
            ("CallSid", sid),
            ("CallStatus", "completed"),
            ("DialCallStatus", "completed"),
            ("DialCallDuration", "75"),
            ("DialBridged", "true")
        );
        await host.AskAsync("status", ("CallSid", sid), ("CallStatus", "completed"), ("CallDuration", "81"));
        await host.AskAsync("recording", ("CallSid", sid), ("RecordingStatus", "completed"), ("RecordingUrl", url));
        return new CallId(
            await host.Database.ReadAsync(c => c.QuerySingleAsync<string>("SELECT id FROM calls WHERE carrier_call_id = @sid", new { sid }))
        );
    }

    public static Task CopiedAsync(TelephonyHost host, CallId call) =>
        Eventually.TrueAsync(
            async () =>
            {
                var link = await host.Get<GetRecordingLink>().RunAsync(Actor.System, call);
                return link.IsOk && link.Value.State == RecordingState.Copied;
            },
            "the recording is copied"
        );
}
