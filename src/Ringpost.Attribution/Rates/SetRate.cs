using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Ringpost.Api;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Storage.ChangeLog;
using Ringpost.Storage.Once;
using Ringpost.Storage.Settings;
using Ringpost.Storage.Writing;

namespace Ringpost.Attribution.Rates;

/// <summary>Says what one unit of a currency was worth on a day, in the instance's currency. What was converted before stays as it is.</summary>
public sealed class SetRate(Database database, ConfigurationVersion configuration)
{
    public sealed record Request(string? Currency, string? Day, decimal? Rate);

    public async Task<Result<ExchangeRate>> RunAsync(Actor actor, Request request, CancellationToken cancellation = default)
    {
        if (!actor.May(Permission.ChangeConfiguration))
            return new Forbidden(Permission.ChangeConfiguration);
        return await database.WriteOnceAsync<ExchangeRate>(
            actor,
            WriteKeys.None,
            async unit =>
            {
                var validation = new Validation();
                var row = RateRule.Read(validation, request, (await Instance.ReadAsync(unit.Connection)).Currency);
                if (validation.HasErrors)
                    return validation.ToRefusal();
                var set = await StoreAsync(unit, actor, row);
                await configuration.RaiseAsync(unit);
                return set;
            },
            cancellation
        );
    }

    /// <summary>The caller raises the configuration's version.</summary>
    internal static async Task<ExchangeRate> StoreAsync(WriteUnit unit, Actor actor, RateDraft row)
    {
        var before = await RatesSql.FindAsync(unit.Connection, row.Currency, row.Day);
        await RatesSql.SetAsync(unit, row.Currency, row.Day, row.Rate, actor.Id);
        var after = new ExchangeRate(row.Currency, row.Day, row.Rate, unit.Now, actor.Id);
        if (before?.Rate != after.Rate)
            await ChangeLogSql.AppendAsync(unit, actor, "exchange-rate", $"{row.Currency} {row.Day}", "set", before, after);
        return after;
    }

    internal static void Map(IEndpointRouteBuilder api) =>
        api.MapPost(
            "/exchange-rates",
            async (HttpContext http, Request request, SetRate operation) =>
                (await operation.RunAsync(http.Actor(), request, http.RequestAborted)).ToCreated(r =>
                    $"/api/v1/exchange-rates?currency={r.Currency}"
                )
        );
}
