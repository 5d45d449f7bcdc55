using System.Data;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;

namespace Ringpost.Storage.Writing;

/// <summary>A command that has no outcome (<see cref="WriteUnit.Later"/>).</summary>
internal abstract class LaterCommand : DbCommand
{
    [AllowNull]
    public override string CommandText { get; set; } = "";

    public override int CommandTimeout { get; set; } = 30;

    public override CommandType CommandType { get; set; } = CommandType.Text;

    public override bool DesignTimeVisible { get; set; }

    public override UpdateRowSource UpdatedRowSource { get; set; }

    protected override DbConnection? DbConnection { get; set; }

    protected override DbTransaction? DbTransaction { get; set; }

    /// <summary>Hands the statement over.</summary>
    protected abstract void Leave();

    /// <summary>-1: how many rows it concerns is not known.</summary>
    public override int ExecuteNonQuery()
    {
        Leave();
        return -1;
    }

    public override object? ExecuteScalar() => throw StatementConnection.Unsupported();

    protected override DbDataReader ExecuteDbDataReader(CommandBehavior behavior) => throw StatementConnection.Unsupported();

    public override void Prepare() { }

    public override void Cancel() { }
}
