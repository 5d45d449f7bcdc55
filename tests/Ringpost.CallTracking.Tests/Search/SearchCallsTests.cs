using System.Globalization;
using Dapper;
using Ringpost.CallTracking.Buyers;
using Ringpost.CallTracking.Search;
using Ringpost.CallTracking.Tests.CallLists;
using Ringpost.CallTracking.Tests.Configuration;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Storage.Writing;
using Ringpost.Testing;
using Xunit;
using static Ringpost.CallTracking.Tests.CallLists.StoredCall;

namespace Ringpost.CallTracking.Tests.Search;

public sealed class SearchCallsTests
{
    private const string First = "019a3f00111172228333444455556666";
    private const string Second = "019a3f00222272228333444455556666";

    [Theory, EachDatabase]
    public async Task A_call_is_found_by_its_id_its_beginning_and_its_caller(Dialect dialect)
    {
        await using var setup = await CallSetup.OpenAsync(dialect);
        await WriteAsync(
            setup.Database,
            new StoredCall(First, At2026(3, 1)) { Paid = 1 },
            new StoredCall(Second, At2026(3, 2)) { Caller = "+16615550199", Live = 1 }
        );

        Assert.Equal([$"Call {First}"], await FoundAsync(setup, CallSetup.Admin, First.ToUpperInvariant()));
        Assert.Equal([$"Call {Second}"], await FoundAsync(setup, CallSetup.Admin, First[..8] + "-2222"));
        Assert.Equal([$"Call {First}", "Caller +16615550106"], await FoundAsync(setup, CallSetup.Admin, "(661) 555-0106"));
        Assert.Equal(["Caller +16615550106", "Caller +16615550199"], await FoundAsync(setup, CallSetup.Admin, "661 555 01"));
        Assert.Empty(await FoundAsync(setup, CallSetup.Admin, "555 0106 99"));
        var hit = Assert.Single((await SearchAsync(setup, CallSetup.Admin, First)));
        Assert.Equal(("+16615550106", new Instant(At2026(3, 1))), (hit.Title, hit.At));
        Assert.StartsWith("Paid · +12025550181", $"{hit.Detail}", StringComparison.Ordinal);
    }

    [Theory, EachDatabase]
    public async Task Who_may_not_see_full_numbers_finds_a_caller_by_the_whole_number_alone_and_masked(Dialect dialect)
    {
        await using var setup = await CallSetup.OpenAsync(dialect);
        await WriteAsync(setup.Database, new StoredCall(First, At2026(3, 1)) { Revenue = 25_000_000 });

        Assert.Empty(await SearchAsync(setup, CallSetup.Reader, "661 555 01"));
        var found = await SearchAsync(setup, CallSetup.Reader, "(661) 555-0106");
        Assert.Equal(["+16•••••••06", "+16•••••••06"], found.Select(h => h.Title));
        Assert.All(found, h => Assert.DoesNotContain("25.00", $"{h.Detail}", StringComparison.Ordinal));
        Assert.IsType<Forbidden>(
            (await setup.The<SearchCallConfiguration>().RunAsync(Partner(Role.Publisher, "AF1"), Term("x"), 5)).Refusal
        );
    }

    [Theory, EachDatabase]
    public async Task A_call_is_found_by_the_id_that_its_carrier_gave_it(Dialect dialect)
    {
        await using var setup = await CallSetup.OpenAsync(dialect);
        await WriteAsync(setup.Database, new StoredCall(First, At2026(3, 1)), new StoredCall(Second, At2026(3, 2)));
        await setup.Database.WriteAsync(
            WriteKeys.None,
            unit =>
                unit.Connection.ExecuteAsync(
                    "UPDATE calls SET carrier_id = 'Y', carrier_call_id = 'CAfe0123-7@sip.example' WHERE id = @Second",
                    new { Second }
                )
        );

        Assert.Equal([$"Call {Second}"], await FoundAsync(setup, CallSetup.Reader, " CAfe0123-7@sip.example "));
        Assert.Empty(await FoundAsync(setup, CallSetup.Reader, "CAfe0123-7"));
        Assert.Empty(await FoundAsync(setup, Partner(Role.Publisher, "AF1"), "CAfe0123-7@sip.example"));
    }

    [Theory, EachDatabase]
    public async Task A_publisher_and_a_buyer_find_their_own_calls_and_nothing_of_others(Dialect dialect)
    {
        await using var setup = await CallSetup.OpenAsync(dialect);
        var buyer = (await setup.The<CreateBuyer>().RunAsync(CallSetup.Admin, new("Acme"))).Value;
        await WriteAsync(
            setup.Database,
            new StoredCall(First, At2026(3, 1)) { Publisher = "AF1" },
            new StoredCall(Second, At2026(3, 2)) { Publisher = "AF2", Buyer = buyer.Id.Value }
        );

        var publisher = Partner(Role.Publisher, "AF1");
        Assert.Equal([$"Call {First}", "Caller +16615550106"], await FoundAsync(setup, publisher, "+1 661 555 0106"));
        Assert.Equal("+16•••••••06", (await SearchAsync(setup, publisher, First))[0].Title);
        Assert.Empty(await SearchAsync(setup, publisher, Second));
        Assert.Empty(await SearchAsync(setup, publisher, First[..12]));
        Assert.Empty(await SearchAsync(setup, Partner(Role.Buyer, buyer.Id.Value), "+1 661 555 01"));
        Assert.Empty(await SearchAsync(setup, Partner(Role.Buyer, buyer.Id.Value), First));
    }

    [Theory, EachDatabase]
    public async Task Each_statement_finds_its_index_among_many_calls(Dialect dialect)
    {
        await using var setup = await CallSetup.OpenAsync(dialect);
        await WriteAsync(
            setup.Database,
            [
                .. Enumerable
                    .Range(0, 2000)
                    .Select(i => new StoredCall($"{0x019a3f000000L + i:x12}72228333444455556666", At2026(3, 1) + i)
                    {
                        Caller = "+1661555" + (i % 50).ToString("0000", CultureInfo.InvariantCulture),
                    }),
            ]
        );
        // PostgreSQL keeps its figures by itself; SQLite has none.
        if (dialect == Dialect.Postgres)
            await setup.Database.WriteAsync(WriteKeys.None, unit => unit.Connection.ExecuteAsync("ANALYZE calls"));

        foreach (
            var (sql, parameters, index) in new (string, object, string)[]
            {
                (
                    SearchCallsSql.ById,
                    new
                    {
                        prefix = "019a3f0000",
                        beyond = "019a3f0000g",
                        most = 5,
                    },
                    dialect == Dialect.Sqlite ? "sqlite_autoindex_calls_1" : "calls_pkey"
                ),
                (SearchCallsSql.ByCarrierId, new { foreignId = "CA0123456789", most = 5 }, "calls_carrier_call"),
                (SearchCallsSql.ByCaller, new { caller = "+16615550042", most = 5 }, "calls_caller"),
                (
                    SearchCallsSql.Callers,
                    new
                    {
                        prefix = "+166155500",
                        beyond = "+166155501",
                        most = 5,
                    },
                    "calls_caller"
                ),
            }
        )
        {
            var plan = string.Join(
                '\n',
                await setup.Database.ReadAsync(c =>
                    c.QueryAsync($"EXPLAIN {(dialect == Dialect.Sqlite ? "QUERY PLAN " : "")}{sql}", parameters)
                )
            );
            Assert.Contains(index, plan, StringComparison.Ordinal);
            Assert.DoesNotContain("Seq Scan", plan, StringComparison.Ordinal);
            // The few accounts are rows of the statement's own.
            Assert.DoesNotMatch("SCAN (?!a\\b)", plan);
        }
    }

    [Theory]
    [InlineData("+1202", "+1203")]
    [InlineData("+1299", "+13")]
    [InlineData("+99", "+99a")]
    public void The_numbers_that_begin_so_end_before_the_next(string prefix, string beyond) =>
        Assert.Equal(beyond, SearchCallsSql.Beyond(prefix));

    private static Actor Partner(Role role, string of) => new("user:9", "Pat", role, Of: of);

    private static SearchTerm Term(string text) => SearchTerm.Read(text, ["US"])!;

    private static async Task<IReadOnlyList<SearchHit>> SearchAsync(CallSetup setup, Actor actor, string text) =>
        (await setup.The<SearchCalls>().RunAsync(actor, Term(text), 5)).Value;

    private static async Task<IEnumerable<string>> FoundAsync(CallSetup setup, Actor actor, string text) =>
        (await SearchAsync(setup, actor, text)).Select(h => $"{h.Kind} {h.Id}");
}
