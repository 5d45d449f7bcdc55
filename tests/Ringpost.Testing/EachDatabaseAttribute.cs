using System.Reflection;
using Ringpost.Storage;
using Xunit;
using Xunit.Sdk;
using Xunit.v3;

namespace Ringpost.Testing;

/// <summary>Runs a theory once per database. Without PostgreSQL that half is skipped for a person and fails where <c>CI=true</c>.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class EachDatabaseAttribute : DataAttribute
{
    public override ValueTask<IReadOnlyCollection<ITheoryDataRow>> GetData(MethodInfo testMethod, DisposalTracker disposalTracker)
    {
        var postgres = new TheoryDataRow(Dialect.Postgres);
        if (PrivatePostgres.ConnectionString is null && Environment.GetEnvironmentVariable("CI") != "true")
            postgres.Skip = "PostgreSQL is not installed; ./test installs it";
        return ValueTask.FromResult<IReadOnlyCollection<ITheoryDataRow>>([new TheoryDataRow(Dialect.Sqlite), postgres]);
    }

    // The server is started by the process that runs the test, not by the one that lists it.
    public override bool SupportsDiscoveryEnumeration() => false;
}
