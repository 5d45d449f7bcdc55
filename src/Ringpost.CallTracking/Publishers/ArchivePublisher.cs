using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Ringpost.Api;
using Ringpost.CallTracking.Configuration;
using Ringpost.CallTracking.Numbers;
using Ringpost.CallTracking.Payouts;
using Ringpost.CallTracking.Pixels;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Storage.ChangeLog;
using Ringpost.Storage.Once;
using Ringpost.Storage.Settings;
using Ringpost.Storage.Writing;

namespace Ringpost.CallTracking.Publishers;

/// <summary>Takes a publisher out of use; its calls keep its name. Refused while it has numbers or payouts, or a pixel lists it.</summary>
public sealed class ArchivePublisher(Database database, ConfigurationVersion configuration)
{
    public async Task<Result<Publisher>> RunAsync(Actor actor, PublisherId id, CancellationToken cancellation = default)
    {
        if (!actor.May(Permission.ChangeConfiguration))
            return new Forbidden(Permission.ChangeConfiguration);
        return await database.WriteOnceAsync<Publisher>(
            actor,
            WriteKeys.Of($"publisher:{id}"),
            async unit =>
            {
                if (await PublishersSql.FindAsync(unit.Connection, id) is not { } before)
                    return await NotInUse.OfAsync(unit.Connection, id);
                if (await NumbersSql.CountOfPublisherAsync(unit.Connection, id) is > 0 and var numbers)
                    return new Clash(
                        "in-use",
                        numbers == 1
                            ? Phrase.Of($"The publisher has {numbers} number. Move or archive it first.")
                            : Phrase.Of($"The publisher has {numbers} numbers. Move or archive them first.")
                    );
                if (await PayoutRulesSql.CampaignsOfPublisherAsync(unit.Connection, id) is { Count: > 0 } campaigns)
                    return new Clash("in-use", $"The publisher has payouts in {string.Join(", ", campaigns)}. Delete them first.");
                if (await PixelsSql.ListingAsync(unit.Connection, id) is { Count: > 0 } pixels)
                    return new Clash("in-use", $"Listed by {string.Join(", ", pixels)}. Take it out there first.");
                await PublishersSql.ArchiveAsync(unit, id);
                await ChangeLogSql.AppendAsync(unit, actor, "publisher", $"{id}", "archive", before, null);
                await configuration.RaiseAsync(unit);
                return before with { Enabled = false, ArchivedAt = unit.Now };
            },
            cancellation
        );
    }

    internal static void Map(IEndpointRouteBuilder api) =>
        api.MapDelete(
            "/publishers/{id}",
            async (HttpContext http, PublisherId id, ArchivePublisher operation) =>
                (await operation.RunAsync(http.Actor(), id, http.RequestAborted)).ToNoContent()
        );
}
