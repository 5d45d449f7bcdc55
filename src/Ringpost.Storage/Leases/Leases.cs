using Dapper;
using Ringpost.Primitives;
using Ringpost.Storage.Writing;

namespace Ringpost.Storage.Leases;

/// <summary>
/// Rights that one node holds at a time, by name, until they run out. The holder takes again to stay the holder; a lease longer than
/// twice the holder's period outlives one missed turn. Times are the nodes' clocks: leases are for spreading work, never for correctness.
/// </summary>
public sealed class Leases(Database database, Identifiers identifiers)
{
    private readonly string _holder = identifiers.TimeOrdered();

    /// <summary>Takes the lease, or prolongs it if this node has it; false while another node holds it.</summary>
    public Task<bool> TryTakeAsync(string name, TimeSpan duration, CancellationToken cancellation = default) =>
        database.WriteAsync(
            WriteKeys.None,
            async unit =>
                await unit.Connection.ExecuteAsync(
                    "INSERT INTO leases (name, holder, until) VALUES (@name, @holder, @until) "
                        + "ON CONFLICT (name) DO UPDATE SET holder = excluded.holder, until = excluded.until "
                        + "WHERE leases.until <= @now OR leases.holder = excluded.holder",
                    new
                    {
                        name,
                        holder = _holder,
                        now = unit.Now,
                        until = unit.Now + duration,
                    }
                ) == 1,
            cancellation
        );

    /// <summary>Gives the lease back; nothing happens where this node does not hold it.</summary>
    public Task ReleaseAsync(string name) =>
        database.WriteAsync(
            WriteKeys.None,
            unit =>
                unit.Connection.ExecuteAsync("DELETE FROM leases WHERE name = @name AND holder = @holder", new { name, holder = _holder })
        );
}
