using System.Runtime.InteropServices;
using Microsoft.Data.Sqlite;

namespace Ringpost.Storage.Writing;

/// <summary>
/// A file as SQLite itself holds it open. Opening it a second time would not do: closing that would let go all locks that this process has on
/// the file. Good as long as the connection is open.
/// </summary>
internal readonly struct SqliteFile
{
    private const string Library = "e_sqlite3";

    private const int FilePointer = 7;

    private const int JournalPointer = 28;

    private const int SyncNormal = 2;

    /// <summary>The sixth entry of <c>sqlite3_io_methods</c>, after its version, xClose, xRead, xWrite and xTruncate.</summary>
    private const int PlaceOfSync = 5;

    private readonly nint _file;

    private SqliteFile(SqliteConnection connection, int operation)
    {
        var database = connection.Handle!;
        var counted = false;
        database.DangerousAddRef(ref counted);
        try
        {
            if (FileControl(database.DangerousGetHandle(), 0, operation, out _file) != 0)
                _file = 0;
        }
        finally
        {
            if (counted)
                database.DangerousRelease();
        }
    }

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate int Sync(nint file, int flags);

    public static SqliteFile Database(SqliteConnection connection) => new(connection, FilePointer);

    /// <summary>The write-ahead log of a connection that has read or written.</summary>
    public static SqliteFile Log(SqliteConnection connection) => new(connection, JournalPointer);

    /// <summary>Has the disk keep all that was written to the file. Any thread may.</summary>
    public bool TrySync()
    {
        var methods = _file == 0 ? 0 : Marshal.ReadIntPtr(_file);
        return methods != 0
            && Marshal.GetDelegateForFunctionPointer<Sync>(Marshal.ReadIntPtr(methods, PlaceOfSync * nint.Size))(_file, SyncNormal) == 0;
    }

    /// <param name="name">0 for the main database.</param>
    [DllImport(Library, EntryPoint = "sqlite3_file_control", CallingConvention = CallingConvention.Cdecl)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int FileControl(nint database, nint name, int operation, out nint value);
}
