using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.Data.Sqlite;
using Ringpost.Primitives;
using Ringpost.Server.Simulation;
using Ringpost.Storage;
using Ringpost.Testing;
using Xunit;

namespace Ringpost.Scenarios.Hosting;

/// <summary>The demo's past: days of calls that are played to a server whose clock goes along.</summary>
public sealed class DemoScenarios
{
    [Fact]
    public void The_demo_s_days_have_more_calls_by_day_and_in_the_week_and_are_the_same_each_time()
    {
        Assert.True(TimeZones.TryFind("America/New_York", out var zone));
        var until = new DateTimeOffset(2026, 11, 30, 15, 0, 0, TimeSpan.Zero);
        var from = until - TimeSpan.FromDays(14);
        SimulatedCall[] calls = [.. DemoDays.Calls(from, until, zone)];

        Assert.Equal(calls.Select(c => c.StartsAt), DemoDays.Calls(from, until, zone).Select(c => c.StartsAt));
        Assert.True(calls[0].StartsAt >= from && calls[^1].StartsAt + calls[^1].Length <= until);
        Assert.All(calls.Zip(calls.Skip(1)), pair => Assert.True(pair.First.StartsAt + pair.First.Length <= pair.Second.StartsAt));
        var local = calls.Select(c => TimeZoneInfo.ConvertTime(c.StartsAt, zone)).ToList();
        var byDay = local.GroupBy(c => c.Date).ToDictionary(d => d.Key, d => d.Count());
        // The first and the last day are parts of one; Thanksgiving is a day like any other.
        var (first, last) = (byDay.Keys.Min(), byDay.Keys.Max());
        foreach (var (day, count) in byDay.Where(d => d.Key != first && d.Key != last))
            Assert.InRange(
                count,
                day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday ? 12 : 40,
                day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday ? 39 : 80
            );
        Assert.True(local.Count(c => c.Hour is >= 9 and < 17) > 5 * local.Count(c => c.Hour < 6));
    }

    [Theory, EachDatabase]
    public async Task A_call_of_the_past_stands_at_its_moment_on_both_sides_with_its_deliveries(Dialect dialect)
    {
        var began = RunningServer.Time.GetUtcNow() - TimeSpan.FromDays(2);
        var clock = new PlayedClock(TimeSpan.FromDays(2));
        await using var server = await RunningServer.StartAsync(dialect, clock);
        var example = await server.CreateSeedExampleAsync(withPixels: true);
        Assert.True(SimulatedCall.TryParseSteps("answer:90", out var steps));
        using var http = new HttpClient(
            new PlayedRequests(clock, _ => RunningServer.UntilAsync(server.IsQuietAsync, () => Task.FromResult("deliveries wait")))
        );
        var carrier = example.CreateCarrier(http, RunningServer.Time);
        DateTimeOffset[] moments = [.. new[] { 1, 5, 30 }.Select(h => Whole(began + TimeSpan.FromHours(h)))];
        foreach (var moment in moments)
            Assert.Null((await carrier.PlayAsync(new(SeedExample.Caller, SeedExample.FirstNumber, steps, moment))).Refusal);
        await RunningServer.UntilAsync(server.IsQuietAsync, () => Task.FromResult("deliveries wait"));
        clock.CatchUp();

        var calls = (await server.Api.ListAsync("calls")).Reverse().ToList();
        Assert.Equal(moments, calls.Select(c => Whole(At(c))));
        Assert.All(calls, c => Assert.InRange((int)c["connectedSeconds"]!, 90, 92));
        var deliveries = (await server.Api.ListAsync("deliveries")).Reverse().ToList();
        Assert.Equal(2 * moments.Length, deliveries.Count);
        foreach (var (delivery, index) in deliveries.Select((d, i) => (d, i)))
        {
            var attempt = Assert.Single(delivery["attempts"]!.AsArray());
            Assert.InRange(At(attempt!), moments[index / 2], moments[index / 2] + TimeSpan.FromMinutes(3));
        }

        var conversions = (await server.ConversionsAsync(deliveries.Count)).ToList();
        foreach (var (conversion, index) in conversions.Select((c, i) => (c, i)))
            Assert.InRange(At(conversion), moments[index / 2], moments[index / 2] + TimeSpan.FromMinutes(3));
        Assert.Empty(server.Faults);
    }

    [Fact]
    public async Task The_demo_has_played_the_days_of_calls_that_it_was_asked_for_when_it_says_where_to_look()
    {
        const int Days = 2;
        var folder = Directory.CreateTempSubdirectory("ringpost-demo-").FullName;
        string[] arguments = ["demo", "--days", $"{Days}", "--data", folder, "--urls", $"http://127.0.0.1:{PrivatePostgres.FreePort()}"];
        using var process = Process.Start(ProgramProcess.Describe(withErrors: false, arguments))!;
        try
        {
            var said = new List<string>();
            while (await process.StandardOutput.ReadLineAsync() is { } line)
            {
                said.Add(line);
                if (line.StartsWith("Ctrl+C", StringComparison.Ordinal))
                    break;
            }

            var all = string.Join('\n', said);
            Assert.DoesNotContain("REFUSED", all, StringComparison.Ordinal);
            var arrived = said.Single(l => l.EndsWith("expected conversions have arrived at the tracker.", StringComparison.Ordinal))
                .Split(' ');
            Assert.Equal(arrived[2], arrived[0]);
            await using var database = new SqliteConnection(
                $"Data Source={Path.Combine(folder, "ringpost.db")};Mode=ReadOnly;Pooling=False"
            );
            await database.OpenAsync();
            using var days = database.CreateCommand();
            days.CommandText = "SELECT count(DISTINCT arrived_at / 86400000) FROM calls";
            // Today may have had no call yet, and a day of the demo's zone is part of two here.
            Assert.InRange((long)(await days.ExecuteScalarAsync())!, Days, Days + 2);
        }
        finally
        {
            process.Kill();
            await process.WaitForExitAsync();
            Directory.Delete(folder, true);
        }
    }

    [Theory]
    [InlineData("0")]
    [InlineData("31")]
    public async Task Days_that_the_demo_does_not_play_are_refused(string days)
    {
        using var commands = await CommandProcess.OpenAsync(Dialect.Sqlite);
        var refused = await commands.RunAsync("demo", "--days", days);
        Assert.Equal((1, "ringpost: --days is 1 to 30."), (refused.ExitCode, refused.LastError));
    }

    private static DateTimeOffset At(JsonNode record) =>
        DateTimeOffset.Parse((string)record["at"]!, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);

    /// <summary>A carrier's moments are whole seconds.</summary>
    private static DateTimeOffset Whole(DateTimeOffset at) => DateTimeOffset.FromUnixTimeSeconds(at.ToUnixTimeSeconds());
}
