using System.Data;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using Microsoft.Data.Sqlite;

namespace Ringpost.Storage.Writing;

/// <summary>Stands for a kept command of its text, which it gives back instead of disposing it.</summary>
internal sealed class SqliteKeptCommand(SqliteKeptConnection connection) : DbCommand
{
    private SqliteCommand? _command;
    private SqliteDataReader? _reader;
    private bool _isRewritten;

    private SqliteCommand Command => _command ?? throw new InvalidOperationException("A command needs a text first.");

    /// <summary>
    /// Dapper writes a list's length into the text while it adds the list to the parameters, which it has in hand by then: such a command
    /// stays the one it is, and is not kept.
    /// </summary>
    [AllowNull]
    public override string CommandText
    {
        get => _command?.CommandText ?? "";
        set
        {
            if (_command is null)
            {
                _command = connection.Take(value ?? "");
                return;
            }

            _command.CommandText = value;
            _isRewritten = true;
        }
    }

    public override int CommandTimeout { get; set; } = 30;

    public override CommandType CommandType { get; set; } = CommandType.Text;

    public override bool DesignTimeVisible { get; set; }

    public override UpdateRowSource UpdatedRowSource { get; set; }

    protected override DbConnection? DbConnection
    {
        get => connection;
        set
        {
            if (value != connection)
                throw new NotSupportedException("A kept command stays with its connection.");
        }
    }

    protected override DbParameterCollection DbParameterCollection => Command.Parameters;

    /// <summary>The write queue begins and ends transactions by statements of its own.</summary>
    protected override DbTransaction? DbTransaction { get; set; }

    protected override DbParameter CreateDbParameter() => new SqliteParameter();

    protected override DbDataReader ExecuteDbDataReader(CommandBehavior behavior) => _reader = Command.ExecuteReader(behavior);

    public override int ExecuteNonQuery() => Command.ExecuteNonQuery();

    public override object? ExecuteScalar() => Command.ExecuteScalar();

    public override void Prepare() => Command.Prepare();

    public override void Cancel() => Command.Cancel();

    protected override void Dispose(bool disposing)
    {
        if (disposing && _command is { } command)
        {
            _command = null;
            // One that is still read from would go on reading in the next user's hands.
            if (_isRewritten || _reader is { IsClosed: false })
                command.Dispose();
            else
                connection.GiveBack(command);
        }

        base.Dispose(disposing);
    }
}
