using Dapper;
using Microsoft.Data.Sqlite;
using Ringpost.Scenarios.Agreement;
using Ringpost.Scenarios.Hosting;
using Ringpost.Storage;
using Ringpost.Storage.Writing;
using Ringpost.Testing;
using Xunit;

namespace Ringpost.Scenarios.Periods;

/// <summary>Books that were used as meant add up; whatever is changed behind their back is found and named.</summary>
public sealed class BookCheckScenarios
{
    private static readonly DateOnly Fall = AgreementScenarios.LastDayOf25Hours();

    [Theory, EachDatabase]
    public async Task Each_kind_of_corruption_is_found_and_named(Dialect dialect)
    {
        await using var books = await TwoBooks.OpenAsync(dialect, new(Fall.AddDays(3), new TimeOnly(15, 0), TimeSpan.Zero));
        var call = await books.CallAsync(TwoBooks.At(Fall, 5), 15, (books.Seed.BuyerId, 25), (books.SecondBuyer, 5));
        await books.Api.PostAsync(
            $"calls/{call}/adjustments",
            new
            {
                mode = "relative",
                revenue = -2,
                effective = "callDate",
                reason = "Scrubbed",
            }
        );
        var plain = await books.ConversionAsync(TwoBooks.At(Fall, 6), 20, 10);
        var moved = await books.ConversionAsync(TwoBooks.At(Fall, 7), 21, 11);
        await books.Api.PostAsync(
            $"conversions/{moved}/price",
            new
            {
                received = 22,
                effective = "conversionDate",
                reason = "Agreed",
            }
        );
        await books.Api.PostAsync(
            $"conversions/{moved}/status",
            new
            {
                disposition = "rejected",
                takePaidBack = true,
                effective = "conversionDate",
                reason = "Wrong",
            }
        );
        await books.ConversionAsync(TwoBooks.At(Fall.AddDays(2), 6), 30, 20, euro: true);
        books.Clock.Jump(TimeSpan.FromHours(3));
        await books.CloseAsync(Fall);
        // What is harmed below must stand in the rollups.
        await Eventually.TrueAsync(
            () => books.Database.ReadAsync(async c => await c.ExecuteScalarAsync<long>("SELECT count(*) FROM report_deltas") == 0),
            "the reports' deltas are folded"
        );
        await CleanAsync(books);

        var bill = (string)(await books.DocumentAsync(Fall, "advertiserBill"))["number"]!;
        var ofBill = $"(SELECT id FROM documents WHERE number = '{bill}')";
        // What is done, how it is taken back, the kind that names it, and what it is named.
        foreach (
            var (harm, cure, kind, subject) in new[]
            {
                Plus("calls", "revenue", $"id = '{call}'", "CallNotItsLegs", $"call {call}"),
                Plus("call_legs", "revenue", $"call_id = '{call}' AND leg = 2", "AmountChanged", $"{call}/2"),
                Plus("call_ledger", "amount", $"call_id = '{call}'", "AdjustmentNotItsEntries", $"call {call}"),
                Plus("call_ledger", "amount", $"call_id = '{call}'", "BelowZero", $"call {call}", -40_000_000),
                Plus(
                    "conversion_ledger",
                    "amount",
                    $"conversion_id = {moved} AND kind = 'price'",
                    "ConversionNotItsHistory",
                    $"conversion {moved} "
                ),
                Plus("conversion_dispositions", "received", $"conversion_id = {moved}", "ConversionNotItsHistory", $"conversion {moved} "),
                Plus("conversions", "received", $"id = {plain}", "AmountChanged", $"Conversion {plain} bill"),
                Plus("conversions", "paid", $"id = {plain}", "RollupNotItsRecords", "report_campaign_quarters"),
                Plus("report_offer_hours", "paid", "paid <> 0 AND currency = 'EUR'", "RollupNotItsRecords", "report_offer_hours", 1),
                Plus(
                    "document_entries",
                    "amount",
                    $"source = 'Conversion' AND entry = '{plain}' AND side = 'bill'",
                    "DocumentNotItsAmounts",
                    bill
                ),
                (
                    $"UPDATE documents SET total = '1.00' WHERE number = '{bill}'",
                    $"UPDATE documents SET total = '20.00' WHERE number = '{bill}'",
                    "DocumentNotItsAmounts",
                    bill
                ),
                (
                    $"UPDATE document_lines SET amount = '1.00' WHERE document_id = {ofBill} AND line_no = 1 AND kind = 'Booked'",
                    $"UPDATE document_lines SET amount = '-22.00' WHERE document_id = {ofBill} AND line_no = 1",
                    "DocumentNotItsLines",
                    bill
                ),
                (
                    $"INSERT INTO document_entries (source, entry, side, document_id, amount) VALUES ('Conversion', '999', 'bill', {ofBill}, 5)",
                    "DELETE FROM document_entries WHERE entry = '999'",
                    "AmountNotOfDocument",
                    "Conversion 999 bill"
                ),
                (
                    $"UPDATE conversions SET advertiser_id = advertiser_id + 100 WHERE id = {plain}",
                    $"UPDATE conversions SET advertiser_id = advertiser_id - 100 WHERE id = {plain}",
                    "AmountNotOfDocument",
                    $"Conversion {plain} bill"
                ),
                (
                    $"DELETE FROM document_entries WHERE source = 'Conversion' AND entry = '{plain}' AND side = 'bill'",
                    $"INSERT INTO document_entries (source, entry, side, document_id, amount) VALUES ('Conversion', '{plain}', 'bill', {ofBill}, 20000000)",
                    "AmountMissing",
                    $"Conversion {plain} bill"
                ),
                (
                    $"UPDATE document_entries SET source = 'Away' WHERE source = 'CallChange'",
                    $"UPDATE document_entries SET source = 'CallChange' WHERE source = 'Away'",
                    "AmountMissing",
                    "CallChange"
                ),
                (
                    $"UPDATE documents SET number = 'B-0000-0000' WHERE number = '{bill}'",
                    $"UPDATE documents SET number = '{bill}' WHERE number = 'B-0000-0000'",
                    "NumberMissing",
                    bill
                ),
                (
                    $"UPDATE conversion_ledger SET recorded_at = -effective_at, effective_at = NULL WHERE conversion_id = {moved} AND kind = 'price'",
                    $"UPDATE conversion_ledger SET effective_at = -recorded_at WHERE conversion_id = {moved} AND kind = 'price'",
                    "ReportNotItsEntries",
                    "conversion report"
                ),
                (
                    $"UPDATE call_ledger SET side = 'other' WHERE call_id = '{call}'",
                    $"UPDATE call_ledger SET side = 'revenue' WHERE call_id = '{call}'",
                    "ReportNotItsEntries",
                    $"call report {TwoBooks.Text(Fall)}, revenue"
                ),
                (
                    $"UPDATE call_ledger SET currency = 'EUR' WHERE call_id = '{call}'",
                    $"UPDATE call_ledger SET currency = 'USD' WHERE call_id = '{call}'",
                    "ReportNotItsEntries",
                    "revenue of buyer"
                ),
            }
        )
        {
            await RunAsync(books, harm);
            var run = await books.Api.PostAsync("book-check", new { });
            Assert.True(
                run["differences"]!
                    .AsArray()
                    .Any(d =>
                        string.Equals((string?)d!["kind"], kind, StringComparison.OrdinalIgnoreCase)
                        && ((string)d["subject"]!).Contains(subject, StringComparison.Ordinal)
                    ),
                $"{harm} → {kind} {subject}: {run}"
            );
            Assert.Equal((long)run["count"]!, (long)(await books.Api.GetAsync("book-check"))["last"]!["count"]!);
            await RunAsync(books, cure);
        }

        await CleanAsync(books);
        // Told once while it held, and once when it was over.
        var alerts = (await books.Api.ListAsync("alerts")).Where(a => (string?)a["kind"] == "booksDiffer").ToList();
        Assert.Equal([true, false], alerts.Select(a => (bool)a["ended"]!));
    }

    [Fact]
    public async Task The_command_exits_with_one_where_something_differs()
    {
        var folder = Directory.CreateTempSubdirectory("ringpost-check-").FullName;
        try
        {
            using var process = await CommandProcess.OpenAsync(Dialect.Sqlite);
            process.Variables["RINGPOST_Data"] = folder;
            var run = await process.RunAsync("check-books");
            Assert.Equal((0, true), (run.ExitCode, run.Output.Contains("The books add up", StringComparison.Ordinal)));
            await using (var sqlite = new SqliteConnection($"Data Source={Path.Combine(folder, "ringpost.db")};Pooling=False"))
                await sqlite.ExecuteAsync("INSERT INTO document_numbers (series, last) VALUES ('B-2026', 1)");
            run = await process.RunAsync("check-books");
            Assert.Equal((1, true), (run.ExitCode, run.Output.Contains("NumberMissing: document B-2026-0001", StringComparison.Ordinal)));
        }
        finally
        {
            Directory.Delete(folder, true);
        }
    }

    private static (string Harm, string Cure, string Kind, string Subject) Plus(
        string table,
        string column,
        string where,
        string kind,
        string subject,
        long amount = 1_000_000
    ) =>
        (
            $"UPDATE {table} SET {column} = {column} + ({amount}) WHERE {where}",
            $"UPDATE {table} SET {column} = {column} - ({amount}) WHERE {where}",
            kind,
            subject
        );

    private static async Task CleanAsync(TwoBooks books)
    {
        var run = await books.Api.PostAsync("book-check", new { });
        Assert.True((long)run["count"]! == 0, $"{run}");
        Assert.True((long)run["amounts"]! > 5);
    }

    private static Task RunAsync(TwoBooks books, string sql) =>
        books.Database.WriteAsync(WriteKeys.None, async unit => Assert.True(await unit.Connection.ExecuteAsync(sql) > 0, sql));
}
