using Microsoft.Extensions.Logging;

namespace Ringpost.Telephony;

internal static partial class TelephonyLog
{
    [LoggerMessage(
        EventId = 2000,
        Level = LogLevel.Warning,
        Message = "A webhook to carrier {CarrierId}, page {Page}, was refused: {Reason}"
    )]
    public static partial void Refused(ILogger log, string carrierId, string page, string reason);

    [LoggerMessage(
        EventId = 2001,
        Level = LogLevel.Information,
        Message = "A webhook of carrier {CarrierId} was signed without CallToken and StirVerstat"
    )]
    public static partial void LateFields(ILogger log, string carrierId);

    [LoggerMessage(
        EventId = 2002,
        Level = LogLevel.Warning,
        Message = "A webhook of carrier {CarrierId} to {Path} was not stored, it was told to repeat: {Cause}"
    )]
    public static partial void NotStored(ILogger log, string carrierId, string path, string cause);

    [LoggerMessage(
        EventId = 2010,
        Level = LogLevel.Information,
        Message = "Asked a carrier: {Method} {What}, status {Status}, {Outcome}, {Milliseconds} ms"
    )]
    public static partial void Asked(ILogger log, string method, string what, int status, string outcome, long milliseconds);

    [LoggerMessage(
        EventId = 2011,
        Level = LogLevel.Information,
        Message = "Read the call records of carrier {CarrierId}: {Seen} calls, {Recovered} recovered, {Settled} settled, {Priced} priced"
    )]
    public static partial void Synced(ILogger log, string carrierId, int seen, int recovered, int settled, int priced);

    [LoggerMessage(
        EventId = 2012,
        Level = LogLevel.Warning,
        Message = "The call records of carrier {CarrierId} could not be read: {Cause}"
    )]
    public static partial void NotSynced(ILogger log, string carrierId, string cause);

    [LoggerMessage(EventId = 2020, Level = LogLevel.Information, Message = "The recording of call {CallId} is copied: {Bytes} bytes")]
    public static partial void Copied(ILogger log, string callId, long bytes);

    [LoggerMessage(
        EventId = 2021,
        Level = LogLevel.Warning,
        Message = "The recording of call {CallId} was not copied at attempt {Attempt}: {Cause}"
    )]
    public static partial void NotCopied(ILogger log, string callId, int attempt, string cause);

    [LoggerMessage(EventId = 2022, Level = LogLevel.Warning, Message = "Recordings could not be copied or deleted: {Cause}")]
    public static partial void RecordingsFailed(ILogger log, string cause);

    [LoggerMessage(EventId = 2023, Level = LogLevel.Information, Message = "The recording of call {CallId} is deleted: its time is over")]
    public static partial void Purged(ILogger log, string callId);

    [LoggerMessage(EventId = 2024, Level = LogLevel.Warning, Message = "The copy of the recording of call {CallId} can't be read: {Cause}")]
    public static partial void CopyUnreadable(ILogger log, string callId, string cause);
}
