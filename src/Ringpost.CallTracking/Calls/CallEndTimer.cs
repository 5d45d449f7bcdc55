using Microsoft.Extensions.DependencyInjection;
using Ringpost.Primitives;
using Ringpost.Storage.Timers;
using Ringpost.Storage.Writing;

namespace Ringpost.CallTracking.Calls;

/// <summary>Ends the waiting for a call's end: after a grace once one of its ends is known, after the longest call where none is.</summary>
internal static class CallEndTimer
{
    public const string Kind = "call-end";

    /// <summary>The payload is the key that every unit over the call takes.</summary>
    public static Task SetAsync(WriteUnit unit, CallRecord call, Instant dueAt) =>
        TimersSql.SetAsync(unit, Kind, call.Id.Value, dueAt, call.Key);

    public static WriteKeys KeysOf(DueTimer timer) => WriteKeys.Of(timer.Payload);

    public static Task HandleAsync(IServiceProvider services, DueTimer timer, WriteUnit unit) =>
        services.GetRequiredService<CallBook>().GiveUpAsync(unit, new CallId(timer.Key));
}
