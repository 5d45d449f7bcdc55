using Ringpost.Delivery.Log;
using Ringpost.Delivery.Outbox;
using Ringpost.Primitives;
using Ringpost.Storage;

namespace Ringpost.Delivery.Search;

/// <summary>Deliveries by their id or its beginning, by the transaction id that was sent, by the call that caused them. Newest first.</summary>
public sealed class SearchDeliveries(Database database)
{
    public async Task<Result<IReadOnlyList<SearchHit>>> RunAsync(
        Actor actor,
        SearchTerm term,
        int most,
        CancellationToken cancellation = default
    )
    {
        if (!actor.May(Permission.Read))
            return new Forbidden(Permission.Read);
        var rows = await database.ReadAsync(
            async connection =>
            {
                var ids = new HashSet<string>(StringComparer.Ordinal);
                foreach (var cause in term.Exact)
                    ids.UnionWith(await SearchDeliveriesSql.ByCauseAsync(connection, cause));
                if (term.Id is { } id)
                    ids.UnionWith(await SearchDeliveriesSql.ByIdAsync(connection, id, most));
                return ids.Count == 0
                    ? []
                    : await DeliveryLogSql.ListAsync(
                        connection,
                        new DeliveryFilter(TimeRange.All) { Ids = [.. ids.OrderDescending(StringComparer.Ordinal).Take(most)] },
                        null,
                        most
                    );
            },
            cancellation
        );
        return (SearchHit[])[.. rows.Select(r => Hit(r.For(actor)))];
    }

    private static SearchHit Hit(DeliverySummary delivery) =>
        new(
            SearchKind.Delivery,
            delivery.Id.Value,
            $"{(delivery.Event.Length == 0 ? delivery.Source : delivery.Event)} to {Host(delivery.Url)}",
            delivery.Note.IsEmpty ? Phrase.Of($"{delivery.State.Word()}") : Phrase.Of($"{delivery.State.Word()} · {delivery.Note}")
        )
        {
            At = delivery.CreatedAt,
        };

    private static string Host(string url) => Uri.TryCreate(url, UriKind.Absolute, out var read) ? read.Authority : url;
}
