using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Ringpost.Api;
using Ringpost.Attribution.Search;
using Ringpost.CallTracking.Configuration;
using Ringpost.CallTracking.Search;
using Ringpost.Delivery.Search;
using Ringpost.Primitives;
using Ringpost.Storage.Settings;

namespace Ringpost.Reconciliation.Search;

/// <summary>
/// Asks each module what it knows under what was typed. A module that the actor may not ask has nothing; an actor who may see no calls either is
/// refused.
/// </summary>
public sealed class SearchEverywhere(
    SearchCalls calls,
    SearchCallConfiguration callConfiguration,
    SearchConversions conversions,
    SearchOffers offers,
    SearchDeliveries deliveries,
    SearchClicks clicks,
    SearchDocuments documents,
    SearchPeople people,
    Snapshot<CallConfiguration> configuration
)
{
    public const int Most = 20;

    /// <param name="query">As typed: a name, an id, a telephone number in any format.</param>
    /// <param name="most">Of each kind at most so many, 1 to <see cref="Most"/>.</param>
    public async Task<Result<SearchAnswer>> RunAsync(Actor actor, string? query, int most = 5, CancellationToken cancellation = default)
    {
        if (!actor.May(Permission.SeeCalls))
            return new Forbidden(Permission.SeeCalls);
        var validation = new Validation();
        validation.Whole("limit", most, 1, Most, 1);
        var countries = (await configuration.GetAsync(cancellation))
            .Campaigns.Values.GroupBy(c => c.Country)
            .OrderByDescending(g => g.Count())
            .Select(g => g.Key)
            .Append("US");
        var term = SearchTerm.Read(query, countries);
        if (term is null)
            validation.Add("q", $"What to look for, in 1 to {SearchTerm.Longest} characters.");
        if (validation.HasErrors)
            return validation.ToRefusal();

        SearchHit[] found =
        [
            .. Found(await calls.RunAsync(actor, term!, most, cancellation)),
            .. Found(await callConfiguration.RunAsync(actor, term!, most, cancellation)),
            .. Found(await conversions.RunAsync(actor, term!, most, cancellation)),
            .. Found(await deliveries.RunAsync(actor, term!, most, cancellation)),
            .. Found(await clicks.RunAsync(actor, term!, most, cancellation)),
            .. Found(await documents.RunAsync(actor, term!, most, cancellation)),
            .. Found(await people.RunAsync(actor, term!, most, cancellation)),
            .. Found(await offers.RunAsync(actor, term!, most, cancellation)),
        ];
        return new SearchAnswer(term!.Text, [.. found.OrderBy(h => h.Kind)]);
    }

    private static IReadOnlyList<SearchHit> Found(Result<IReadOnlyList<SearchHit>> asked) => asked.IsOk ? asked.Value : [];

    internal static void Map(IEndpointRouteBuilder api) =>
        api.MapGet(
            "/search",
            async (HttpContext http, SearchEverywhere operation, string? q, int limit = 5) =>
                (await operation.RunAsync(http.Actor(), q, limit, http.RequestAborted)).ToOk()
        );
}

/// <summary>Finds people who sign in; the host leads to where they are known.</summary>
public sealed record SearchPeople(Func<Actor, SearchTerm, int, CancellationToken, Task<Result<IReadOnlyList<SearchHit>>>> RunAsync);
