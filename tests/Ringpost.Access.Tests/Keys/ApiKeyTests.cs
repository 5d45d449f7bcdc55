using Dapper;
using Ringpost.Access.Keys;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Testing;
using Xunit;

namespace Ringpost.Access.Tests.Keys;

public sealed class ApiKeyTests
{
    [Theory, EachDatabase]
    public async Task A_repeat_of_the_request_makes_no_second_key_and_names_no_secret(Dialect dialect)
    {
        await using var world = await AccessWorld.OpenAsync(dialect);
        var once = Actor.System with { Request = new OnceKey("test", "1", "hash") };
        var first = (await world.Get<CreateApiKey>().RunAsync(once, new("CI", "admin"))).Value;
        var again = (await world.Get<CreateApiKey>().RunAsync(once, new("CI", "admin"))).Value;
        Assert.StartsWith(first.Prefix, first.Key, StringComparison.Ordinal);
        Assert.Equal(first with { Key = "", Rights = again.Rights }, again);
    }

    [Theory, EachDatabase]
    public async Task A_key_acts_with_its_role_until_it_is_revoked(Dialect dialect)
    {
        await using var world = await AccessWorld.OpenAsync(dialect);
        var made = (await world.Get<CreateApiKey>().RunAsync(Actor.System, new("Reports", "readOnly"))).Value;
        var actor = await world.Get<FindApiKey>().RunAsync(made.Key, default);
        Assert.Equal(new Actor($"key:{made.Id}", "Reports", Role.ReadOnly), actor);

        await world.Get<RevokeApiKey>().RunAsync(Actor.System, made.Id);
        Assert.Null(await world.Get<FindApiKey>().RunAsync(made.Key, default));
        Assert.NotNull(Assert.Single((await world.Get<ListApiKeys>().RunAsync(Actor.System, new PageRequest())).Value.Items).RevokedAt);
    }

    [Theory, EachDatabase]
    public async Task The_secret_is_stored_nowhere(Dialect dialect)
    {
        await using var world = await AccessWorld.OpenAsync(dialect);
        var key = (await world.Get<CreateApiKey>().RunAsync(Actor.System, new("CI", "admin"))).Value.Key;
        var secret = key[^64..];
        var rows = await world.Database.ReadAsync(async c =>
            (
                await c.QueryAsync<string>(
                    "SELECT name || prefix || hash FROM api_keys UNION ALL SELECT coalesce(before, '') || coalesce(after, '') FROM change_log"
                )
            ).AsList()
        );
        Assert.Equal(2, rows.Count);
        Assert.DoesNotContain(rows, r => r.Contains(secret, StringComparison.Ordinal));
    }

    [Theory, EachDatabase]
    public async Task Another_secret_with_a_known_prefix_is_refused(Dialect dialect)
    {
        await using var world = await AccessWorld.OpenAsync(dialect);
        var key = (await world.Get<CreateApiKey>().RunAsync(Actor.System, new("CI", "admin"))).Value.Key;
        var forged = key[..^64] + new string('0', 64);
        Assert.Null(await world.Get<FindApiKey>().RunAsync(forged, default));
        Assert.Null(await world.Get<FindApiKey>().RunAsync("", default));
        Assert.Null(await world.Get<FindApiKey>().RunAsync(key + "0", default));
    }

    [Theory, EachDatabase]
    public async Task A_reader_can_neither_make_nor_see_keys_and_all_errors_come_at_once(Dialect dialect)
    {
        await using var world = await AccessWorld.OpenAsync(dialect);
        Assert.IsType<Forbidden>((await world.Get<CreateApiKey>().RunAsync(AccessWorld.Reader, new("x", "admin"))).Refusal);
        Assert.IsType<Forbidden>((await world.Get<ListApiKeys>().RunAsync(AccessWorld.Reader, new PageRequest())).Refusal);
        var invalid = Assert.IsType<Invalid>((await world.Get<CreateApiKey>().RunAsync(Actor.System, new(" ", "owner"))).Refusal);
        Assert.Equal(["name", "role"], invalid.Errors.Keys.Order());
    }
}
