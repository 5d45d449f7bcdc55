using Ringpost.Delivery.Outbox;
using Ringpost.Delivery.OwnOrigin;
using Ringpost.Primitives;
using Ringpost.Storage;

namespace Ringpost.Delivery.Log;

/// <summary>Where what one record had to send for one event stands: of a delivery and its replays the last.</summary>
/// <param name="OwnTracker">Whether it goes to this program's own postback endpoint, or to the one for changed amounts.</param>
/// <param name="Note">Why it stands so, as a sentence; may be empty.</param>
public sealed record LastDelivery(
    DeliveryId Id,
    string SourceId,
    string RuleId,
    string Event,
    string Host,
    bool OwnTracker,
    DeliveryState State,
    Phrase Note,
    int Attempts,
    Instant CreatedAt,
    Instant? FinishedAt
);

/// <summary>For many records at once: what they had to send and where it stands, oldest first.</summary>
public sealed class LastDeliveriesOf
{
    public const int Most = 5000;

    private readonly Database _database;
    private readonly OwnEndpoints _own;

    internal LastDeliveriesOf(Database database, OwnEndpoints own) => (_database, _own) = (database, own);

    public async Task<Result<IReadOnlyList<LastDelivery>>> RunAsync(
        Actor actor,
        string source,
        IReadOnlyList<string> sourceIds,
        CancellationToken cancellation = default
    )
    {
        if (!actor.May(Permission.Read))
            return new Forbidden(Permission.Read);
        if (sourceIds.Count > Most)
            return new Invalid("ids", $"At most {Most} records at a time.");
        if (sourceIds.Count == 0)
            return Array.Empty<LastDelivery>();
        var isOpen = actor.May(Permission.SeeFullNumbers);
        var mayNote = actor.May(Permission.SeeRevenue);
        return await _database.ReadAsync<Result<IReadOnlyList<LastDelivery>>>(
            async c =>
                (LastDelivery[])
                    [
                        .. (await LastDeliveriesSql.ListAsync(c, _database.Dialect, source, sourceIds)).Select(r =>
                            mayNote ? r.ToDelivery(IsOwn(r.Url), isOpen) : r.ToDelivery(IsOwn(r.Url), isOpen) with { Note = "" }
                        ),
                    ],
            cancellation
        );
    }

    private bool IsOwn(string url) => Uri.TryCreate(url, UriKind.Absolute, out var known) && _own.IsTracker(known);
}
