using System.Diagnostics;

namespace Ringpost.Storage.Tests.Kill;

/// <summary>The real process that is killed: <c>tests/Ringpost.Storage.Crasher</c>.</summary>
internal static class CrasherProcess
{
    public static Process Start(params string[] arguments)
    {
        var file = Path.Combine(AppContext.BaseDirectory, "Ringpost.Storage.Crasher");
        return Process.Start(new ProcessStartInfo(file, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
    }
}
