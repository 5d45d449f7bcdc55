using System.Data;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using Npgsql;

namespace Ringpost.Storage.Writing;

/// <summary>
/// A statement of a unit whose keys go to the server with it: all that waits goes before it, in the same round trip. One statement to a text.
/// </summary>
internal sealed class PostgresUnitCommand(WriteUnit unit, NpgsqlConnection connection) : DbCommand
{
    /// <summary>Would end the reading at the answers of what waited.</summary>
    private const CommandBehavior OnlyFirst = CommandBehavior.SingleResult | CommandBehavior.SingleRow;

    private readonly NpgsqlBatchCommand _statement = new();
    private NpgsqlBatch? _batch;

    [AllowNull]
    public override string CommandText
    {
        get => _statement.CommandText;
        set => _statement.CommandText = value ?? "";
    }

    public override int CommandTimeout { get; set; } = 30;

    public override CommandType CommandType { get; set; } = CommandType.Text;

    public override bool DesignTimeVisible { get; set; }

    public override UpdateRowSource UpdatedRowSource { get; set; }

    /// <summary>The driver's own, by which Dapper knows that it takes arrays.</summary>
    protected override DbConnection? DbConnection
    {
        get => connection;
        set => throw StatementConnection.Unsupported();
    }

    protected override DbTransaction? DbTransaction { get; set; }

    protected override DbParameterCollection DbParameterCollection => _statement.Parameters;

    protected override DbParameter CreateDbParameter() => new NpgsqlParameter();

    protected override async Task<DbDataReader> ExecuteDbDataReaderAsync(CommandBehavior behavior, CancellationToken cancellationToken)
    {
        var (batch, answers) = Batch();
        var reader = await batch.ExecuteReaderAsync(behavior & ~OnlyFirst, cancellationToken);
        for (; answers > 0; answers--)
            await reader.NextResultAsync(cancellationToken);
        return reader;
    }

    protected override DbDataReader ExecuteDbDataReader(CommandBehavior behavior)
    {
        var (batch, answers) = Batch();
        var reader = batch.ExecuteReader(behavior & ~OnlyFirst);
        for (; answers > 0; answers--)
            reader.NextResult();
        return reader;
    }

    public override async Task<int> ExecuteNonQueryAsync(CancellationToken cancellationToken)
    {
        await Batch().Batch.ExecuteNonQueryAsync(cancellationToken);
        return (int)_statement.RecordsAffected;
    }

    public override int ExecuteNonQuery()
    {
        Batch().Batch.ExecuteNonQuery();
        return (int)_statement.RecordsAffected;
    }

    public override async Task<object?> ExecuteScalarAsync(CancellationToken cancellationToken)
    {
        await using var reader = await ExecuteDbDataReaderAsync(CommandBehavior.Default, cancellationToken);
        return await reader.ReadAsync(cancellationToken) && reader.FieldCount > 0 ? reader.GetValue(0) : null;
    }

    public override object? ExecuteScalar()
    {
        using var reader = ExecuteDbDataReader(CommandBehavior.Default);
        return reader.Read() && reader.FieldCount > 0 ? reader.GetValue(0) : null;
    }

    public override void Prepare() { }

    public override void Cancel() => _batch?.Cancel();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _batch?.Dispose();
        base.Dispose(disposing);
    }

    /// <summary>The answers are those of what waited: they come before the statement's own.</summary>
    private (NpgsqlBatch Batch, int Answers) Batch()
    {
        PostgresParameters.Number(_statement);
        var answers = unit.WaitingAnswers;
        _batch = unit.TakeBatch() ?? new NpgsqlBatch(connection);
        _batch.BatchCommands.Add(_statement);
        return (_batch, answers);
    }
}
