using Ringpost.CallTracking.CallLists;

namespace Ringpost.CallTracking.CallTables;

/// <summary>What became of a call in a word or two, as the chips of a list say it.</summary>
internal static class CallOutcomeWords
{
    public static string Of(CallSummary call)
    {
        var words = new List<string>();
        if (call.Live)
            words.Add("Live");
        else if (call.Blocked)
            words.Add("Blocked");
        else if (call.Incomplete)
            words.Add("IVR Hangup");
        else if (!call.Connected)
            words.Add("No connect");
        if (call.Converted)
            words.Add("Converted");
        if (call.Paid)
            words.Add("Paid");
        if (call is { Live: false, Connected: true, Converted: false, Paid: false })
            words.Add("Connected");
        if (call.Duplicate)
            words.Add("Duplicate");
        return string.Join(", ", words);
    }
}
