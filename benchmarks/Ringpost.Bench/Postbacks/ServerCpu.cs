using System.Globalization;
using Dapper;
using Ringpost.Storage;

namespace Ringpost.Bench.Postbacks;

/// <summary>
/// What a PostgreSQL on this machine has used: its first process, those that it started, and those of them that have ended, which Linux counts
/// with the first one's. Other servers on the machine are not counted.
/// </summary>
internal static class ServerCpu
{
    /// <summary>Linux tells times in hundredths of a second.</summary>
    private const long MicrosecondsPerTick = 10_000;

    public static async Task<long> MicrosecondsAsync(Database database)
    {
        if (database.Dialect == Dialect.Sqlite)
            return 0;
        var own = await database.ReadAsync(c => c.ExecuteScalarAsync<int>("SELECT pg_backend_pid()"));
        if (Read($"/proc/{own}/stat") is not { } backend)
            return 0;
        var server = backend.Parent;
        var ticks = Read($"/proc/{server}/stat") is { } first ? first.Own + first.Ended : 0;
        foreach (var folder in Directory.EnumerateDirectories("/proc").Where(f => char.IsAsciiDigit(f[^1])))
            if (Read(folder + "/stat") is { } child && child.Parent == server)
                ticks += child.Own;
        return ticks * MicrosecondsPerTick;
    }

    /// <summary>Null where the process has ended, or is on another machine.</summary>
    private static (int Parent, long Own, long Ended)? Read(string path)
    {
        try
        {
            var text = File.ReadAllText(path);
            // The name, in brackets, may hold anything. Then: state, parent, ...; the times are the fields 14 to 17.
            var fields = text[(text.LastIndexOf(')') + 2)..].Split(' ');
            long Field(int n) => long.Parse(fields[n - 3], CultureInfo.InvariantCulture);
            return ((int)Field(4), Field(14) + Field(15), Field(16) + Field(17));
        }
        catch (IOException)
        {
            return null;
        }
    }
}
