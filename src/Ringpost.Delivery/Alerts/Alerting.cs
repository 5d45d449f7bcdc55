using Ringpost.Primitives;
using Ringpost.Storage.Writing;

namespace Ringpost.Delivery.Alerts;

/// <summary>
/// Tells people what a module noticed, in the transaction in which it did: it stands on the page of alerts at once, and
/// <see cref="AlertWorker"/> sends it where it is to go.
/// </summary>
public static class Alerting
{
    /// <summary>Tells it.</summary>
    public static async Task RaiseAsync(WriteUnit unit, AlertDraft draft)
    {
        if (!(await AlertSettings.ReadAsync(unit.Connection)).Silent.Contains(draft.Kind))
            await AlertsSql.InsertAsync(unit, draft);
    }

    /// <summary>Tells it unless it was told and still holds. It holds until it is ended, or forgotten for want of news.</summary>
    public static async Task BeginAsync(WriteUnit unit, AlertDraft draft)
    {
        if (await AlertsSql.BeginAsync(unit, draft.Kind, draft.Subject))
            await RaiseAsync(unit, draft);
    }

    /// <summary>Tells that it is over, where it was told that it holds.</summary>
    public static async Task EndAsync(WriteUnit unit, AlertDraft draft)
    {
        if (await AlertsSql.EndAsync(unit, draft.Kind, draft.Subject))
            await RaiseAsync(unit, draft with { Ended = true });
    }

    /// <summary>What was not seen to hold since then is forgotten without a word: the next time it is told anew.</summary>
    public static Task ForgetAsync(WriteUnit unit, IReadOnlyCollection<AlertKind> kinds, Instant unseenSince) =>
        AlertsSql.ForgetAsync(unit, kinds, unseenSince);
}
