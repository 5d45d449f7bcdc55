using Dapper;
using Microsoft.AspNetCore.DataProtection;
using Ringpost.Access.Setup;
using Ringpost.Access.Users;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Testing;
using Xunit;

namespace Ringpost.Access.Tests.Setup;

public sealed class SetUpTests
{
    [Theory, EachDatabase]
    public async Task The_link_makes_one_administrator_and_settles_zone_and_currency(Dialect dialect)
    {
        await using var world = await AccessWorld.OpenAsync(dialect);
        var token = await TokenAsync(world);
        var request = new SetUpInstance.Request(token, "Ann", "long enough words", "Europe/Berlin", "EUR");
        var results = await Task.WhenAll(
            Enumerable.Range(0, 8).Select(i => world.Get<SetUpInstance>().RunAsync(request with { Name = $"Ann {i}" }, default))
        );

        Assert.Single(results, r => r.IsOk);
        Assert.Single((await world.Get<ListUsers>().RunAsync(Actor.System, new PageRequest())).Value.Items, u => u.Role == Role.Admin);
        var instance = await world.InstanceAsync();
        Assert.Equal(("Europe/Berlin", "EUR", true), (instance.Zone.Id, instance.Currency.Code, instance.IsSetUp));
        Assert.Null(await world.Get<SetupLink>().PrepareAsync());
    }

    [Theory, EachDatabase]
    public async Task A_new_start_makes_the_old_link_worthless(Dialect dialect)
    {
        await using var world = await AccessWorld.OpenAsync(dialect);
        var old = await TokenAsync(world);
        var token = await TokenAsync(world);
        Assert.False(await world.Get<SetUpInstance>().IsValidAsync(old, default));
        Assert.False(await world.Get<SetUpInstance>().IsValidAsync(null, default));
        Assert.True(await world.Get<SetUpInstance>().IsValidAsync(token, default));
    }

    [Theory, EachDatabase]
    public async Task What_is_wrong_with_the_form_is_told_at_once_and_the_link_still_works(Dialect dialect)
    {
        await using var world = await AccessWorld.OpenAsync(dialect);
        var token = await TokenAsync(world);
        var refused = await world.Get<SetUpInstance>().RunAsync(new(token, "", "short", "Moon/Base", "DOLLARS"), default);
        Assert.Equal(["currency", "name", "password", "zone"], Assert.IsType<Invalid>(refused.Refusal).Errors.Keys.Order());
        Assert.True(await world.Get<SetUpInstance>().IsValidAsync(token, default));
    }

    [Theory, EachDatabase]
    public async Task Data_protection_keys_are_in_the_database_and_sealed(Dialect dialect)
    {
        await using var world = await AccessWorld.OpenAsync(dialect);
        var protector = world.Get<IDataProtectionProvider>().CreateProtector("test");
        Assert.Equal("cookie", protector.Unprotect(protector.Protect("cookie")));
        var xml = Assert.Single(
            await world.Database.ReadAsync(async c => (await c.QueryAsync<string>("SELECT xml FROM data_protection_keys")).AsList())
        );
        Assert.Contains("<sealed", xml, StringComparison.Ordinal);
        Assert.DoesNotContain("<masterKey", xml, StringComparison.Ordinal);
    }

    private static async Task<string> TokenAsync(AccessWorld world) =>
        (await world.Get<SetupLink>().PrepareAsync())!.Query["?token=".Length..];
}
