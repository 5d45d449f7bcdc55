using Ringpost.Storage.Writing;
using Ringpost.Testing;
using Xunit;

namespace Ringpost.Storage.Tests.Writing;

public sealed class OverloadTests
{
    [Theory, EachDatabase]
    public async Task A_full_queue_refuses_one_more_and_keeps_its_promise_to_the_others(Dialect dialect)
    {
        await using var test = await ThingsSql.OpenAsync(dialect, o => (o.LongestQueue, o.LongestWait) = (30, TimeSpan.FromSeconds(30)));
        var gate = new TaskCompletionSource();
        var writes = Enumerable
            .Range(0, 400)
            .Select(i =>
                test.Database.WriteAsync(
                    WriteKeys.None,
                    async unit =>
                    {
                        await gate.Task;
                        await ThingsSql.InsertAsync(unit, $"{i}");
                    }
                )
            )
            .ToList();
        await Eventually.TrueAsync(() => writes.Any(w => w.IsFaulted), "a write is refused");
        gate.SetResult();
        foreach (var write in writes)
            await Record.ExceptionAsync(() => write);

        Assert.All(writes.Where(w => w.IsFaulted), w => Assert.IsType<StorageUnavailableException>(w.Exception!.InnerException));
        Assert.Equal(writes.Count(w => w.IsCompletedSuccessfully), (await test.Database.IdsAsync()).Count);
        Assert.InRange(writes.Count(w => w.IsCompletedSuccessfully), 30, 399);
        await test.Database.WriteAsync("after");
    }

    [Theory, EachDatabase]
    public async Task Where_the_oldest_waits_too_long_one_more_is_refused(Dialect dialect)
    {
        await using var test = await ThingsSql.OpenAsync(dialect, o => o.LongestWait = TimeSpan.FromMilliseconds(100));
        var gate = new TaskCompletionSource();
        var held = Enumerable.Range(0, 200).Select(_ => test.Database.WriteAsync(WriteKeys.None, _ => gate.Task)).ToList();
        await Eventually.TrueAsync(
            async () => await Record.ExceptionAsync(() => RefusedAtOnceAsync(test.Database)) is StorageUnavailableException,
            "a write is refused"
        );
        gate.SetResult();
        foreach (var write in held)
            await Record.ExceptionAsync(() => write);
        await test.Database.WriteAsync("after");
        Assert.Contains("after", await test.Database.IdsAsync());
    }

    /// <summary>A write that is let in stays behind the gate: only a refusal ends before it.</summary>
    private static async Task RefusedAtOnceAsync(Database database)
    {
        var write = database.WriteAsync(WriteKeys.None, _ => Task.CompletedTask);
        await Task.WhenAny(write, Task.Delay(TimeSpan.FromMilliseconds(200), TimeProvider.System));
        if (write.IsCompleted)
            await write;
    }
}
