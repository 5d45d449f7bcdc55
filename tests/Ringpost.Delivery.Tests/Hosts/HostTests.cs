using Dapper;
using Microsoft.Extensions.Options;
using Ringpost.Delivery.Alerts;
using Ringpost.Delivery.Hosts;
using Ringpost.Delivery.Log;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Testing;
using Xunit;

namespace Ringpost.Delivery.Tests.Hosts;

/// <summary>Limits, breaker and alerts with a worker over real HTTP.</summary>
public sealed class HostTests
{
    private static readonly Actor Reader = new("user:2", "Reader", Role.ReadOnly);

    [Theory, EachDatabase]
    public async Task A_host_gets_no_more_a_second_than_it_may(Dialect dialect)
    {
        await using var receiver = await Receiver.StartAsync(200);
        await using var test = await WorkerTest.OpenAsync(dialect);
        var host = new Uri(receiver.Url).Authority;
        Assert.True((await Set(test).RunAsync(Actor.System, new(receiver.Url, PerSecond: 2))).IsOk);
        for (var i = 0; i < 4; i++)
            await test.EnqueueAsync(Drafts.To(receiver.Url, $"c{i}"));
        await test.StartWorkerAsync();
        await UntilAsync(test, () => receiver.Received.Count >= 1);
        // The clock stands still: whatever goes now goes beside the pace.
        await Task.Delay(TimeSpan.FromMilliseconds(200), TimeProvider.System);
        Assert.InRange(receiver.Received.Count, 1, 2);
        for (var i = 0; i < 4; i++)
            test.Time.Advance(TimeSpan.FromMilliseconds(500));
        for (var i = 0; i < 4; i++)
            await test.WaitAsync(r => r.State == "delivered", $"c{i}");
        var listed = Assert.Single((await Hosts(test).RunAsync(Reader)).Value.Items);
        Assert.Equal((host, null, 2, 0L), (listed.Host, listed.MostInFlight, listed.PerSecond, listed.Waiting));
        Assert.True((await Set(test).RunAsync(Actor.System, new(host))).IsOk);
        Assert.Empty((await Hosts(test).RunAsync(Reader)).Value.Items);
    }

    [Theory, EachDatabase]
    public async Task A_host_that_fails_is_left_alone_without_using_up_attempts_told_of_and_told_of_again_when_it_is_well(Dialect dialect)
    {
        var status = 503;
        await using var alerts = await Receiver.StartAsync(200);
        await using var receiver = await Receiver.StartAsync((http, _) => Receiver.Answer(http, status));
        await using var test = await WorkerTest.OpenAsync(
            dialect,
            new DeliveryOptions
            {
                AllowPrivateAddresses = true,
                BreakAfter = 3,
                AlertAfter = TimeSpan.FromSeconds(5),
                MostPerHost = 1,
            }
        );
        Assert.True((await new SetAlertSettings(test.Test.Database, test.Credentials).RunAsync(Actor.System, new(alerts.Url))).IsOk);
        for (var i = 0; i < 6; i++)
            await test.EnqueueAsync(Drafts.To(receiver.Url, $"c{i}"));
        await test.StartWorkerAsync();
        await UntilAsync(test, () => receiver.Received.Count == 3);
        DeliveryHost? paused = null;
        for (var tries = 0; paused?.PausedUntil is null && tries < 500; tries++)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System);
            paused = (await Hosts(test).RunAsync(Reader)).Value.Items.FirstOrDefault(h => h.Host == new Uri(receiver.Url).Authority);
        }

        Assert.Equal((6L, "HTTP 503."), (paused!.Waiting, paused.Note));
        // Whichever three came first: the others were given back without an attempt.
        await Eventually.TrueAsync(
            () =>
                test.Test.Database.ReadAsync(async c =>
                    await c.ExecuteScalarAsync<long>("SELECT count(*) FROM open_deliveries WHERE attempts = 0 AND claimed_by IS NULL") == 3
                ),
            "three were given back"
        );
        Assert.Equal(3, receiver.Received.Count);

        // Open for ten seconds; the one that tries it then fails too, and the first alert is due.
        test.Advance(TimeSpan.FromSeconds(11));
        await UntilAsync(test, () => receiver.Received.Count == 4);
        await AlertAsync(test, ended: false);
        await test.SendAlertsAsync();
        // A clock that moves on would end an attempt that is under way.
        await Eventually.TrueAsync(
            () =>
                test.Test.Database.ReadAsync(async c =>
                    await c.ExecuteScalarAsync<long>("SELECT count(*) FROM deliveries WHERE source = 'alert' AND state = 'delivered'") == 1
                    && await c.ExecuteScalarAsync<long>("SELECT count(*) FROM open_deliveries WHERE claimed_by IS NOT NULL") == 0
                ),
            "people were told"
        );
        status = 200;
        test.Advance(TimeSpan.FromMinutes(1));
        for (var i = 0; i < 6; i++)
            await test.WaitAsync(r => r.State == "delivered", $"c{i}");
        await AlertAsync(test, ended: true);
        await test.SendAlertsAsync();
        test.Advance(TimeSpan.FromSeconds(1));
        await UntilAsync(test, () => alerts.Received.Count == 2);
        Assert.Equal(
            ["receiverFails False", "receiverFails True"],
            alerts
                .Received.Select(r => System.Text.Json.JsonDocument.Parse(r.Body).RootElement)
                .Select(b => $"{b.GetProperty("kind").GetString()} {b.GetProperty("ended").GetBoolean()}")
        );
    }

    [Theory, EachDatabase]
    public async Task The_log_is_searched_by_host_and_an_attempt_says_when_the_next_was_due(Dialect dialect)
    {
        await using var receiver = await Receiver.StartAsync(503);
        await using var test = await WorkerTest.OpenAsync(dialect);
        await test.StartWorkerAsync();
        await test.EnqueueAsync(Drafts.To(receiver.Url));
        await test.EnqueueAsync(Drafts.To("http://nowhere.invalid/", "c2"));
        await test.WaitAsync(r => r.Logged == 1);
        var found = await test.Test.Database.ReadAsync(c =>
            DeliveryLogSql.ListAsync(c, new DeliveryFilter(TimeRange.All, Host: new Uri(receiver.Url).Authority), null, 10)
        );
        var attempt = Assert.Single(Assert.Single(found).Attempts);
        Assert.Equal(found[0].NextAttemptAt, attempt.NextAttemptAt);
    }

    [Fact]
    public void Where_requests_come_from_is_what_the_settings_say_or_a_guess()
    {
        var stated = EgressAddresses.Find(new DeliveryOptions { EgressAddresses = "198.51.100.7, 2001:db8::7" });
        Assert.Equal((2, true, true), (stated.Items.Count, stated.Stated, stated.Sure));
        Assert.False(EgressAddresses.Find(new DeliveryOptions()).Stated);
    }

    /// <summary>The worker looks each second, which does not come while the clock stands still: here it is made to.</summary>
    private static Task UntilAsync(WorkerTest test, Func<bool> condition) =>
        Eventually.TrueAsync(
            () =>
            {
                test.Wake.Raise(Ringpost.Delivery.Outbox.Outbox.Topic);
                return condition();
            },
            "so many were received"
        );

    private static Task AlertAsync(WorkerTest test, bool ended) =>
        Eventually.TrueAsync(
            async () =>
                (await new ListAlerts(test.Test.Database).RunAsync(Reader, new(Unseen: true), new PageRequest())).Value.Items.Any(a =>
                    a.Kind == AlertKind.ReceiverFails && a.Ended == ended
                ),
            $"an alert, {(ended ? "over" : "failing")}"
        );

    private static SetHostLimit Set(WorkerTest test) => new(test.Test.Database, test.Test.Configuration);

    private static ListHosts Hosts(WorkerTest test) => new(test.Test.Database, Options.Create(test.Options), test.Time);
}
