using Ringpost.Primitives;
using Ringpost.Storage;

namespace Ringpost.CallTracking.Numbers;

/// <summary>Whose a number was at a moment.</summary>
public sealed class FindAssignment(Database database)
{
    /// <param name="number">E.164; null comes back where it was nobody's.</param>
    public Task<NumberAssignment?> RunAsync(string number, Instant at, CancellationToken cancellation = default) =>
        database.ReadAsync(c => NumberAssignmentsSql.AtAsync(c, number, at), cancellation);
}
