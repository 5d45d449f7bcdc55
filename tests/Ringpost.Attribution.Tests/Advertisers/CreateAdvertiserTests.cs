using Ringpost.Attribution.Advertisers;
using Ringpost.Delivery;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Storage.ChangeLog;
using Ringpost.Testing;
using Xunit;

namespace Ringpost.Attribution.Tests.Advertisers;

public sealed class CreateAdvertiserTests
{
    private static readonly Actor Reader = new("user:2", "Reader", Role.ReadOnly, Rights: [Permission.SeeRevenue]);

    [Theory, EachDatabase]
    public async Task A_new_advertiser_has_a_default_event_and_a_line_of_history(Dialect dialect)
    {
        await using var test = await TestDatabase.OpenAsync(dialect, TimeProvider.System, DeliveryModule.Schema, AttributionModule.Schema);
        var created = (await new CreateAdvertiser(test.Database, test.Configuration).RunAsync(Actor.System, new("Acme"))).Value;

        var read = (await new GetAdvertiser(test.Database).RunAsync(Actor.System, created.Id)).Value;
        Assert.Equal(created, read);
        Assert.NotEqual(0, created.DefaultEventId.Value);
        var history = await test.Database.ReadAsync(c => ChangeLogSql.ListAsync(c, "advertiser", $"{created.Id}"));
        var line = Assert.Single(history);
        Assert.Equal(("create", "system"), (line.Action, line.ActorId));
    }

    [Theory, EachDatabase]
    public async Task The_same_key_and_body_give_the_first_answer_and_another_body_is_refused(Dialect dialect)
    {
        await using var test = await TestDatabase.OpenAsync(dialect, TimeProvider.System, DeliveryModule.Schema, AttributionModule.Schema);
        var create = new CreateAdvertiser(test.Database, test.Configuration);
        var first = (await create.RunAsync(Once("body-1"), new("Acme"))).Value;
        var repeat = (await create.RunAsync(Once("body-1"), new("Acme"))).Value;
        var other = await create.RunAsync(Once("body-2"), new("Other"));

        Assert.Equal(first, repeat);
        Assert.Equal("idempotency-key-reused", other.Refusal?.Type);
        Assert.Single((await new ListAdvertisers(test.Database).RunAsync(Actor.System, null, new PageRequest())).Value.Items);
    }

    [Theory, EachDatabase]
    public async Task A_blank_name_and_a_reader_are_refused_and_nothing_is_stored(Dialect dialect)
    {
        await using var test = await TestDatabase.OpenAsync(dialect, TimeProvider.System, DeliveryModule.Schema, AttributionModule.Schema);
        var create = new CreateAdvertiser(test.Database, test.Configuration);

        var blank = await create.RunAsync(Actor.System, new("  "));
        Assert.Equal(["name"], Assert.IsType<Invalid>(blank.Refusal).Errors.Keys);
        Assert.IsType<Forbidden>((await create.RunAsync(Reader, new("Acme"))).Refusal);
        Assert.Empty((await new ListAdvertisers(test.Database).RunAsync(Reader, null, new PageRequest())).Value.Items);
    }

    private static Actor Once(string bodyHash) =>
        Actor.System with
        {
            Request = new OnceKey("system POST /api/v1/advertisers", "k1", bodyHash),
        };
}
