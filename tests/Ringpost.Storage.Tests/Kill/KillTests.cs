using Dapper;
using Ringpost.Testing;
using Xunit;

namespace Ringpost.Storage.Tests.Kill;

public sealed class KillTests
{
    /// <summary>The stated size with <c>./test --long</c>, a tenth of it else.</summary>
    private static readonly int Kills = Proof.IsLong ? 50 : 5;

    [Theory, EachDatabase]
    public async Task Killed_under_200_writers_every_answered_write_is_there_and_none_is_half_there(Dialect dialect)
    {
        await using var test = await ThingsSql.OpenAsync(dialect);
        var random = new Random(20260131);
        for (var kill = 0; kill < Kills; kill++)
        {
            var answered = await RunUntilKilledAsync(test.Options, kill, random.Next(1, 3000));
            var halves = await test.Database.ReadAsync(async c =>
                (
                    await c.QueryAsync<(string Write, long Halves)>("SELECT write AS Write, count(*) AS Halves FROM halves GROUP BY write")
                ).ToDictionary(h => h.Write, h => h.Halves)
            );
            Assert.All(halves.Values, count => Assert.Equal(2, count));
            Assert.All(answered, write => Assert.Contains(write, halves));
            // The next process goes on with the files as the kill left them.
        }
    }

    /// <summary>Kills the process with SIGKILL once it has said so many answers; returns all that it said.</summary>
    private static async Task<List<string>> RunUntilKilledAsync(StorageOptions options, int kill, int answers)
    {
        var answered = new List<string>();
        using var process = CrasherProcess.Start("write", options.Data, options.Database, $"{kill}");
        try
        {
            while (await process.StandardOutput.ReadLineAsync() is { } line)
            {
                answered.Add(line);
                if (answered.Count == answers)
                    process.Kill();
            }
        }
        finally
        {
            if (!process.HasExited)
                process.Kill();
            await process.WaitForExitAsync();
        }

        Assert.True(answered.Count >= answers, $"the process ended by itself after {answered.Count} answers");
        // The kill may have cut the last line.
        if (answered[^1].Count(c => c == '-') < 2 || answered.Count > answers)
            answered.RemoveAt(answered.Count - 1);
        return answered;
    }
}
