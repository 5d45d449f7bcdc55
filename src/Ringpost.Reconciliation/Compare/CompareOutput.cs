using System.Globalization;
using Ringpost.Primitives;

namespace Ringpost.Reconciliation.Compare;

/// <summary>How rows are shown.</summary>
/// <param name="FullNumbers">Whether callers' numbers are shown in full; else all but two digits at each end are hidden.</param>
public sealed record CompareOutput(bool FullNumbers)
{
    internal string Caller(CompareRow row) => FullNumbers || row.Caller.Length == 0 ? row.Caller : PhoneNumber.Mask(row.Caller);

    internal static string Word(JoinReason reason) =>
        reason switch
        {
            JoinReason.None => "",
            JoinReason.CallId => "call id",
            JoinReason.CallerNumberAndTime => "caller, number and time",
            JoinReason.CallerAndTime => "caller and time",
        };

    internal static string Time(DateTimeOffset? at) => at?.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture) ?? "";

    internal static string Amount(long? millionths) => millionths is { } known ? Money.Format(known) : "";

    internal static string Title(CompareRow row) =>
        row.Cause == Agreement.DayCause.Zone ? "Another day by zone" : Agreement.AgreementWords.Title(row.Verdict);
}
