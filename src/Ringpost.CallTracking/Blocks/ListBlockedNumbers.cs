using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Ringpost.Api;
using Ringpost.Primitives;
using Ringpost.Storage;

namespace Ringpost.CallTracking.Blocks;

/// <summary>Blocked numbers, newest first, expired ones too, by a part of the number for who may see full numbers, else by all of it.</summary>
public sealed class ListBlockedNumbers(Database database)
{
    public async Task<Result<Page<BlockedNumber>>> RunAsync(
        Actor actor,
        string? search,
        CallCampaignId? callCampaignId,
        PageRequest page,
        CancellationToken cancellation = default
    )
    {
        if (!actor.May(Permission.Read))
            return new Forbidden(Permission.Read);
        if (!Cursor.TryDecode(page.Cursor, out var before))
            return new Invalid("cursor", "This cursor is not one of ours.");
        // Parts would let somebody who sees masked numbers find out the rest digit by digit.
        var part = actor.May(Permission.SeeFullNumbers) ? Part(search) : null;
        var whole =
            actor.May(Permission.SeeFullNumbers) || string.IsNullOrWhiteSpace(search) ? null : BlockPattern.Read(search, "US", out _);
        if (whole is null && part is null && !string.IsNullOrWhiteSpace(search))
            return new Page<BlockedNumber>([], null);
        var rows = await database.ReadAsync(
            c => BlockedNumbersSql.ListAsync(c, part, whole, callCampaignId, before, page.BoundedLimit),
            cancellation
        );
        return new Page<BlockedNumber>(
            [.. rows.Select(r => r.For(actor))],
            rows.Count == page.BoundedLimit ? Cursor.Encode($"{rows[^1].Id}") : null
        );
    }

    /// <summary>Digits, or letters of <c>anonymous</c>; what is neither stands in no number.</summary>
    private static string? Part(string? search)
    {
        var letters = new string([.. (search ?? "").ToLowerInvariant().Where(char.IsAsciiLetterOrDigit)]);
        return letters.Length == 0 ? null : letters;
    }

    internal static void Map(IEndpointRouteBuilder api) =>
        api.MapGet(
            "/blocked-numbers",
            async (
                HttpContext http,
                ListBlockedNumbers operation,
                string? search,
                CallCampaignId? callCampaignId,
                int limit = 100,
                string? cursor = null
            ) =>
                (await operation.RunAsync(http.Actor(), search, callCampaignId, new PageRequest(limit, cursor), http.RequestAborted)).ToOk()
        );
}
