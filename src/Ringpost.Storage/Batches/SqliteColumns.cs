using System.Runtime.InteropServices;

namespace Ringpost.Storage.Batches;

/// <summary>
/// SQLite's column reads and binds without the counting of handles that the library puts around each: a report reads millions of numbers, a
/// postback binds fifty values, and they are too short to let a garbage collection wait. The statement that owns the handle must be alive.
/// </summary>
internal static class SqliteColumns
{
    private const string Library = "e_sqlite3";

    /// <summary>SQLite copies the text when it is bound.</summary>
    public const nint Copied = -1;

    /// <summary>The text stays where it is until the bindings are cleared.</summary>
    public const nint Kept = 0;

    [DllImport(Library, EntryPoint = "sqlite3_column_int64", CallingConvention = CallingConvention.Cdecl)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    [SuppressGCTransition]
    public static extern long Number(nint statement, int column);

    [DllImport(Library, EntryPoint = "sqlite3_bind_int64", CallingConvention = CallingConvention.Cdecl)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    [SuppressGCTransition]
    public static extern int Bind(nint statement, int place, long value);

    /// <param name="destructor"><see cref="Copied"/> or <see cref="Kept"/>.</param>
    [DllImport(Library, EntryPoint = "sqlite3_bind_text", CallingConvention = CallingConvention.Cdecl)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    [SuppressGCTransition]
    public static extern int Bind(nint statement, int place, ref readonly byte text, int length, nint destructor);

    /// <summary>May take long: a collection need not wait for it.</summary>
    [DllImport(Library, EntryPoint = "sqlite3_step", CallingConvention = CallingConvention.Cdecl)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static extern int Step(nint statement);

    [DllImport(Library, EntryPoint = "sqlite3_reset", CallingConvention = CallingConvention.Cdecl)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static extern int Reset(nint statement);

    [DllImport(Library, EntryPoint = "sqlite3_clear_bindings", CallingConvention = CallingConvention.Cdecl)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    [SuppressGCTransition]
    public static extern int ClearBindings(nint statement);
}
