using System.Runtime.InteropServices;

namespace Ringpost.Bench.Calls;

/// <summary>
/// Counts the statements that SQLite begins and the rows that it changes, on all connections that are opened after <see cref="Begin"/>: SQLite calls
/// us for each of both.
/// </summary>
internal static unsafe class StatementCount
{
    private const string Library = "e_sqlite3";
    private const uint TraceStatement = 1;
    private const uint TraceClose = 8;

    private static readonly List<nint> Opened = [];
    private static long _statements;

    public static long Statements => Interlocked.Read(ref _statements);

    /// <summary>What connections that were closed had changed is left out.</summary>
    public static long Rows
    {
        get
        {
            lock (Opened)
                return Opened.Sum(TotalChanges);
        }
    }

    public static void Begin() => _ = AutoExtension(&OnOpened);

    [UnmanagedCallersOnly(CallConvs = [typeof(System.Runtime.CompilerServices.CallConvCdecl)])]
    private static int OnOpened(nint database, nint error, nint api)
    {
        lock (Opened)
            Opened.Add(database);
        return Trace(database, TraceStatement | TraceClose, &OnTrace, 0);
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(System.Runtime.CompilerServices.CallConvCdecl)])]
    private static int OnTrace(uint kind, nint context, nint subject, nint text)
    {
        if (kind == TraceStatement)
            Interlocked.Increment(ref _statements);
        else
            lock (Opened)
                Opened.Remove(subject);
        return 0;
    }

    [DllImport(Library, EntryPoint = "sqlite3_auto_extension", CallingConvention = CallingConvention.Cdecl)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int AutoExtension(delegate* unmanaged[Cdecl]<nint, nint, nint, int> entry);

    [DllImport(Library, EntryPoint = "sqlite3_trace_v2", CallingConvention = CallingConvention.Cdecl)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Trace(nint database, uint mask, delegate* unmanaged[Cdecl]<uint, nint, nint, nint, int> call, nint context);

    [DllImport(Library, EntryPoint = "sqlite3_total_changes64", CallingConvention = CallingConvention.Cdecl)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern long TotalChanges(nint database);
}
