using System.Diagnostics;

namespace Ringpost.Testing;

/// <summary>Waits for what happens beside the test, by looking again and again, with a bound that only a fault reaches.</summary>
public static class Eventually
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(120);

    public static Task TrueAsync(Func<bool> condition, string what) => TrueAsync(() => Task.FromResult(condition()), what);

    public static async Task TrueAsync(Func<Task<bool>> condition, string what)
    {
        for (var watch = Stopwatch.StartNew(); !await condition(); )
        {
            if (watch.Elapsed > Bound)
                throw new TimeoutException($"Never true within {Bound.TotalSeconds:0} s: {what}.");
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System);
        }
    }
}
