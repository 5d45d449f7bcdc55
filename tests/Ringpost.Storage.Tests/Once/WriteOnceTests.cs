using Dapper;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Ringpost.Primitives;
using Ringpost.Storage.Crasher;
using Ringpost.Storage.Once;
using Ringpost.Storage.Writing;
using Ringpost.Testing;
using Xunit;

namespace Ringpost.Storage.Tests.Once;

public sealed class WriteOnceTests
{
    private readonly FakeTimeProvider _time = new(
        DateTimeOffset.Parse("2026-01-31T12:00:00Z", System.Globalization.CultureInfo.InvariantCulture)
    );

    [Theory, EachDatabase]
    public async Task A_refusal_rolls_back_what_the_unit_wrote_and_may_be_tried_again(Dialect dialect)
    {
        await using var test = await TestDatabase.OpenAsync(dialect, _time, Things.Schema);
        var refused = await test.Database.WriteOnceAsync<string>(
            Keyed("k", "body"),
            WriteKeys.None,
            async unit =>
            {
                await ThingsSql.InsertAsync(unit, "a");
                return new Missing("Thing 1");
            }
        );
        Assert.IsType<Missing>(refused.Refusal);
        Assert.Empty(await test.Database.IdsAsync());

        Assert.Equal("a", (await InsertAsync(test.Database, Keyed("k", "body"), "a")).Value);
    }

    [Theory, EachDatabase]
    public async Task What_is_only_tried_answers_and_leaves_nothing(Dialect dialect)
    {
        await using var test = await TestDatabase.OpenAsync(dialect, _time, Things.Schema);
        var tried = new Trial(_ => false);
        Assert.Equal("a", (await InsertAsync(test.Database, Actor.System with { Trial = tried }, "a")).Value);
        Assert.True(tried.WasAsked);
        Assert.Empty(await test.Database.IdsAsync());
        Assert.Equal("a", (await InsertAsync(test.Database, Actor.System with { Trial = new Trial(_ => true) }, "a")).Value);
        Assert.Equal(["a"], await test.Database.IdsAsync());
    }

    [Theory, EachDatabase]
    public async Task A_repeat_gets_the_first_answer_for_48_hours_then_it_is_a_new_request(Dialect dialect)
    {
        await using var test = await TestDatabase.OpenAsync(dialect, _time, Things.Schema);
        Assert.Equal("a", (await InsertAsync(test.Database, Keyed("k", "body"), "a")).Value);
        _time.Advance(TimeSpan.FromHours(48) - TimeSpan.FromMilliseconds(1));
        Assert.Equal("a", (await InsertAsync(test.Database, Keyed("k", "body"), "b")).Value);
        Assert.Equal("idempotency-key-reused", (await InsertAsync(test.Database, Keyed("k", "other body"), "c")).Refusal?.Type);
        _time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal("d", (await InsertAsync(test.Database, Keyed("k", "other body"), "d")).Value);
        Assert.Equal(["a", "d"], await test.Database.IdsAsync());
    }

    [Theory, EachDatabase]
    public async Task Old_answers_are_deleted_and_young_ones_stay(Dialect dialect)
    {
        await using var test = await TestDatabase.OpenAsync(dialect, _time, Things.Schema);
        for (var i = 0; i < 5; i++)
            await InsertAsync(test.Database, Keyed($"old-{i}", "body"), $"old-{i}");
        _time.Advance(TimeSpan.FromHours(48));
        await InsertAsync(test.Database, Keyed("young", "body"), "young");
        using var worker = new OncePurgeWorker(test.Database, _time, NullLogger<OncePurgeWorker>.Instance);

        Assert.Equal(5, await worker.RunAsync(CancellationToken.None));
        Assert.Equal(["young"], await test.Database.ReadAsync(c => c.QueryAsync<string>("SELECT key AS Key FROM once")));
    }

    private static Task<Result<string>> InsertAsync(Database database, Actor actor, string id) =>
        database.WriteOnceAsync<string>(
            actor,
            WriteKeys.None,
            async unit =>
            {
                await ThingsSql.InsertAsync(unit, id);
                return id;
            }
        );

    private static Actor Keyed(string key, string bodyHash) =>
        Actor.System with
        {
            Request = new OnceKey("system POST /things", key, bodyHash),
        };
}
