namespace Ringpost.Storage.Writing;

/// <summary>Writes whose answer is wanted and nothing else: previews and dry runs take the real road and are rolled back at its end.</summary>
public static class Foreseen
{
    /// <summary>Runs a unit, takes its answer and keeps nothing of what it wrote.</summary>
    public static async Task<T> ForeseeAsync<T>(
        this Database database,
        WriteKeys keys,
        Func<WriteUnit, Task<T>> unit,
        CancellationToken cancellation = default
    )
    {
        try
        {
            await database.WriteAsync(keys, async u => throw new ForeseenException<T>(await unit(u)), cancellation);
        }
        catch (ForeseenException<T> foreseen)
        {
            return foreseen.Answer;
        }

        throw new InvalidOperationException("A foreseen write was kept.");
    }

    /// <summary>Rolls the transaction back and carries the answer out of it.</summary>
    private sealed class ForeseenException<T>(T answer) : Exception
    {
        public T Answer { get; } = answer;
    }
}
