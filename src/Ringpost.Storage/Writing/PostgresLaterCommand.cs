using System.Data.Common;
using Npgsql;

namespace Ringpost.Storage.Writing;

/// <summary>Waits with its unit for the next round trip.</summary>
internal sealed class PostgresLaterCommand(WriteUnit unit) : LaterCommand
{
    private readonly NpgsqlBatchCommand _statement = new();

    protected override DbParameterCollection DbParameterCollection => _statement.Parameters;

    protected override DbParameter CreateDbParameter() => new NpgsqlParameter();

    protected override void Leave()
    {
        _statement.CommandText = CommandText;
        PostgresParameters.Number(_statement);
        unit.Leave(_statement);
    }
}
