namespace Ringpost.Storage.Batches;

/// <summary>
/// Takes the values of a row one after the other, in the order of its <see cref="RowShape"/>. So a table's columns are listed once for both
/// databases: <see cref="RawStatement"/> binds them, <see cref="UnnestRows"/> gathers them.
/// </summary>
public interface IRowValues
{
    IRowValues Add(long? number);

    IRowValues Add(string? text);
}

public static class RowValues
{
    /// <summary>0 or 1: columns are numbers or text (decision 0004).</summary>
    public static IRowValues Add(this IRowValues row, bool flag) => row.Add(flag ? 1L : 0L);
}
