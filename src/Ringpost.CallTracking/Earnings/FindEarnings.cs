using Ringpost.Primitives;
using Ringpost.Storage;

namespace Ringpost.CallTracking.Earnings;

/// <summary>What the named calls earned, whether they were paid or not. Ids that name no call are left out.</summary>
public sealed class FindEarnings(Database database)
{
    public const int Most = 5000;

    public async Task<Result<IReadOnlyList<EarnedCall>>> RunAsync(
        Actor actor,
        IReadOnlyList<string> ids,
        CancellationToken cancellation = default
    )
    {
        if (!actor.May(Permission.SeeRevenue))
            return new Forbidden(Permission.SeeRevenue);
        if (ids.Count > Most)
            return new Invalid("ids", $"At most {Most} calls at a time.");
        if (ids.Count == 0)
            return Array.Empty<EarnedCall>();
        return await database.ReadAsync<Result<IReadOnlyList<EarnedCall>>>(
            async c => (EarnedCall[])[.. await EarningsSql.FindAsync(c, database.Dialect, ids)],
            cancellation
        );
    }
}
