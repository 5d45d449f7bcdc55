using System.Data;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;

namespace Ringpost.Storage.Writing;

/// <summary>
/// <see cref="WriteUnit.Later"/> as Dapper wants to see it: a connection that makes commands and does nothing else. They have no outcome, neither
/// rows nor a number of rows.
/// </summary>
internal sealed class StatementConnection(Func<DbCommand> create) : DbConnection
{
    [AllowNull]
    public override string ConnectionString
    {
        get => "";
        set => throw Unsupported();
    }

    public override string Database => "";

    public override string DataSource => "";

    public override string ServerVersion => "";

    public override ConnectionState State => ConnectionState.Open;

    protected override DbCommand CreateDbCommand() => create();

    protected override DbTransaction BeginDbTransaction(IsolationLevel isolationLevel) => throw Unsupported();

    public override void ChangeDatabase(string databaseName) => throw Unsupported();

    public override void Open() => throw Unsupported();

    public override void Close() => throw Unsupported();

    internal static NotSupportedException Unsupported() => new("Statements that run later have no outcome and no connection of their own.");
}
