using Dapper;
using Ringpost.Api.History;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Storage.ChangeLog;
using Ringpost.Storage.Migrations;
using Ringpost.Storage.Writing;
using Ringpost.Testing;
using Xunit;

namespace Ringpost.Access.Tests.History;

public sealed class ListChangesTests
{
    [Theory, EachDatabase]
    public async Task A_change_is_told_by_the_fields_that_differ_newest_first(Dialect dialect)
    {
        await using var world = await AccessWorld.OpenAsync(dialect);
        await LogAsync(
            world,
            "offer",
            "7",
            "create",
            null,
            new
            {
                name = "Home",
                payout = 10m,
                tags = new[] { "a", "b" },
                note = (string?)null,
            }
        );
        await LogAsync(
            world,
            "offer",
            "7",
            "update",
            new
            {
                name = "Home",
                payout = 10m,
                at = new { zone = "x" },
            },
            new
            {
                name = "Home",
                payout = 12.5m,
                at = new { zone = "y" },
            }
        );
        await LogAsync(world, "offer", "8", "update", new { name = "Other" }, new { name = "Another" });
        await LogAsync(world, "offer", "7", "delete", new { active = true }, new { active = (bool?)null });

        var list = new ListChanges(world.Database);
        var first = (await list.RunAsync(AccessWorld.Reader, "offer", "7", new PageRequest(2))).Value;
        Assert.Equal(["delete", "update"], first.Items.Select(c => c.Action));
        Assert.Equal([new FieldChange("active", "true", null)], first.Items[0].Changes);
        Assert.Equal([new FieldChange("payout", "10", "12.5"), new FieldChange("at.zone", "x", "y")], first.Items[1].Changes);
        Assert.Equal(("Ringpost", "system"), (first.Items[1].ActorName, first.Items[1].ActorId));
        var rest = (await list.RunAsync(AccessWorld.Reader, "offer", "7", new PageRequest(2, first.Next))).Value;
        Assert.Equal(
            [new FieldChange("name", null, "Home"), new FieldChange("payout", null, "10"), new FieldChange("tags", null, "a, b")],
            Assert.Single(rest.Items).Changes
        );
    }

    [Theory, EachDatabase]
    public async Task No_secret_is_shown_to_anybody(Dialect dialect)
    {
        await using var world = await AccessWorld.OpenAsync(dialect);
        await LogAsync(
            world,
            "pixel",
            "1",
            "update",
            new
            {
                url = "https://x.example/?token=one&t=1",
                headers = new { Authorization = "Bearer one" },
                authToken = "one",
                name = "x",
            },
            new
            {
                url = "https://x.example/?token=two&t=1",
                headers = new { Authorization = "Bearer two" },
                authToken = "two",
                name = "y",
            }
        );
        var changes = Assert
            .Single((await new ListChanges(world.Database).RunAsync(Actor.System, "pixel", "1", new PageRequest())).Value.Items)
            .Changes;
        Assert.Equal(
            [
                new FieldChange("url", "https://x.example/?token=•••&t=1", "https://x.example/?token=•••&t=1"),
                new FieldChange("headers.authorization", "•••", "•••"),
                new FieldChange("authToken", "•••", "•••"),
                new FieldChange("name", "x", "y"),
            ],
            changes
        );
    }

    [Fact]
    public async Task Whose_history_it_is_decides_who_may_read_it()
    {
        await using var world = await AccessWorld.OpenAsync(Dialect.Sqlite);
        var list = new ListChanges(world.Database);
        Assert.IsType<Forbidden>((await list.RunAsync(AccessWorld.Reader, "user", "1", new PageRequest())).Refusal);
        Assert.IsType<Forbidden>((await list.RunAsync(AccessWorld.Reader, "carrier", "1", new PageRequest())).Refusal);
        Assert.IsType<Forbidden>((await list.RunAsync(AccessWorld.Reader, "apiKey", "1", new PageRequest())).Refusal);
        Assert.Empty((await list.RunAsync(AccessWorld.Reader, "affiliate", "1", new PageRequest())).Value.Items);
        Assert.Equal(
            ["id", "kind"],
            Assert.IsType<Invalid>((await list.RunAsync(Actor.System, "", null, new PageRequest())).Refusal).Errors.Keys.Order()
        );
        Assert.NotNull((await list.RunAsync(Actor.System, "offer", "1", new PageRequest(10, "!"))).Refusal);
    }

    [Theory, EachDatabase]
    public async Task What_became_of_a_cards_parts_stands_in_its_history_page_by_page(Dialect dialect)
    {
        await using var world = await AccessWorld.OpenAsync(dialect);
        var offer = new CardOf("offer", "7");
        await LogAsync(world, "offer", "7", "create", null, new { name = "Home" });
        await LogAsync(world, "contract", "3", "create", null, new { name = "Gold" }, offer);
        await LogAsync(world, "contract", "4", "create", null, new { name = "Else" }, new CardOf("offer", "70"));
        await LogAsync(world, "route", "r1", "update", new { targetId = "t1", priority = 1 }, new { targetId = "t1", priority = 2 }, offer);
        await LogAsync(world, "contract", "3", "delete", new { name = "Gold" }, null, offer);

        var list = new ListChanges(world.Database);
        var first = (await list.RunAsync(AccessWorld.Reader, "offer", "7", new PageRequest(2))).Value;
        var rest = (await list.RunAsync(AccessWorld.Reader, "offer", "7", new PageRequest(2, first.Next))).Value;
        Assert.Equal(
            ["contract 3 Gold delete", "route r1 t1 update", "contract 3 Gold create", "offer 7 Home create"],
            first.Items.Concat(rest.Items).Select(c => $"{c.Kind} {c.Of} {c.Name} {c.Action}")
        );
        Assert.Equal([new FieldChange("priority", "1", "2")], first.Items[1].Changes);
        // Its own history is the part's as well.
        Assert.Equal(2, (await list.RunAsync(AccessWorld.Reader, "contract", "3", new PageRequest())).Value.Items.Count);
    }

    [Theory, EachDatabase]
    public async Task What_was_changed_by_an_earlier_version_finds_its_card(Dialect dialect)
    {
        await using var world = await AccessWorld.OpenAsync(dialect);
        await LogAsync(world, "contract", "3", "create", null, new { offerId = 7, name = "Gold" });
        await LogAsync(world, "creative", "4", "update", new { offerId = 7 }, new { offerId = 7 });
        await LogAsync(
            world,
            "cap",
            "5",
            "delete",
            new
            {
                offerId = 7,
                level = "contract",
                targetId = 3,
            },
            null
        );
        await LogAsync(
            world,
            "cap",
            "6",
            "create",
            null,
            new
            {
                offerId = 7,
                level = "campaign",
                targetId = 9,
            }
        );
        await LogAsync(world, "cap", "6", "recount", new { used = 1 }, new { used = 2 });
        await LogAsync(world, "event", "8", "create", null, new { advertiserId = 2 });
        await LogAsync(world, "route", "r", "delete", new { callCampaignId = "c1" }, null);
        await LogAsync(world, "settings", "clickless-postback", "renew-token", null, null);
        var script = Migrator
            .Scripts([new SchemaModule("storage", 0, typeof(Database).Assembly)], dialect)
            .Single(s => s.Name.Contains("change-log-parents", StringComparison.Ordinal));
        var updates = script.Contents[script.Contents.IndexOf("UPDATE", StringComparison.Ordinal)..];
        await world.Database.WriteAsync(
            WriteKeys.None,
            async unit =>
            {
                await unit.Connection.ExecuteAsync(updates);
                return true;
            }
        );

        foreach (
            var (kind, id, found) in new[]
            {
                ("offer", "7", "5 4 3"),
                ("offer-campaign", "9", "6"),
                ("advertiser", "2", "8"),
                ("call-campaign", "c1", "r"),
            }
        )
            Assert.Equal(
                found,
                string.Join(
                    ' ',
                    (await new ListChanges(world.Database).RunAsync(Actor.System, kind, id, new PageRequest())).Value.Items.Select(c =>
                        c.Of
                    )
                )
            );
    }

    private static Task LogAsync(
        AccessWorld world,
        string entity,
        string id,
        string action,
        object? before,
        object? after,
        CardOf? part = null
    ) =>
        world.Database.WriteAsync(
            WriteKeys.None,
            async unit =>
            {
                await ChangeLogSql.AppendAsync(unit, Actor.System, entity, id, action, before, after, part);
                return true;
            }
        );
}
