using System.Diagnostics;

namespace Ringpost.Testing;

/// <summary>A PostgreSQL server in a folder of its own on a free loopback port. Gone, with its folder, when disposed.</summary>
public sealed class PostgresServer : IDisposable
{
    private readonly string _bin;
    private readonly string _folder = Directory.CreateTempSubdirectory("ringpost-pg-").FullName;
    private readonly int _port = FreePorts.Take();

    // PostgreSQL refuses to run as root: the folder goes to the user that its package made.
    private readonly bool _asOther = Environment.UserName == "root";
    private bool _isDisposed;

    private PostgresServer(string bin) => _bin = bin;

    public string ConnectionString => $"Host=127.0.0.1;Port={_port};Username=ringpost;Database=postgres;Pooling=false";

    /// <summary>Null where PostgreSQL is not installed.</summary>
    public static PostgresServer? TryStart()
    {
        if (FindPrograms() is not { } bin)
            return null;
        var server = new PostgresServer(bin);
        if (server._asOther)
            TryRun($"chown postgres {server._folder}");
        server.RunAs("initdb", $"-D {server._folder}/data -A trust -U ringpost -E UTF8 --no-sync");
        server.Start();
        AtTheEnd.Run(server.Dispose);
        return server;
    }

    public void Start() =>
        RunAs(
            "pg_ctl",
            $"-D {_folder}/data -w -l {_folder}/log -o \"-p {_port} -h 127.0.0.1 -k {_folder} -c fsync=off -c max_connections=300\" start"
        );

    /// <summary>Breaks every connection, as a crash or a restart does.</summary>
    public void Stop() => RunAs("pg_ctl", $"-D {_folder}/data -w -m immediate stop");

    /// <summary>SIGKILL to each of its processes at once: nothing is flushed, nothing put away. Stopped first, so that it begins no further one.</summary>
    public void Kill()
    {
        var first = File.ReadLines($"{_folder}/data/postmaster.pid").First();
        TryRun(
            $"kill -STOP {first}; all=\"{first} $(ps -o pid= --ppid {first})\"; kill -KILL $all; "
                + "while for p in $all; do ps -o stat= -p $p; done | grep -qv Z; do sleep 0.05; done"
        );
        // A new one would take a dead process that nobody has put away yet for the one that runs.
        File.Delete($"{_folder}/data/postmaster.pid");
        File.Delete($"{_folder}/.s.PGSQL.{_port}.lock");
    }

    public void Dispose()
    {
        if (_isDisposed)
            return;
        _isDisposed = true;
        // One that did not start again after a crash has left the file behind, and the fault that a test would tell must not be hidden by another.
        if (File.Exists($"{_folder}/data/postmaster.pid") && TryRun(As("pg_ctl", $"-D {_folder}/data status")) == 0)
            Stop();
        Directory.Delete(_folder, true);
    }

    private static string? FindPrograms()
    {
        // Debian keeps them beside each other by version and not on the PATH.
        var debian = Directory.Exists("/usr/lib/postgresql")
            ? Directory.GetDirectories("/usr/lib/postgresql").Order(StringComparer.Ordinal).Select(d => Path.Combine(d, "bin")).Reverse()
            : [];
        var path = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        return debian.Concat(path).FirstOrDefault(d => File.Exists(Path.Combine(d, "initdb")) && File.Exists(Path.Combine(d, "pg_ctl")));
    }

    private void RunAs(string program, string arguments)
    {
        var command = As(program, arguments);
        if (TryRun(command) is var code and not 0)
            throw new InvalidOperationException(
                $"{command} ended with {code}. {(File.Exists($"{_folder}/log") ? string.Join('\n', File.ReadLines($"{_folder}/log").TakeLast(20)) : "")}"
            );
    }

    private string As(string program, string arguments) => $"{(_asOther ? "runuser -u postgres -- " : "")}{_bin}/{program} {arguments}";

    private static int TryRun(string command)
    {
        // Output is not redirected to pipes: the server would inherit them and reading would never end.
        using var process = Process.Start(
            new ProcessStartInfo("/bin/sh", ["-c", $"({command}) >/dev/null 2>&1"]) { WorkingDirectory = "/" }
        )!;
        process.WaitForExit();
        return process.ExitCode;
    }
}
