using Microsoft.Extensions.DependencyInjection;
using Ringpost.Access.SignIn;
using Ringpost.Access.Users;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Testing;
using Xunit;

namespace Ringpost.Access.Tests.SignIn;

public sealed class CheckSignInTests
{
    private const string Password = "long enough words";

    [Theory, EachDatabase]
    public async Task The_right_password_signs_in_and_unknown_wrong_and_disabled_look_the_same(Dialect dialect)
    {
        await using var world = await AccessWorld.OpenAsync(dialect);
        var ann = (await world.Get<CreateUser>().RunAsync(Actor.System, new("Ann", Password, "admin"))).Value;
        Assert.Equal(ann.Id, (await TryAsync(world, "ann", Password))?.Id);
        Assert.Null(await TryAsync(world, "ann", "wrong words, long"));
        Assert.Null(await TryAsync(world, "nobody", Password));
        Assert.Null(await TryAsync(world, "", ""));

        await world.Get<CreateUser>().RunAsync(Actor.System, new("Bob", Password, "admin"));
        await world.Get<DisableUser>().RunAsync(Actor.System, ann.Id, new(true));
        Assert.Null(await TryAsync(world, "ann", Password));
    }

    [Theory, EachDatabase]
    public async Task Wrong_passwords_lock_even_when_they_come_side_by_side_and_a_reset_unlocks(Dialect dialect)
    {
        await using var world = await AccessWorld.OpenAsync(dialect);
        var ann = (await world.Get<CreateUser>().RunAsync(Actor.System, new("Ann", Password, "admin"))).Value;
        await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => TryAsync(world, "ann", "wrong words, long")));
        Assert.Null(await TryAsync(world, "ann", Password));

        await world.Get<ResetPassword>().RunAsync(Actor.System, ann.Id, new("other long words"));
        Assert.NotNull(await TryAsync(world, "ann", "other long words"));
    }

    [Theory, EachDatabase]
    public async Task Another_role_or_password_ends_the_session(Dialect dialect)
    {
        await using var world = await AccessWorld.OpenAsync(dialect);
        await world.Get<CreateUser>().RunAsync(Actor.System, new("Ann", Password, "admin"));
        var bob = (await world.Get<CreateUser>().RunAsync(Actor.System, new("Bob", Password, "readOnly"))).Value;
        var session = Sessions.ToPrincipal((await TryAsync(world, "Bob", Password))!);
        Assert.Equal(new Actor($"user:{bob.Id}", "Bob", Role.ReadOnly), ActorClaims.ToActor(session));

        await world.Get<ChangeRole>().RunAsync(Actor.System, bob.Id, new("admin"));
        Assert.False(await world.Get<Sessions>().IsValidAsync(session));
        Assert.True(await world.Get<Sessions>().IsValidAsync(Sessions.ToPrincipal((await TryAsync(world, "Bob", Password))!)));
    }

    [Theory]
    [InlineData("/console/calls?x=1", "/console/calls?x=1")]
    [InlineData("//evil.example", "/console")]
    [InlineData("/\\evil.example", "/console")]
    [InlineData("https://evil.example", "/console")]
    [InlineData("/a\r\nSet-Cookie: x", "/console")]
    [InlineData("", "/console")]
    [InlineData(null, "/console")]
    public void A_sign_in_leads_to_our_own_pages_only(string? asked, string expected) =>
        Assert.Equal(expected, SignInPages.LocalPath(asked));

    private static async Task<User?> TryAsync(AccessWorld world, string name, string password)
    {
        using var scope = world.Scope();
        return await scope.ServiceProvider.GetRequiredService<CheckSignIn>().RunAsync(name, password);
    }
}
