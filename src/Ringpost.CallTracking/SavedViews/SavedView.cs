using Ringpost.Primitives;

namespace Ringpost.CallTracking.SavedViews;

/// <summary>A page whose state stands in its address.</summary>
public enum ViewPage
{
    Calls,
    CallReport,
}

/// <summary>A page's state under a name (ringba.md 10.1).</summary>
/// <param name="Query">The query part of the address, without its question mark: columns, filters, grouping, range, zone.</param>
/// <param name="Shared">Everybody has it; else whoever saved it alone.</param>
/// <param name="Own">Whoever asks saved it.</param>
/// <param name="Default">The page opens with it, for whoever asks.</param>
public sealed record SavedView(
    SavedViewId Id,
    ViewPage Page,
    string Name,
    string Query,
    bool Shared,
    string OwnerName,
    bool Own,
    bool Default,
    Instant ChangedAt
);
