using Dapper;
using Ringpost.Storage;
using Ringpost.Storage.Writing;
using Ringpost.Testing;
using Xunit;

namespace Ringpost.CallTracking.Tests.Calls;

public sealed class CallSchemaTests
{
    [Theory, EachDatabase]
    public async Task A_call_of_a_carrier_is_stored_once(Dialect dialect)
    {
        await using var test = await TestDatabase.OpenAsync(dialect, TimeProvider.System, CallTrackingModule.Schema);
        var insert = (string id, string carrier) =>
            test.Database.WriteAsync(
                WriteKeys.None,
                unit =>
                    unit.Connection.ExecuteAsync(
                        "INSERT INTO calls (id, carrier_id, carrier_call_id, arrived_at, caller, dialed, number_id, campaign_id, test, state, live, blocked, incomplete, "
                            + "duplicate, previously_connected, connected, converted, paid, currency, revenue, payout, conversion_decided, payout_decided, plan, payout_terms) "
                            + "VALUES (@id, @carrier, 'CA1', 0, '', '+12025550100', 'NU1', 'CA1', 0, 'Dialing', 1, 0, 0, 0, 0, 0, 0, 0, 'USD', 0, 0, 0, 0, '[]', '[]')",
                        new { id, carrier }
                    )
            );
        await insert("1", "x");
        await insert("2", "y");
        await Assert.ThrowsAnyAsync<System.Data.Common.DbException>(() => insert("3", "x"));
    }
}
