using Microsoft.Extensions.Options;
using Ringpost.CallTracking.Calls;
using Ringpost.CallTracking.Configuration;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Storage.Writing;

namespace Ringpost.CallTracking.Recordings;

/// <summary>
/// What a copier reports: 1 it claims what is due, 2 it copied one, or could not. Its pixel fires when there is something to listen to: our signed
/// link with the copy, the carrier's where copying was given up.
/// </summary>
public sealed class FinishRecordingCopy(CallBook book, Database database, RecordingLinks links, IOptions<RecordingOptions> options)
{
    public Task<IReadOnlyList<ClaimedRecording>> ClaimAsync(int limit, CancellationToken cancellation) =>
        database.WriteAsync(WriteKeys.None, unit => RecordingsSql.ClaimAsync(unit, options.Value.CopyLease, limit), cancellation);

    public Task CopiedAsync(ClaimedRecording claimed, string contentType, long bytes, CancellationToken cancellation) =>
        ChangeAsync(
            claimed,
            async writer =>
            {
                if (!await RecordingsSql.CopiedAsync(writer.Unit, claimed.CallId, contentType, bytes))
                    return;
                writer.Call.RecordingUrl = links.For(claimed.CallId, writer.Unit.Now + writer.Configuration.Recordings.LinkLasts);
                await writer.LogAsync("RecordingCopied", new { bytes, store = $"{claimed.Store}" });
                if (writer.Call.IsOver)
                    await writer.FireAsync(PixelEvent.Recording);
            },
            cancellation
        );

    /// <param name="error">A sentence.</param>
    /// <param name="canHelp">Whether another attempt may go better.</param>
    public Task FailedAsync(ClaimedRecording claimed, string error, bool canHelp, CancellationToken cancellation) =>
        ChangeAsync(
            claimed,
            async writer =>
            {
                var wait = canHelp ? CopySchedule.After(claimed.Attempts, options.Value.CopyRetryAfter) : null;
                Instant? next = wait is { } span ? writer.Unit.Now + span : null;
                if (!await RecordingsSql.FailedAsync(writer.Unit, claimed.CallId, error, next) || next is not null)
                    return;
                writer.Call.RecordingUrl ??= claimed.SourceUrl;
                await writer.LogAsync("RecordingNotCopied", new { reason = error });
                if (writer.Call.IsOver)
                    await writer.FireAsync(PixelEvent.Recording);
            },
            cancellation
        );

    private Task ChangeAsync(ClaimedRecording claimed, Func<CallWriter, Task> change, CancellationToken cancellation) =>
        book.ChangeAsync(
            claimed.CarrierId,
            claimed.CarrierCallId,
            [],
            async writer =>
            {
                await change(writer);
                return true;
            },
            false,
            cancellation
        );
}

/// <summary>When a copy is tried again: the wait triples, and after the eighth attempt it is given up.</summary>
internal static class CopySchedule
{
    public const int MostAttempts = 8;

    public static TimeSpan? After(int attempts, TimeSpan first) =>
        attempts >= MostAttempts ? null : first * Math.Pow(3, Math.Max(0, attempts - 1));
}
