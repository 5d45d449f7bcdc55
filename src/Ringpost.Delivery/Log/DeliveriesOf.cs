using System.Data.Common;
using Ringpost.Primitives;
using Ringpost.Storage;

namespace Ringpost.Delivery.Log;

/// <summary>All deliveries that one record caused, oldest first: the pixels of a call, the postbacks of a conversion.</summary>
public sealed class DeliveriesOf(Database database)
{
    public async Task<Result<IReadOnlyList<DeliveryDetails>>> RunAsync(
        Actor actor,
        string source,
        string sourceId,
        CancellationToken cancellation = default
    )
    {
        if (!actor.May(Permission.Read))
            return new Forbidden(Permission.Read);
        return await database.ReadAsync<Result<IReadOnlyList<DeliveryDetails>>>(
            async c => (DeliveryDetails[])[.. await ReadAsync(c, actor, source, sourceId)],
            cancellation
        );
    }

    /// <summary>The same inside a transaction, for what it has queued itself.</summary>
    public static async Task<IReadOnlyList<DeliveryDetails>> ReadAsync(
        DbConnection connection,
        Actor actor,
        string source,
        string sourceId
    ) => [.. (await DeliveryLogSql.OfAsync(connection, source, sourceId)).Select(r => r.For(actor))];
}
