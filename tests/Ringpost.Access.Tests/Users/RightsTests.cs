using Microsoft.Extensions.DependencyInjection;
using Ringpost.Access.Keys;
using Ringpost.Access.SignIn;
using Ringpost.Access.Users;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Storage.ChangeLog;
using Ringpost.Testing;
using Xunit;

namespace Ringpost.Access.Tests.Users;

public sealed class RightsTests
{
    private const string Password = "long enough words";

    [Fact]
    public void A_reader_may_what_was_given_and_nothing_that_is_not_given_one_by_one()
    {
        var nobody = new Actor("user:1", "Bob", Role.ReadOnly);
        Assert.DoesNotContain(Actor.ToGive, nobody.May);
        foreach (var right in Actor.ToGive)
            Assert.Equal([right], Actor.ToGive.Where((nobody with { Rights = [right] }).May));
        Assert.False((nobody with { Rights = [Permission.Administer] }).May(Permission.Administer));
        Assert.False((nobody with { Rights = [Permission.ChangeConfiguration] }).May(Permission.ChangeConfiguration));
        Assert.All(Actor.ToGive, right => Assert.True(Actor.System.May(right)));
        // A partner has its part and no right beside it, whatever stands at its row.
        Assert.False(new Actor("user:2", "P", Role.Publisher, Of: "AF1", Rights: [Permission.SeeRevenue]).May(Permission.SeeRevenue));
    }

    [Theory, EachDatabase]
    public async Task Rights_are_kept_with_a_person_travel_in_their_session_and_stand_in_the_history(Dialect dialect)
    {
        await using var world = await AccessWorld.OpenAsync(dialect);
        await world.Get<CreateUser>().RunAsync(Actor.System, new("Ann", Password, "admin"));
        var bob = (await world.Get<CreateUser>().RunAsync(Actor.System, new("Bob", Password))).Value;
        Assert.Empty(bob.Rights);
        var before = await SessionAsync(world, "Bob");
        Assert.DoesNotContain(Actor.ToGive, ActorClaims.ToActor(before)!.May);

        var changed = await world.Get<ChangeRole>().RunAsync(Actor.System, bob.Id, new("readOnly", null, ["listen", "seeRevenue"]));
        Assert.Equal([Permission.SeeRevenue, Permission.Listen], changed.Value.Rights);
        Assert.False(await world.Get<Sessions>().IsValidAsync(before));
        var given = await SessionAsync(world, "Bob");
        Assert.Equal([Permission.SeeRevenue, Permission.Listen], Actor.ToGive.Where(ActorClaims.ToActor(given)!.May));
        Assert.True(await world.Get<Sessions>().IsValidAsync(given));

        // The same once more changes nothing and ends no session.
        await world.Get<ChangeRole>().RunAsync(Actor.System, bob.Id, new("readOnly", null, ["seeRevenue", "listen"]));
        Assert.True(await world.Get<Sessions>().IsValidAsync(given));

        // Without the field there are none: a program that knows only roles gives nothing.
        Assert.Empty((await world.Get<ChangeRole>().RunAsync(Actor.System, bob.Id, new("readOnly"))).Value.Rights);
        // Another node, which has not believed the session a moment ago; here it ends within the same 5 seconds as after another role.
        Assert.False(await new Sessions(world.Database).IsValidAsync(given));
        var history = await world.Database.ReadAsync(c => ChangeLogSql.ListAsync(c, "user", $"{bob.Id}"));
        Assert.Contains("\"listen\"", history[0].Before, StringComparison.Ordinal);
        Assert.DoesNotContain("\"listen\"", history[0].After, StringComparison.Ordinal);
        Assert.All((await world.Get<ListUsers>().RunAsync(Actor.System, new PageRequest())).Value.Items, u => Assert.Empty(u.Rights));
    }

    [Theory, EachDatabase]
    public async Task A_key_has_the_rights_it_was_made_with(Dialect dialect)
    {
        await using var world = await AccessWorld.OpenAsync(dialect);
        var made = (await world.Get<CreateApiKey>().RunAsync(Actor.System, new("Sums", "readOnly", null, ["seeFullNumbers"]))).Value;
        Assert.Equal([Permission.SeeFullNumbers], made.Rights);
        var actor = await world.Get<FindApiKey>().RunAsync(made.Key, default);
        Assert.Equal([Permission.SeeFullNumbers], Actor.ToGive.Where(actor!.May));
        Assert.Equal(
            [Permission.SeeFullNumbers],
            Assert.Single((await world.Get<ListApiKeys>().RunAsync(Actor.System, new PageRequest())).Value.Items).Rights
        );
        Assert.Equal([Permission.SeeFullNumbers], (await world.Get<GetMe>().RunAsync(actor)).Value.Rights);
    }

    [Theory, EachDatabase]
    public async Task Rights_are_a_closed_set_of_readers_and_changing_money_comes_with_seeing_it(Dialect dialect)
    {
        await using var world = await AccessWorld.OpenAsync(dialect);
        var create = world.Get<CreateUser>();
        await RefusedAsync(new("a", Password, "readOnly", null, ["administer"]), "no right");
        await RefusedAsync(new("a", Password, "readOnly", null, [null]), "no right");
        await RefusedAsync(new("a", Password, "admin", null, ["listen"]), "Only the role readOnly");
        await RefusedAsync(new("a", Password, "buyer", "BU1", ["seeRevenue"]), "Only the role readOnly");
        await RefusedAsync(new("a", Password, "readOnly", null, ["changeMoney"]), "give seeRevenue");
        var all = await create.RunAsync(Actor.System, new("a", Password, "readOnly", null, [.. Actor.ToGive.Select(r => $"{r}")]));
        Assert.Equal(Actor.ToGive, all.Value.Rights);

        async Task RefusedAsync(CreateUser.Request request, string why)
        {
            var invalid = Assert.IsType<Invalid>((await create.RunAsync(Actor.System, request)).Refusal);
            Assert.Equal(["rights"], invalid.Errors.Keys);
            Assert.Contains(why, invalid.Message, StringComparison.Ordinal);
        }
    }

    private static async Task<System.Security.Claims.ClaimsPrincipal> SessionAsync(AccessWorld world, string name)
    {
        using var scope = world.Scope();
        var user = await scope.ServiceProvider.GetRequiredService<CheckSignIn>().RunAsync(name, Password);
        return Sessions.ToPrincipal(user!);
    }
}
