using Dapper;
using Ringpost.Access.Users;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Storage.ChangeLog;
using Ringpost.Testing;
using Xunit;

namespace Ringpost.Access.Tests.Users;

public sealed class UserTests
{
    [Theory, EachDatabase]
    public async Task Names_are_taken_whatever_their_capitals(Dialect dialect)
    {
        await using var world = await AccessWorld.OpenAsync(dialect);
        var create = world.Get<CreateUser>();
        Assert.True((await create.RunAsync(Actor.System, new("Ann@example.com", "long enough words", "admin"))).IsOk);
        var second = await create.RunAsync(Actor.System, new("ann@EXAMPLE.com", "long enough words", "admin"));
        Assert.Equal(["name"], Assert.IsType<Invalid>(second.Refusal).Errors.Keys);
    }

    [Theory, EachDatabase]
    public async Task The_same_request_again_makes_one_user_and_its_password_can_not_be_guessed_from_what_is_kept(Dialect dialect)
    {
        await using var world = await AccessWorld.OpenAsync(dialect);
        var create = world.Get<CreateUser>();
        var body = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData("a body"u8));
        var once = Actor.System with { Request = new OnceKey("key:1 POST /api/v1/users", "1", body) };
        var answers = await Task.WhenAll(Enumerable.Range(0, 32).Select(_ => create.RunAsync(once, new("Ann", "long enough words"))));
        Assert.All(answers, a => Assert.Equal(answers[0].Value.Id, a.Value.Id));

        var other = once with { Request = once.Request! with { BodyHash = new string('0', 64) } };
        Assert.Equal("idempotency-key-reused", (await create.RunAsync(other, new("Ann", "another long password"))).Refusal?.Type);
        var kept = await world.Database.ReadAsync(c => c.ExecuteScalarAsync<string>("SELECT body_hash FROM once"));
        Assert.Equal(64, kept!.Length);
        Assert.NotEqual(body, kept);
    }

    [Theory, EachDatabase]
    public async Task The_last_administrator_stays_one(Dialect dialect)
    {
        await using var world = await AccessWorld.OpenAsync(dialect);
        var ann = (await world.Get<CreateUser>().RunAsync(Actor.System, new("Ann", "long enough words", "admin"))).Value;
        Assert.Equal("last-administrator", (await world.Get<ChangeRole>().RunAsync(Actor.System, ann.Id, new("readOnly"))).Refusal?.Type);
        Assert.Equal("last-administrator", (await world.Get<DisableUser>().RunAsync(Actor.System, ann.Id, new(true))).Refusal?.Type);

        await world.Get<CreateUser>().RunAsync(Actor.System, new("Bob", "long enough words", "admin"));
        Assert.Equal(Role.ReadOnly, (await world.Get<ChangeRole>().RunAsync(Actor.System, ann.Id, new("readOnly"))).Value.Role);
    }

    [Theory, EachDatabase]
    public async Task Who_is_no_administrator_is_never_the_last_one(Dialect dialect)
    {
        // Made on the command line of an instance that has no administrator: their roles may change.
        await using var world = await AccessWorld.OpenAsync(dialect);
        var bob = (await world.Get<CreateUser>().RunAsync(Actor.System, new("Bob", "long enough words", "readOnly"))).Value;
        Assert.Equal(
            [Permission.SeeRevenue],
            (await world.Get<ChangeRole>().RunAsync(Actor.System, bob.Id, new("readOnly", Rights: ["seeRevenue"]))).Value.Rights
        );

        // An administrator who is disabled can't sign in, so that nothing is lost with them.
        var ann = (await world.Get<CreateUser>().RunAsync(Actor.System, new("Ann", "long enough words", "admin"))).Value;
        await world.Get<CreateUser>().RunAsync(Actor.System, new("Cid", "long enough words", "admin"));
        await world.Get<DisableUser>().RunAsync(Actor.System, ann.Id, new(true));
        Assert.Equal(Role.ReadOnly, (await world.Get<ChangeRole>().RunAsync(Actor.System, ann.Id, new("readOnly"))).Value.Role);
    }

    [Theory, EachDatabase]
    public async Task A_reader_changes_no_one_but_their_own_password(Dialect dialect)
    {
        await using var world = await AccessWorld.OpenAsync(dialect);
        var ann = (await world.Get<CreateUser>().RunAsync(Actor.System, new("Ann", "long enough words", "admin"))).Value;
        var bob = (await world.Get<CreateUser>().RunAsync(Actor.System, new("Bob", "long enough words", "readOnly"))).Value;
        var actor = new Actor($"user:{bob.Id}", "Bob", Role.ReadOnly);
        Assert.IsType<Forbidden>((await world.Get<CreateUser>().RunAsync(actor, new("Eve", "long enough words"))).Refusal);
        Assert.IsType<Forbidden>((await world.Get<ResetPassword>().RunAsync(actor, ann.Id, new("other long words"))).Refusal);
        Assert.True((await world.Get<ResetPassword>().RunAsync(actor, bob.Id, new("other long words"))).IsOk);
    }

    [Theory, EachDatabase]
    public async Task The_history_names_the_change_and_never_the_password(Dialect dialect)
    {
        await using var world = await AccessWorld.OpenAsync(dialect);
        var ann = (await world.Get<CreateUser>().RunAsync(Actor.System, new("Ann", "correct horse battery", "admin"))).Value;
        await world.Get<ResetPassword>().RunAsync(Actor.System, ann.Id, new("another horse battery"));
        var history = await world.Database.ReadAsync(c => ChangeLogSql.ListAsync(c, "user", $"{ann.Id}"));
        Assert.Equal(["resetPassword", "create"], history.Select(h => h.Action));
        Assert.DoesNotContain(history, h => $"{h.Before}{h.After}".Contains("horse", StringComparison.Ordinal));
    }

    [Theory, EachDatabase]
    public async Task Each_person_has_a_time_zone_of_their_own_and_a_key_has_none(Dialect dialect)
    {
        await using var world = await AccessWorld.OpenAsync(dialect);
        var (get, set) = (world.Get<GetMe>(), world.Get<SetMyZone>());
        var bob = (await world.Get<CreateUser>().RunAsync(Actor.System, new("Bob", "long enough words", "readOnly"))).Value;
        var actor = new Actor($"user:{bob.Id}", "Bob", Role.ReadOnly);
        var me = (await get.RunAsync(actor)).Value;
        Assert.Equal(new Me($"user:{bob.Id}", "Bob", Role.ReadOnly, null) { Rights = me.Rights }, me);

        Assert.Equal("Asia/Tokyo", (await set.RunAsync(actor, new(" Asia/Tokyo"))).Value.Zone);
        Assert.Equal(["zone"], Assert.IsType<Invalid>((await set.RunAsync(actor, new("Asia/Nowhere"))).Refusal).Errors.Keys);
        Assert.Equal("Asia/Tokyo", (await get.RunAsync(actor)).Value.Zone);
        Assert.Null((await set.RunAsync(actor, new(""))).Value.Zone);
        Assert.Null((await get.RunAsync(actor)).Value.Zone);

        var key = new Actor("key:3", "Sync", Role.Admin);
        Assert.Equal("not-a-person", (await set.RunAsync(key, new("Asia/Tokyo"))).Refusal?.Type);
        Assert.Null((await get.RunAsync(key)).Value.Zone);
        var changes = await world.Database.ReadAsync(c =>
            c.ExecuteScalarAsync<long>("SELECT count(*) FROM change_log WHERE action = 'setZone'")
        );
        Assert.Equal(2, changes);
    }

    [Theory, EachDatabase]
    public async Task Each_person_reads_numbers_and_dates_in_one_of_the_known_ways(Dialect dialect)
    {
        await using var world = await AccessWorld.OpenAsync(dialect);
        var (get, set) = (world.Get<GetMe>(), world.Get<SetMyLocale>());
        var bob = (await world.Get<CreateUser>().RunAsync(Actor.System, new("Bob", "long enough words", "readOnly"))).Value;
        var actor = new Actor($"user:{bob.Id}", "Bob", Role.ReadOnly);
        Assert.Null((await get.RunAsync(actor)).Value.Locale);
        Assert.Equal("de-DE", (await set.RunAsync(actor, new(" de-de "))).Value.Locale);
        Assert.Equal("de-DE", (await world.Get<SetMyZone>().RunAsync(actor, new("Asia/Tokyo"))).Value.Locale);
        var me = (await get.RunAsync(actor)).Value;
        Assert.Equal(("de-DE", "Asia/Tokyo"), (me.Locale, me.Zone));
        Assert.Equal(["locale"], Assert.IsType<Invalid>((await set.RunAsync(actor, new("tlh-KX"))).Refusal).Errors.Keys);
        Assert.Null((await set.RunAsync(actor, new(""))).Value.Locale);
        Assert.Equal("not-a-person", (await set.RunAsync(new Actor("key:3", "Sync", Role.Admin), new("de-DE"))).Refusal?.Type);
        Assert.All(Locales.All, l => Assert.Equal(l, System.Globalization.CultureInfo.GetCultureInfo(l, predefinedOnly: true).Name));
    }
}
