using System.Text.Json;
using Ringpost.Primitives;
using Ringpost.Storage.ChangeLog;
using Ringpost.Storage.Writing;

namespace Ringpost.CallTracking.Import;

/// <summary>
/// One kind of thing as it is stored: what is missing is added, what is the same is left, what differs is told and overwritten only on request.
/// </summary>
/// <param name="entity">Its name in the change log.</param>
/// <param name="stored">By the key by which a second run knows it again.</param>
/// <param name="archived">Ids that were brought once and archived since.</param>
/// <param name="shown">What an import brings of it, by Ringba's names: compared, and told where it differs.</param>
/// <param name="logged">How the change log shows it; as it is where absent.</param>
internal sealed class RingbaPlace<T>(
    string entity,
    Dictionary<string, T> stored,
    IReadOnlySet<string> archived,
    Func<T, object> shown,
    Func<T, object>? logged = null
)
    where T : notnull
{
    public bool Has(string key) => stored.ContainsKey(key);

    public T this[string key] => stored[key];

    public IEnumerable<T> Stored => stored.Values;

    /// <param name="insert">Stores a new one.</param>
    /// <param name="update">Overwrites the stored one (first) with what Ringba has (second) and answers what is stored then.</param>
    /// <param name="part">The card that it is a part of.</param>
    public async Task TakeAsync(
        WriteUnit unit,
        Actor actor,
        RingbaDraft<T> draft,
        string key,
        Func<T, Task> insert,
        Func<T, T, Task<T>>? update,
        CardOf? part = null
    )
    {
        var (subject, value) = (draft.Subject, draft.Value);
        if (!stored.TryGetValue(key, out var before))
        {
            if (archived.Contains(subject.Id))
            {
                subject.LeaveOut(RingbaReason.ArchivedHere, "It was archived here.");
                return;
            }

            await insert(value);
            stored[key] = value;
            subject.Numbers.Added++;
            subject.Tell(RingbaOutcome.Add);
            await ChangeLogSql.AppendAsync(unit, actor, entity, subject.Id, "import", null, Logged(value), part);
            return;
        }

        var differences = Differences(shown(before), shown(value));
        if (differences.Count == 0)
        {
            subject.Numbers.Same++;
            return;
        }

        subject.Numbers.Different++;
        var text = string.Join("; ", differences);
        if (update is null)
        {
            subject.Tell(RingbaOutcome.Different, $"{text}");
            return;
        }

        stored[key] = await update(before, value);
        subject.Numbers.Updated++;
        subject.Tell(RingbaOutcome.Update, $"{text}");
        await ChangeLogSql.AppendAsync(unit, actor, entity, subject.Id, "import", Logged(before), Logged(stored[key]), part);
    }

    private object Logged(T value) => logged?.Invoke(value) ?? value;

    private static List<string> Differences(object here, object there)
    {
        var (mine, theirs) = (
            JsonSerializer.SerializeToElement(here, RingpostJson.Options),
            JsonSerializer.SerializeToElement(there, RingpostJson.Options)
        );
        return
        [
            .. mine.EnumerateObject()
                .Select(f => (f.Name, Here: f.Value.GetRawText(), There: theirs.GetProperty(f.Name).GetRawText()))
                .Where(f => f.Here != f.There)
                .Select(f => $"{f.Name}: here {Short(f.Here)}, at Ringba {Short(f.There)}"),
        ];
    }

    private static string Short(string text) => text.Length > 200 ? text[..200] + "…" : text;
}
