using System.Net;
using Ringpost.Scenarios.Agreement;
using Ringpost.Server.Simulation;
using Ringpost.Storage;
using Ringpost.Testing;
using Xunit;

namespace Ringpost.Scenarios.Periods;

public sealed class PeriodScenarios
{
    private static readonly DateOnly Fall = AgreementScenarios.LastDayOf25Hours();

    private static readonly DateTimeOffset Start = new(Fall.AddDays(3), new TimeOnly(15, 0), TimeSpan.Zero);

    [Theory, EachDatabase]
    public async Task What_is_recorded_for_closed_days_comes_into_the_next_documents_with_what_it_corrects(Dialect dialect)
    {
        await using var books = await TwoBooks.OpenAsync(dialect, Start);
        // The day of 25 hours ends at 05:00 UTC: its last half hour is by the clock of summer the next day's.
        var call = await books.CallAsync(TwoBooks.At(Fall, 24.6), 15, (books.Seed.BuyerId, 25));
        await books.CallAsync(TwoBooks.At(Fall, 1), 15, (books.Seed.BuyerId, 25));
        await books.CallAsync(TwoBooks.At(Fall.AddDays(1), 0), 15, (books.SecondBuyer, 30));
        var conversion = await books.ConversionAsync(TwoBooks.At(Fall, 24.5), 20, 10);
        var pending = await books.ConversionAsync(TwoBooks.At(Fall, 2), 20, 10);
        await books.ConversionAsync(TwoBooks.At(Fall, 3), 100, 100, test: true);
        await books.ConversionAsync(TwoBooks.At(Fall, 4), 9, 7, euro: true);
        await books.Api.PostAsync(
            $"conversions/{pending}/status",
            new
            {
                disposition = "pending",
                effective = "conversionDate",
                reason = "Looked at",
            }
        );
        await books.Api.PostAsync(
            $"calls/{call}/adjustment-requests",
            new
            {
                mode = "relative",
                revenue = -5,
                reason = "Wrong number",
            }
        );

        var preview = await books.Api.PostAsync("periods/preview", new { through = TwoBooks.Text(Fall) });
        var warnings = preview["warnings"]!.AsArray().Select(w => ((string)w!["kind"]!, (int)w["count"]!)).ToDictionary();
        Assert.Equal((1, 1), (warnings["adjustmentRequests"], warnings["pendingConversions"]));
        Assert.Contains("disagreements", warnings.Keys);
        Assert.Empty(await books.DocumentsAsync());

        await books.CloseAsync(Fall);
        var bill = await books.DocumentAsync(Fall, "buyerBill");
        Assert.Equal(
            (50m, TwoBooks.ZoneId, "Acme Insurance"),
            ((decimal)bill["total"]!, (string)bill["zone"]!, (string)bill["partyName"]!)
        );
        Assert.Equal(20m, (decimal)(await books.DocumentAsync(Fall, "advertiserBill"))["total"]!);
        Assert.Equal(9m, (decimal)(await books.DocumentAsync(Fall, "advertiserBill", "EUR"))["total"]!);
        var frozen = await books.BytesAsync((string)bill["number"]!);

        // Changed on its own day, changed today, approved at last, arrived late, renamed since.
        await books.Api.PostAsync(
            $"calls/{call}/adjustments",
            new
            {
                mode = "absolute",
                revenue = 5,
                effective = "callDate",
                reason = "Wrong number",
            }
        );
        await books.Api.PostAsync($"conversions/{conversion}/price", new { received = 12, reason = "Agreed" });
        await books.Api.PostAsync($"conversions/{pending}/status", new { disposition = "approved", reason = "Looks right" });
        var late = await books.CallAsync(TwoBooks.At(Fall, 5), 15, (books.Seed.BuyerId, 25));
        await books.Api.PatchAsync($"buyers/{books.Seed.BuyerId}", new { name = "Acme Renamed" });

        var next = books.Today;
        books.Clock.Jump(TimeSpan.FromDays(1));
        await books.CloseAsync(next);
        Assert.Equal(frozen, await books.BytesAsync((string)bill["number"]!));
        var second = (await books.DocumentsAsync($"&kind=buyerBill&partyId={books.Seed.BuyerId}"))[0];
        Assert.Equal((5m, 5m, "Acme Renamed"), ((decimal)second["total"]!, (decimal)second["late"]!, (string)second["partyName"]!));
        var lines = (await books.Api.GetAsync($"documents/{second["number"]}"))["lines"]!.AsArray();
        Assert.Equal(
            [(late, 25m, null, bill["number"]!.ToString()), (call, -20m, "Wrong number", bill["number"]!.ToString())],
            lines
                .Select(l => ((string)l!["recordId"]!, (decimal)l["amount"]!, (string?)l["reason"], (string?)l["corrects"]))
                .OrderByDescending(l => l.Item2)
        );
        Assert.All(lines, l => Assert.Equal(("late", TwoBooks.Text(Fall)), ((string?)l!["kind"], (string?)l["effectiveDay"])));

        var advertiser = await books.DocumentAsync(next, "advertiserBill");
        Assert.Equal(12m, (decimal)advertiser["total"]!);
        lines = (await books.Api.GetAsync($"documents/{advertiser["number"]}"))["lines"]!.AsArray();
        Assert.Equal(
            [("correction", -8m), ("late", 20m)],
            lines.Select(l => ((string)l!["kind"]!, (decimal)l["amount"]!)).OrderBy(l => l.Item2)
        );
        Assert.All(lines, l => Assert.NotNull((string?)l!["corrects"]));
    }

    [Theory, EachDatabase]
    public async Task Whatever_is_booked_while_days_are_closed_stands_in_one_document(Dialect dialect)
    {
        await using var books = await TwoBooks.OpenAsync(dialect, Start);
        var calls = new List<string>();
        for (var i = 0; i < 30; i++)
            calls.Add(await books.CallAsync(TwoBooks.At(Fall, i / 2.0), 15, (books.Seed.BuyerId, 25)));
        // Both ask for the same day at once; one of them closes it, and nobody makes a second bill.
        async Task<HttpStatusCode> Close()
        {
            using var answer = await books.Api.TryAsync(HttpMethod.Post, "periods/close", new { through = TwoBooks.Text(Fall) });
            return answer.StatusCode;
        }

        var closings = new[] { Close(), Close(), Close() };
        await Parallel.ForEachAsync(
            calls,
            new ParallelOptions { MaxDegreeOfParallelism = 8 },
            async (call, _) =>
            {
                await books.Api.PostAsync(
                    $"calls/{call}/adjustments",
                    new
                    {
                        mode = "relative",
                        revenue = -1,
                        effective = "callDate",
                        reason = "Scrubbed",
                    }
                );
                await books.ConversionAsync(TwoBooks.At(Fall, 7), 20, 10);
            }
        );
        var answers = await Task.WhenAll(closings);
        Assert.Contains(HttpStatusCode.OK, answers);
        Assert.All(answers, a => Assert.True(a is HttpStatusCode.OK or HttpStatusCode.Conflict or HttpStatusCode.BadRequest));
        await books.CloseAsync(Fall.AddDays(1));

        var documents = await books.DocumentsAsync();
        decimal Sum(string kind) => documents.Where(d => (string?)d["kind"] == kind).Sum(d => (decimal)d["total"]!);
        Assert.Equal((30 * 24m, 30 * 15m), (Sum("buyerBill"), Sum("publisherStatement")));
        Assert.Equal((30 * 20m, 30 * 10m), (Sum("advertiserBill"), Sum("affiliateStatement")));
        Assert.Equal(30 * 5, documents.Sum(d => (int)d["entries"]!));
        Assert.Equal(documents.Count, documents.Select(d => (string)d["number"]!).Distinct().Count());
    }

    [Theory, EachDatabase]
    public async Task Days_close_once_in_their_order_and_an_empty_period_has_no_documents(Dialect dialect)
    {
        await using var books = await TwoBooks.OpenAsync(dialect, Start);
        await books.CallAsync(TwoBooks.At(Fall.AddDays(-9), 5), 15, (books.Seed.BuyerId, 25));
        // Before the books begin nothing is billed.
        await books.Api.PostAsync(
            "periods/close",
            new { from = TwoBooks.Text(Fall.AddDays(-8)), through = TwoBooks.Text(Fall.AddDays(-7)) }
        );
        await RefusedAsync(books, new { through = TwoBooks.Text(Fall.AddDays(-7)) }, "closed already");
        await RefusedAsync(books, new { through = TwoBooks.Text(Fall.AddDays(-20)) }, "closed already");
        await RefusedAsync(books, new { through = TwoBooks.Text(books.Today) }, "not over");
        await RefusedAsync(books, new { through = "Monday" }, "A day as");
        await RefusedAsync(books, new { }, "The last day to close");
        await RefusedAsync(books, new { through = TwoBooks.Text(Fall), from = TwoBooks.Text(Fall) }, "Only the first period");
        await books.CloseAsync(Fall);
        Assert.Empty(await books.DocumentsAsync());
        var periods = (await books.Api.GetAsync("periods"))["items"]!.AsArray();
        Assert.Equal([TwoBooks.Text(Fall.AddDays(-6)), TwoBooks.Text(Fall.AddDays(-8))], periods.Select(p => (string)p!["from"]!));
        Assert.Equal((string)periods[1]!["endsAt"]!, (string)periods[0]!["startsAt"]!);
    }

    private static async Task<string[]> FoundAsync(ApiClient api, string text) =>
        [
            .. (await api.GetAsync($"search?q={Uri.EscapeDataString(text)}"))!["hits"]!
                .AsArray()
                .Where(h => (string)h!["kind"]! is "document" or "period" or "user")
                .Select(h => $"{h!["kind"]} {h["id"]}"),
        ];

    [Theory, EachDatabase]
    public async Task Partners_see_their_own_documents_and_nothing_of_the_other_side(Dialect dialect)
    {
        await using var books = await TwoBooks.OpenAsync(dialect, Start);
        var call = await books.CallAsync(TwoBooks.At(Fall, 5), 15, (books.Seed.BuyerId, 25));
        await books.CallAsync(TwoBooks.At(Fall, 6), 15, (books.SecondBuyer, 33));
        await books.ConversionAsync(TwoBooks.At(Fall, 7), 20, 10);
        await books.CloseAsync(Fall);
        await books.Api.PostAsync(
            $"calls/{call}/adjustments",
            new
            {
                mode = "relative",
                revenue = -1,
                reason = "Buyer owes 24, we pay 15",
            }
        );
        books.Clock.Jump(TimeSpan.FromDays(2));
        await books.CloseAsync(books.Today.AddDays(-1));

        // A day, a month or a year finds the periods that it is in; people are found for administrators alone.
        string[] ofDay = ["period 1"],
            ofYear = ["period 2", "period 1"];
        Assert.Equal(ofDay, await FoundAsync(books.Api, TwoBooks.Text(Fall)));
        Assert.Equal(ofYear, await FoundAsync(books.Api, $"{books.Today.Year}"));
        await books.Api.PostAsync(
            "users",
            new
            {
                name = "Grace Period",
                password = "a long enough secret",
                role = "readOnly",
            }
        );
        Assert.Contains("user", (await FoundAsync(books.Api, "grace"))[0], StringComparison.Ordinal);
        using (var rea = new ApiClient(books.Server.Address, await books.Server.KeyAsync("readOnly", null, "seeRevenue")))
            Assert.Empty(await FoundAsync(rea, "grace"));

        var all = await books.DocumentsAsync();
        foreach (
            var (role, id, kind, count) in new[]
            {
                ("buyer", books.Seed.BuyerId, "buyerBill", 2),
                ("buyer", books.SecondBuyer, "buyerBill", 1),
                ("publisher", books.Seed.PublisherId, "publisherStatement", 1),
            }
        )
        {
            using var partner = new ApiClient(books.Server.Address, await books.Server.KeyAsync(role, id));
            var own = await partner.ListAsync("documents");
            Assert.Equal(count, own.Count);
            Assert.All(own, d => Assert.Equal((kind, id), ((string?)d["kind"], (string?)d["partyId"])));
            // The search finds a partner its own documents, and no period.
            Assert.Empty(await FoundAsync(partner, TwoBooks.Text(Fall)));
            foreach (var document in all)
            {
                var number = (string)document["number"]!;
                var isOwn = own.Any(d => (string?)d["number"] == number);
                foreach (var path in (string[])["", "/lines.csv", "/entries", "/entries.csv"])
                {
                    using var answer = await partner.TryAsync(HttpMethod.Get, $"documents/{number}{path}");
                    Assert.Equal((path, isOwn ? HttpStatusCode.OK : HttpStatusCode.NotFound), (path, answer.StatusCode));
                    Assert.DoesNotContain("we pay", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
                }

                string[] found = [$"document {number}"];
                Assert.Equal(isOwn ? found : [], await FoundAsync(partner, number.ToLowerInvariant()));
                Assert.Equal(found, await FoundAsync(books.Api, number));
            }

            foreach (
                var (method, path) in new[]
                {
                    (HttpMethod.Get, "periods"),
                    (HttpMethod.Post, "periods/preview"),
                    (HttpMethod.Post, "periods/close"),
                }
            )
            {
                using var answer = await partner.TryAsync(
                    method,
                    path,
                    method == HttpMethod.Get ? null : new { through = TwoBooks.Text(Fall) }
                );
                Assert.Equal((path, HttpStatusCode.Forbidden), (path, answer.StatusCode));
            }
        }

        using var reader = new ApiClient(books.Server.Address, await books.Server.KeyAsync("readOnly", null, "seeRevenue"));
        Assert.Equal(all.Count, (await reader.ListAsync("documents")).Count);
        using var refused = await reader.TryAsync(
            HttpMethod.Post,
            "periods/close",
            new { through = TwoBooks.Text(books.Today.AddDays(-1)) }
        );
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
    }

    private static async Task RefusedAsync(TwoBooks books, object body, string words)
    {
        using var answer = await books.Api.TryAsync(HttpMethod.Post, "periods/close", body);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.Equal((HttpStatusCode.BadRequest, true), (answer.StatusCode, text.Contains(words, StringComparison.Ordinal)));
    }
}
