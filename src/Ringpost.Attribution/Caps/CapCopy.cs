using Ringpost.Primitives;
using Ringpost.Storage.ChangeLog;
using Ringpost.Storage.Writing;

namespace Ringpost.Attribution.Caps;

/// <summary>Caps of a duplicate: as those of what it was made of, with nothing counted yet.</summary>
internal static class CapCopy
{
    // Nothing can have been stored for what is only being made.
    private static readonly CapCounting.Before Nothing = new(0, long.MaxValue);

    /// <param name="caps">Placed on the duplicate already.</param>
    public static async Task WriteAsync(WriteUnit unit, Actor actor, IEnumerable<Cap> caps)
    {
        foreach (var cap in caps)
        {
            var created = await CapsSql.InsertAsync(unit, cap with { CreatedAt = unit.Now });
            await CapCounting.PutAsync(unit, created, CapPeriodRule.Of(created, unit.Now), Nothing, false);
            var answer = await CapNow.ReadAsync(unit.Connection, created, unit.Now);
            await ChangeLogSql.AppendAsync(unit, actor, "cap", $"{created.Id}", "create", null, answer, CapWords.CardOf(created));
        }
    }
}
