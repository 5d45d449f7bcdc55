using System.Data.Common;
using Dapper;
using Ringpost.Primitives;
using Ringpost.Storage.Writing;

namespace Ringpost.CallTracking.Calls;

internal static class CarrierReportsSql
{
    public static Task AppendAsync(WriteUnit unit, CallId callId, CarrierReportKind kind, string said, string answer) =>
        unit.Later.ExecuteAsync(
            "INSERT INTO carrier_reports (call_id, seq, at, kind, said, answer) "
                + "SELECT @callId, COALESCE(MAX(seq), 0) + 1, @at, @kind, @said, @answer FROM carrier_reports WHERE call_id = @callId",
            new
            {
                callId,
                at = unit.Now,
                kind = kind.ToString(),
                said,
                answer,
            }
        );

    /// <summary>In the order in which they were taken.</summary>
    public static async Task<IReadOnlyList<CarrierReport>> OfAsync(DbConnection connection, CallId callId) =>
        [
            .. (
                await connection.QueryAsync<Row>(
                    "SELECT at AS At, kind AS Kind, said AS Said, answer AS Answer FROM carrier_reports WHERE call_id = @callId ORDER BY seq LIMIT 1000",
                    new { callId }
                )
            ).Select(r => new CarrierReport(r.At, Enum.Parse<CarrierReportKind>(r.Kind), r.Said, r.Answer)),
        ];

    private sealed record Row(Instant At, string Kind, string Said, string Answer);
}
