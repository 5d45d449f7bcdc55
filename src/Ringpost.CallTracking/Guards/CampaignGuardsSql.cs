using Dapper;
using Ringpost.Storage.Writing;

namespace Ringpost.CallTracking.Guards;

internal static class CampaignGuardsSql
{
    public static Task UpdateAsync(WriteUnit unit, CallCampaignId id, CampaignGuards guards) =>
        unit.Connection.ExecuteAsync("UPDATE call_campaigns SET guards = @guards WHERE id = @id", new { id, guards = guards.ToJson() });
}
