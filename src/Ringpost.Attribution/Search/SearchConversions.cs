using System.Globalization;
using Ringpost.Attribution.Conversions;
using Ringpost.Attribution.PixelLog;
using Ringpost.Attribution.Postbacks;
using Ringpost.Primitives;
using Ringpost.Storage;

namespace Ringpost.Attribution.Search;

/// <summary>Conversions by their id, by the id that affiliates see, or by transaction id; and postbacks of that transaction id that became none.</summary>
public sealed class SearchConversions(Database database, FindPostbacks postbacks)
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
        var (rows, publicIds) = await database.ReadAsync(
            async connection =>
            {
                var known = await PublicIds.LoadAsync(connection);
                var ids = new List<long>();
                if (term.Number is { } number)
                    ids.Add(number);
                if (known.TryRead(term.Text, out var id) && known.Of(id).Equals(term.Text, StringComparison.OrdinalIgnoreCase))
                    ids.Add(id.Value);
                foreach (var transaction in term.Exact)
                    ids.AddRange(await SearchConversionsSql.ByTransactionAsync(connection, transaction, most));
                var found = new List<ConversionRow>();
                foreach (var one in ids.Distinct().Take(most))
                    if (await ConversionsSql.FindAsync(connection, new ConversionId(one)) is { } row)
                        found.Add(row);
                return (found, known);
            },
            cancellation
        );
        var refused = await postbacks.RunAsync(actor, term.Exact, cancellation);
        if (!refused.IsOk)
            return refused.Refusal;
        return (SearchHit[])
            [.. rows.Select(r => Hit(r.ToAnswer(publicIds, actor))), .. refused.Value[term.Text].Reverse().Take(most).Select(Hit)];
    }

    private static SearchHit Hit(ConversionAnswer conversion) =>
        new(
            SearchKind.Conversion,
            $"{conversion.Id}",
            $"{conversion.EventName} of {conversion.OfferName}",
            $"{conversion.Disposition}{(conversion.Test ? " · test" : "")} · {conversion.AffiliateName} · {conversion.PublicId}"
        )
        {
            At = conversion.At,
        };

    private static SearchHit Hit(PixelLogRow postback) =>
        new(
            SearchKind.Postback,
            postback.Id.ToString(CultureInfo.InvariantCulture),
            postback.Outcome.ToText(),
            $"A postback from {postback.Ip}"
        )
        {
            At = postback.At,
        };
}
