using Ringpost.Attribution.Clicks;
using Ringpost.Primitives;

namespace Ringpost.Attribution.Search;

/// <summary>Clicks by their own number (<c>#oreqid#</c>) or their session's (<c>#reqid#</c>), newest first.</summary>
public sealed class SearchClicks(ListClicks clicks)
{
    /// <summary>They begin with a time: a smaller number is another record's.</summary>
    private const long Least = 1_000_000_000_000;

    public async Task<Result<IReadOnlyList<SearchHit>>> RunAsync(
        Actor actor,
        SearchTerm term,
        int most,
        CancellationToken cancellation = default
    )
    {
        if (!actor.May(Permission.Read))
            return new Forbidden(Permission.Read);
        if (term.Number is not >= Least)
            return Array.Empty<SearchHit>();
        var found = await clicks.RunAsync(actor, new ClickFilter { RequestId = $"{term.Number}" }, new PageRequest(most), cancellation);
        return found.IsOk ? (SearchHit[])[.. found.Value.Items.Select(Hit)] : found.Refusal;
    }

    private static SearchHit Hit(ClickAnswer click) =>
        new(
            SearchKind.Click,
            click.Id,
            $"Click on {click.OfferName}",
            $"{string.Join(" · ", new[] { click.AffiliateName, State(click), click.Ip }.Where(d => d.Length > 0))}"
        )
        {
            At = click.At,
        };

    private static string State(ClickAnswer click) =>
        click switch
        {
            { Test: true } => "test",
            { Bot: true } => "bot",
            { Converted: true } => "converted",
            { Duplicate: true } => "duplicate",
            _ => "",
        };
}
