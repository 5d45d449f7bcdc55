using System.Net;
using Ringpost.Attribution.Configuration;
using Ringpost.Attribution.Conversions;
using Ringpost.Primitives;
using Ringpost.Storage.ChangeLog;
using Ringpost.Storage.Writing;

namespace Ringpost.Attribution.Whitelist;

/// <summary>A sender that is believed from now on is believed for what it sent before (cake.md 2.3a).</summary>
internal static class WhitelistApproval
{
    public static async Task RunAsync(WriteUnit unit, Actor actor, WhitelistRow row, Approval approval)
    {
        var waiting = await ApprovalSql.ListUnverifiedAsync(unit, row.AdvertiserId, row.OfferId ?? default);
        List<long> covered = [.. waiting.Where(c => IPAddress.TryParse(c.Ip, out var address) && row.Covers(address)).Select(c => c.Id)];
        if (covered.Count == 0)
            return;
        await approval.RunAsync(unit, actor, covered);
        foreach (var id in covered)
            await ChangeLogSql.AppendAsync(
                unit,
                actor,
                "conversion",
                $"{id}",
                "approve",
                new { reason = ApprovalSql.UnverifiedSender },
                new { whitelisted = row.From + "–" + row.To }
            );
    }
}
