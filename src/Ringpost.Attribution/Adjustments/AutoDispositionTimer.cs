using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Ringpost.Attribution.Configuration;
using Ringpost.Attribution.Offers;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Storage.Settings;
using Ringpost.Storage.Timers;
using Ringpost.Storage.Writing;

namespace Ringpost.Attribution.Adjustments;

/// <summary>Settles a conversion that nobody decided over in time (cake.md 2.6 step 10). What is no longer under review then is left alone.</summary>
internal static class AutoDispositionTimer
{
    public const string Kind = "conversion-disposition";

    public static Task SetAsync(WriteUnit unit, ConversionId id, AutoDisposition plan) =>
        plan.Type == AutoDispositionType.None
            ? Task.CompletedTask
            : TimersSql.SetAsync(unit, Kind, $"{id}", unit.Now + TimeSpan.FromHours(plan.DelayHours), OfferWords.Of(plan.Type));

    public static void Add(IServiceCollection services) =>
        services.AddTimer(Kind, timer => WriteKeys.Of($"conversion:{timer.Key}"), RunAsync);

    internal static async Task RunAsync(IServiceProvider services, DueTimer timer, WriteUnit unit)
    {
        var id = long.Parse(timer.Key, CultureInfo.InvariantCulture);
        var states = await AdjustmentsSql.ListStatesAsync(unit.Connection, AdjustmentsSql.Among(unit.Dialect == Dialect.Sqlite), [id]);
        if (!states.TryGetValue(id, out var state) || state is not { Disposition: "pending", Reason: "REVIEW" })
            return;
        var change = new ConversionChange
        {
            Disposition = timer.Payload == OfferWords.Of(AutoDispositionType.Approve) ? "approved" : "rejected",
            Reason = "Auto disposition",
        };
        var picture = await services.GetRequiredService<Snapshot<OfferConfiguration>>().GetAsync();
        await services
            .GetRequiredService<ConversionChanges>()
            .RunAsync(unit, Actor.System, picture, new Dictionary<long, ConversionChange> { [id] = change });
    }
}
