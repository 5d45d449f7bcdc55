using System.Globalization;
using System.Text.Json.Nodes;
using Dapper;
using Ringpost.Primitives;
using Ringpost.Reconciliation.Periods;
using Ringpost.Scenarios.Agreement;
using Ringpost.Storage;
using Ringpost.Testing;
using Xunit;

namespace Ringpost.Scenarios.Periods;

/// <summary>
/// Bills and statements are the books: over random streams of calls, conversions, approvals, rejections, adjustments on any day, closings and
/// closings that are cut off, what documents say adds up to what reports said at the closing, every amount stands in one document, a document that
/// was made never changes, and the book check finds nothing.
/// </summary>
public sealed class PeriodHistoryScenarios
{
    /// <summary>The long form runs with RINGPOST_LONG=1.</summary>
    private static readonly int Histories = Proof.IsLong ? 50 : 1;

    private const int Steps = 70;

    private static readonly string[] Dispositions = ["approved", "pending", "rejected", "returned"];

    [Theory, EachDatabase]
    public async Task Documents_add_up_to_the_reports_of_their_closing_and_never_change(Dialect dialect)
    {
        for (var history = 0; history < Histories; history++)
        {
            var seed = Environment.TickCount + history;
            try
            {
                await RunAsync(dialect, new Random(seed));
            }
            catch (Exception e)
            {
                throw new InvalidOperationException($"History with seed {seed} on {dialect}: {e.Message}", e);
            }
        }
    }

    private static async Task RunAsync(Dialect dialect, Random random)
    {
        // Days around the one of 25 hours.
        var clock = new DateTimeOffset(AgreementScenarios.LastDayOf25Hours().AddDays(2), new TimeOnly(15, 0), TimeSpan.Zero);
        await using var books = await TwoBooks.OpenAsync(dialect, clock);
        var first = books.Today.AddDays(-6);
        var (calls, conversions, made) = (new List<string>(), new List<long>(), new Dictionary<string, string>());
        DateOnly Day() => first.AddDays(random.Next(books.Today.DayNumber - first.DayNumber + 1));
        Instant Moment()
        {
            var (at, now) = (TwoBooks.At(Day(), random.Next(24 * 60) / 60.0), Instant.From(books.Clock.GetUtcNow()));
            return at > now ? now : at;
        }

        decimal Amount() => random.Next(1, 5000) / 100m;
        string Effective() => random.Next(3) == 0 ? "today" : TwoBooks.Text(Day());

        for (var step = 0; step < Steps; step++)
            switch (random.Next(12))
            {
                case < 3:
                    calls.Add(
                        await books.CallAsync(
                            Moment(),
                            random.Next(3) == 0 ? 0 : Amount(),
                            random.Next(4) switch
                            {
                                0 => [(books.Seed.BuyerId, 0), (books.SecondBuyer, Amount())],
                                1 => [(books.Seed.BuyerId, Amount()), (books.SecondBuyer, Amount())],
                                2 => [(null, Amount())],
                                _ => [(books.Seed.BuyerId, Amount())],
                            }
                        )
                    );
                    break;
                case < 6:
                    conversions.Add(await books.ConversionAsync(Moment(), Amount(), Amount(), random.Next(3) == 0, random.Next(8) == 0));
                    break;
                case 6 when calls.Count > 0:
                    await TryAsync(
                        books,
                        $"calls/{calls[random.Next(calls.Count)]}/adjustments",
                        random.Next(2) == 0
                            ? new
                            {
                                mode = "absolute",
                                revenue = (decimal?)Amount(),
                                payout = (decimal?)(random.Next(2) == 0 ? Amount() : null),
                                effective = Effective(),
                                reason = "Checked",
                            }
                            : new
                            {
                                mode = "void",
                                voidRevenue = true,
                                voidPayout = random.Next(2) == 0,
                                effective = random.Next(2) == 0 ? "callDate" : Effective(),
                                reason = "Voided",
                            }
                    );
                    break;
                case 7 when conversions.Count > 0:
                    await TryAsync(
                        books,
                        $"conversions/{conversions[random.Next(conversions.Count)]}/price",
                        new
                        {
                            received = Amount(),
                            paid = Amount(),
                            effective = Effective(),
                            reason = "Repriced",
                        }
                    );
                    break;
                case < 10 when conversions.Count > 0:
                    await TryAsync(
                        books,
                        $"conversions/{conversions[random.Next(conversions.Count)]}/status",
                        new
                        {
                            disposition = Dispositions[random.Next(4)],
                            takePaidBack = random.Next(2) == 0,
                            effective = random.Next(2) == 0 ? null : Effective(),
                            reason = "Reviewed",
                        }
                    );
                    break;
                case 10:
                    books.Clock.Jump(TimeSpan.FromHours(random.Next(1, 30)));
                    break;
                default:
                    await CloseAsync(books, random, made);
                    break;
            }

        // All that is over, for the periods until then may have been empty days.
        books.Clock.Jump(TimeSpan.FromDays(1.1));
        await CloseAsync(books, random, made, books.Today.AddDays(-1));
        Assert.NotEmpty(made);
        foreach (var (number, bytes) in made)
            Assert.Equal(bytes, await books.BytesAsync(number));
        await WithWhatIsOpenTheyAreTheReportsAsync(books, first);
        var check = await books.Api.PostAsync("book-check", new { });
        Assert.True((long)check["count"]! == 0, $"{check}");
        foreach (var series in made.Keys.GroupBy(n => n[..6]))
            Assert.Equal(Enumerable.Range(1, series.Count()), series.Select(n => int.Parse(n[7..], CultureInfo.InvariantCulture)).Order());
    }

    /// <summary>What is refused, because an amount would fall below zero or is that already, changes nothing.</summary>
    private static async Task TryAsync(TwoBooks books, string path, object body)
    {
        using var answer = await books.Api.TryAsync(HttpMethod.Post, path, body);
        Assert.True((int)answer.StatusCode is 200 or 201 or 400 or 409, $"{path}: {await answer.Content.ReadAsStringAsync()}");
    }

    /// <param name="until">The last day; some day or two where absent.</param>
    private static async Task CloseAsync(TwoBooks books, Random random, Dictionary<string, string> made, DateOnly? until = null)
    {
        var closed = (string?)(await books.Api.GetAsync("periods?limit=1"))["items"]!.AsArray().FirstOrDefault()?["through"];
        DateOnly? last = closed is null ? null : DateOnly.ParseExact(closed, "yyyy-MM-dd", CultureInfo.InvariantCulture);
        var through = until ?? last?.AddDays(random.Next(1, 3)) ?? books.Today.AddDays(-random.Next(1, 4));
        if (through >= books.Today || through <= last)
            return;
        if (random.Next(2) == 0)
        {
            // Cut off after some piece: nobody knows of a document, and whoever closes next goes on.
            var pieces = random.Next(1, 6);
            var cut = await Record.ExceptionAsync(() =>
                books
                    .Server.Get<ClosePeriod>()
                    .RunAsync(
                        Actor.System,
                        new(TwoBooks.Text(through)),
                        _ =>
                        {
                            if (--pieces == 0)
                                throw new TimeoutException("The node is gone.");
                        }
                    )
            );
            if (cut is not null)
            {
                Assert.IsType<TimeoutException>(cut);
                Assert.Equal(made.Keys.Order(), (await books.DocumentsAsync()).Select(d => (string)d["number"]!).Order());
                books.Clock.Jump(TimeSpan.FromMinutes(2));
            }
        }

        // The worker may be at it already.
        JsonNode? period = null;
        await Hosting.RunningServer.UntilAsync(
            async () =>
            {
                using var answer = await books.Api.TryAsync(HttpMethod.Post, "periods/close", new { through = TwoBooks.Text(through) });
                period = JsonNode.Parse(await answer.Content.ReadAsStringAsync());
                return (string?)period!["type"] != "period-is-closing";
            },
            () => Task.FromResult($"{period}")
        );
        period = (await books.Api.GetAsync("periods?limit=1"))["items"]![0]!;
        Assert.Equal((TwoBooks.Text(through), "closed"), ((string?)period["through"], (string?)period["state"]));
        await AddsUpAsync(books, period);
        foreach (var document in await books.DocumentsAsync($"&periodId={period["id"]}"))
            made.Add((string)document["number"]!, await books.BytesAsync((string)document["number"]!));
    }

    /// <summary>All documents until then are all that counted until then, as it was known then; of the period alone the same without what came late.</summary>
    private static async Task AddsUpAsync(TwoBooks books, JsonNode period)
    {
        var (through, asOf, from) = ((string)period["through"]!, (string)period["asOf"]!, (string?)period["from"]);
        var all = await books.DocumentsAsync();
        foreach (var document in all)
        {
            var lines = (await books.Api.GetAsync($"documents/{document["number"]}"))["lines"]!.AsArray();
            Assert.Equal((decimal)document["total"]!, lines.Sum(l => (decimal)l!["amount"]!));
            Assert.Equal((decimal)document["late"]!, lines.Where(l => (string?)l!["kind"] == "late").Sum(l => (decimal)l!["amount"]!));
            Assert.All(
                lines.Where(l => (string?)l!["kind"] == "booked"),
                l => Assert.Equal((decimal)l!["amount"]!, (decimal)l["price"]! * (int)l["count"]!)
            );
        }

        var beginning = TwoBooks.Text(DateOnly.ParseExact(through, "yyyy-MM-dd", CultureInfo.InvariantCulture).AddDays(-30));
        foreach (var (only, start) in new[] { (false, beginning), (true, from ?? beginning) })
        {
            var documents = all.Where(d => !only || (long)d["periodId"]! == (long)period["id"]!).ToList();
            var report = (
                await books.Api.GetAsync(
                    $"conversion-report?from={start}&to={through}&zone={TwoBooks.ZoneId}&asOf={Uri.EscapeDataString(asOf)}"
                )
            )["totals"]!.AsArray();
            foreach (var currency in (string[])["USD", "EUR"])
            {
                var row = report.FirstOrDefault(t => (string?)t!["currency"] == currency);
                Assert.Equal(((decimal?)row?["revenue"] ?? 0, only), (Sum(documents, "advertiserBill", currency, only), only));
                Assert.Equal(((decimal?)row?["cost"] ?? 0, only), (Sum(documents, "affiliateStatement", currency, only), only));
            }
        }

        // The call report shows a change on its call's day; bills have it on the day on which it counts.
        var (revenue, payout) = await books.Database.ReadAsync(async c =>
            (await CallsUntilAsync(c, "revenue", period, through), await CallsUntilAsync(c, "payout", period, through))
        );
        Assert.Equal(revenue, Sum(all, "buyerBill", "USD", false));
        Assert.Equal(payout, Sum(all, "publisherStatement", "USD", false));
    }

    private static async Task<decimal> CallsUntilAsync(
        System.Data.Common.DbConnection connection,
        string side,
        JsonNode period,
        string through
    ) =>
        await connection.ExecuteScalarAsync<long>(
            $"SELECT CAST((SELECT COALESCE(SUM({side}), 0) FROM calls WHERE arrived_at < @end) + (SELECT COALESCE(SUM(amount), 0) FROM call_ledger "
                + "WHERE side = @side AND effective_day <= @through) AS bigint)",
            new
            {
                side,
                through,
                end = DateTimeOffset.Parse((string)period["endsAt"]!, CultureInfo.InvariantCulture).ToUnixTimeMilliseconds(),
            }
        ) / 1_000_000m;

    /// <summary>Nothing is lost between documents and what is still open.</summary>
    private static async Task WithWhatIsOpenTheyAreTheReportsAsync(TwoBooks books, DateOnly first)
    {
        var through = books.Today.AddDays(2);
        var open = (await books.Api.PostAsync("periods/preview", new { through = TwoBooks.Text(through) }))["documents"]!.AsArray();
        var all = await books.DocumentsAsync();
        decimal Both(string kind, string currency) =>
            Sum(all, kind, currency, false)
            + open.Where(o => (string?)o!["kind"] == kind && (string?)o["currency"] == currency).Sum(o => (decimal)o!["total"]!);

        var range = $"from={TwoBooks.Text(first)}&to={TwoBooks.Text(through)}";
        var conversions = (await books.Api.GetAsync($"conversion-report?{range}"))["totals"]!.AsArray();
        foreach (var currency in (string[])["USD", "EUR"])
        {
            var row = conversions.FirstOrDefault(t => (string?)t!["currency"] == currency);
            Assert.Equal((decimal?)row?["revenue"] ?? 0, Both("advertiserBill", currency));
            Assert.Equal((decimal?)row?["cost"] ?? 0, Both("affiliateStatement", currency));
        }

        var calls = (await books.Api.GetAsync($"call-report?{range}"))["rows"]!.AsArray();
        Assert.Equal(calls.Sum(r => (decimal)r!["revenue"]!), Both("buyerBill", "USD"));
        Assert.Equal(calls.Sum(r => (decimal)r!["payout"]!), Both("publisherStatement", "USD"));
    }

    private static decimal Sum(IEnumerable<JsonNode> documents, string kind, string currency, bool withoutLate) =>
        documents
            .Where(d => (string?)d["kind"] == kind && (string?)d["currency"] == currency)
            .Sum(d => (decimal)d["total"]! - (withoutLate ? (decimal)d["late"]! : 0));
}
