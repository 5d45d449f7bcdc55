using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Ringpost.Api;
using Ringpost.CallTracking.Configuration;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Storage.Settings;

namespace Ringpost.CallTracking.Adjustments;

/// <summary>
/// Books a buyer's file of chargebacks: foreseen row by row first, then each row a dispute that is decided as it is entered, whole or not at
/// all. A row that was booked, from this file or another, changes nothing again.
/// </summary>
public sealed class BookChargebacks(
    Database database,
    Snapshot<CallConfiguration> snapshot,
    CallAdjustments adjustments,
    Identifiers identifiers
)
{
    /// <summary>More rows are given in several files.</summary>
    public const int Most = 5000;

    /// <param name="Csv">The file's text; columns Call ID, or Caller and Call Date; Amount, Currency, Cause, Note, Payout.</param>
    /// <param name="Name">The file's, for the note of each dispute.</param>
    /// <param name="Zone">Of times without an offset; the instance's where absent.</param>
    /// <param name="Payout">Where a row says no payout: <c>keep</c>, or <c>share</c>, the same share off as of what the call cost.</param>
    /// <param name="Late">Also after the time for disputes, and after one that was decided.</param>
    /// <param name="Apply">False, or absent, is a preview.</param>
    public sealed record Request(
        string? Csv,
        BuyerId? BuyerId,
        string? Name = null,
        string? Zone = null,
        string? Payout = null,
        string? Effective = null,
        bool? Late = null,
        bool? Apply = null
    );

    private enum PayoutChoice
    {
        Keep,
        Share,
    }

    public async Task<Result<ChargebackPlan>> RunAsync(Actor actor, Request request, CancellationToken cancellation = default)
    {
        if (!actor.May(Permission.ChangeMoney))
            return new Forbidden(Permission.ChangeMoney);
        var configuration = await snapshot.GetAsync(cancellation);
        var validation = new Validation();
        var zone = configuration.Zone;
        if (!string.IsNullOrWhiteSpace(request.Zone) && !TimeZones.TryFind(request.Zone, out zone))
            validation.Add("zone", "A zone's name, as America/New_York.");
        var buyer = request.BuyerId ?? default;
        if (!configuration.Buyers.ContainsKey(buyer))
            validation.Add("buyerId", request.BuyerId is null ? "Choose whose file it is." : Phrase.Of($"Buyer {buyer} does not exist."));
        var name = validation.Text("name", request.Name);
        var payout = validation.Choice<PayoutChoice>("payout", request.Payout, PayoutChoice.Keep);
        _ = CallChange.ReadEffective(validation, request.Effective);
        var read = CsvRows.Read(request.Csv ?? "", ChargebackReader.Columns, ["Cause"]);
        if (!read.IsOk)
            validation.Add("csv", read.Refusal.Says);
        else if (read.Value.Count > Most)
            validation.Add("csv", $"At most {Most} rows at a time.");
        if (validation.HasErrors)
            return validation.ToRefusal();

        var terms = new ChargebackTerms(
            buyer,
            DisputeReader.ScopeOf(buyer, database.Dialect),
            request.Late == true,
            payout == PayoutChoice.Share,
            request.Effective
        );
        var foreseen = await ForeseeAsync(terms, new ChargebackReader(zone), read.Value, cancellation);
        if (request.Apply != true)
            return ChargebackPlan.Of(false, [.. foreseen.Select(f => f.Row)]);
        var rows = new List<ChargebackRow>(foreseen.Count);
        foreach (var (row, decided) in foreseen)
            rows.Add(decided is null ? row : await BookAsync(actor, terms, name, row, decided, cancellation));
        return ChargebackPlan.Of(true, rows);
    }

    private async Task<List<(ChargebackRow Row, DecidedChargeback? Decided)>> ForeseeAsync(
        ChargebackTerms terms,
        ChargebackReader reader,
        IReadOnlyList<CsvRow> rows,
        CancellationToken cancellation
    )
    {
        var foreseen = new List<(ChargebackRow, DecidedChargeback?)>(rows.Count);
        var seen = new Dictionary<CallId, long>();
        // In short reads: a long one would hold a connection.
        foreach (var row in rows)
            foreseen.Add(await database.ReadAsync(c => terms.ForeseeAsync(c, reader.Read(row), row, seen, database.Now), cancellation));
        return foreseen;
    }

    private async Task<ChargebackRow> BookAsync(
        Actor actor,
        ChargebackTerms terms,
        string name,
        ChargebackRow row,
        DecidedChargeback decided,
        CancellationToken cancellation
    )
    {
        var (line, key, id) = (decided.Line, terms.Key(decided.Line), new AdjustmentRequestId("AR" + identifiers.TimeOrdered()));
        // The row's key is what makes it happen once; the request's own would make all rows one.
        var single = actor with
        {
            Request = null,
        };
        var done = await adjustments.RunAsync(
            single,
            decided.CallId,
            terms.Change(line, decided.Taken, decided.PayoutTaken),
            key,
            async (unit, call) =>
            {
                if (await AdjustmentsSql.FindByKeyAsync(unit.Connection, call.Id, key) is not null)
                    return new Clash("booked-before", "Booked by another run at this moment.");
                var again = await terms.DecideAsync(unit.Connection, line, call, unit.Now);
                if (!again.IsOk)
                    return again.Refusal;
                if (again.Value.Taken != decided.Taken)
                    return new Clash("call-changed", "The call's amounts changed meanwhile. Look at the preview again.");
                var asked = await DisputeWriter.AskAsync(
                    unit,
                    single,
                    id,
                    call.Id,
                    terms.Buyer,
                    RequestSource.Chargeback,
                    line.Cause,
                    line.Note,
                    -decided.Taken,
                    decided.Currency
                );
                return asked.Refusal;
            },
            async (unit, adjustment) =>
            {
                var asked = (await AdjustmentRequestsSql.FindAsync(unit.Connection, id))!;
                var note = $"{(name.Length == 0 ? "Chargebacks" : name)}, row {line.Row}";
                await DecideAdjustmentRequest.WriteAsync(unit, single, asked, RequestState.Approved, note, adjustment.Id);
            },
            cancellation
        );
        return done.IsOk
            ? row with
            {
                Verdict = ChargebackVerdict.Booked,
            }
            : row.Not(ChargebackRule.VerdictOf(done.Refusal), done.Refusal.Says);
    }

    internal static void Map(IEndpointRouteBuilder api) =>
        api.MapPost(
            "/calls/chargebacks",
            async (HttpContext http, Request request, BookChargebacks operation) =>
                (await operation.RunAsync(http.Actor(), request, http.RequestAborted)).ToOk()
        );
}
