using System.Net;
using System.Xml.Linq;
using Dapper;
using Ringpost.Scenarios.Hosting;
using Ringpost.Server.Simulation;
using Ringpost.Storage;
using Ringpost.Storage.Writing;
using Ringpost.Testing;
using Xunit;

namespace Ringpost.Scenarios.Faults;

/// <summary>The database can't take a write: postbacks, webhooks and the API answer 503, nothing is recorded as done, and the server recovers by itself.</summary>
public sealed class OutageScenarios
{
    [Fact]
    public async Task A_full_disk_refuses_until_there_is_room_and_then_the_same_requests_are_taken_once()
    {
        await using var server = await RunningServer.StartAsync(Dialect.Sqlite);
        var database = server.Get<Database>();
        var pages = await database.WriteAsync(WriteKeys.None, unit => unit.Connection.ExecuteScalarAsync<long>("PRAGMA max_page_count"));
        var outage = await Outage.PrepareAsync(server);
        await LimitAsync(database, 1);
        await outage.FillAsync();
        await outage.RefusedAsync();
        await LimitAsync(database, pages);
        await outage.TakenOnceAsync();
    }

    [Fact]
    public async Task A_database_that_another_program_holds_refuses_until_it_is_let_go()
    {
        await using var server = await RunningServer.StartAsync(Dialect.Sqlite);
        var outage = await Outage.PrepareAsync(server);
        await using (var other = await server.OpenSqliteAsync())
        {
            await other.ExecuteAsync("BEGIN IMMEDIATE");
            await outage.RefusedAsync();
        }

        await outage.TakenOnceAsync();
    }

    [Fact]
    public async Task PostgreSQL_stopped_and_started_again_refuses_in_between()
    {
        using var postgres = PostgresServer.TryStart();
        if (postgres is null)
        {
            Assert.SkipWhen(Environment.GetEnvironmentVariable("CI") != "true", "PostgreSQL is not installed; ./test installs it");
            Assert.Fail("PostgreSQL is not installed.");
        }

        await using var server = await RunningServer.StartAsync(Dialect.Sqlite, ("Database", postgres.ConnectionString));
        var outage = await Outage.PrepareAsync(server);
        postgres.Stop();
        await outage.RefusedAsync();
        postgres.Start();
        await outage.TakenOnceAsync();
    }

    private static Task LimitAsync(Database database, long pages) =>
        database.WriteAsync(WriteKeys.None, unit => unit.Connection.ExecuteScalarAsync<long>($"PRAGMA max_page_count = {pages}"));

    /// <summary>One request of each kind that writes, sent in the outage and again after it.</summary>
    private sealed class Outage(RunningServer server, SeedExample seed)
    {
        private readonly Dictionary<string, string> _webhook = new()
        {
            ["CallSid"] = "CA-outage",
            ["From"] = SeedExample.Caller,
            ["To"] = SeedExample.FirstNumber,
            ["CallStatus"] = "ringing",
        };

        private string Postback => $"/m.ashx?o={seed.OfferId}&pubid={seed.AffiliateId}&f=pb&t=outage";

        public static async Task<Outage> PrepareAsync(RunningServer server) => new(server, await server.CreateSeedExampleAsync());

        /// <summary>Until the pages that were there already have no room left for any kind of request.</summary>
        public async Task FillAsync()
        {
            await UntilRefusedAsync(i => GetAsync($"/m.ashx?o=999&f=pb&t=fill{i}&x={new string('x', 3000)}"));
            await UntilRefusedAsync(i => GetAsync($"/m.ashx?o={seed.OfferId}&pubid={seed.AffiliateId}&f=pb&t=fill{i}"));
            await UntilRefusedAsync(async i =>
                (await server.Api.TryAsync(HttpMethod.Post, "affiliates", new { name = $"Fill {i}" })).StatusCode
            );
            await UntilRefusedAsync(async i =>
                (await WebhookAsync(new(_webhook) { ["CallSid"] = $"CA-fill{i}", ["From"] = "+14155550199" })).Status
            );
        }

        private async Task<HttpStatusCode> GetAsync(string path) =>
            (await server.Http.GetAsync(new Uri(path, UriKind.Relative))).StatusCode;

        private static async Task UntilRefusedAsync(Func<int, Task<HttpStatusCode>> send)
        {
            for (var i = 0; i < 5_000; i++)
            {
                if (await send(i) == HttpStatusCode.ServiceUnavailable)
                    return;
            }

            Assert.Fail("The disk did not become full.");
        }

        public async Task RefusedAsync()
        {
            using var postback = await server.Http.GetAsync(new Uri(Postback, UriKind.Relative));
            Assert.Equal(HttpStatusCode.ServiceUnavailable, postback.StatusCode);
            Assert.NotNull(postback.Headers.RetryAfter);
            Assert.DoesNotContain("SUCCESS", await postback.Content.ReadAsStringAsync(), StringComparison.OrdinalIgnoreCase);
            Assert.Equal(HttpStatusCode.ServiceUnavailable, (await WebhookAsync(_webhook)).Status);
            using var affiliate = await server.Api.TryAsync(HttpMethod.Post, "affiliates", new { name = "Outage" });
            Assert.Equal(HttpStatusCode.ServiceUnavailable, affiliate.StatusCode);
        }

        public async Task TakenOnceAsync()
        {
            await RunningServer.UntilAsync(
                async () => (await server.Http.GetAsync(new Uri(Postback, UriKind.Relative))).IsSuccessStatusCode,
                () => Task.FromResult("the postback was not taken after the outage")
            );
            await RunningServer.UntilAsync(
                async () => (await WebhookAsync(_webhook)).Status == HttpStatusCode.OK,
                () => Task.FromResult("the webhook was not taken after the outage")
            );
            await server.Api.PostAsync("affiliates", new { name = "Outage" });
            Assert.Single(await server.Api.ListAsync("conversions"), c => (string?)c["transactionId"] == "outage");
            Assert.Single(await server.Api.ListAsync("calls"), c => (string?)c["from"] == SeedExample.Caller);
            Assert.Single(await server.Api.ListAsync("affiliates"), a => (string?)a["name"] == "Outage");
        }

        private Task<(XElement? Document, HttpStatusCode Status)> WebhookAsync(Dictionary<string, string> form) =>
            new CarrierRequests(server.Http, "AC1", seed.Token, RunningServer.Time).PostAsync(seed.VoiceUrl, form, default);
    }
}
