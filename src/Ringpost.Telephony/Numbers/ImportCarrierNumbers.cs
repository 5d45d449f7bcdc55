using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Ringpost.Api;
using Ringpost.CallTracking.Numbers;
using Ringpost.Primitives;
using Ringpost.Telephony.Rest;

namespace Ringpost.Telephony.Numbers;

/// <summary>
/// Brings numbers of a carrier's account in by a CSV file that says whose each is: Number, Campaign, Publisher (empty: none), Override rest
/// (yes). Foreseen row by row first, then all or nothing. A number that the account does not have is an error.
/// </summary>
public sealed class ImportCarrierNumbers(CarrierAccounts accounts, AssignNumbers assign)
{
    private static readonly string[] Known = ["Number", "Campaign", "Publisher", "Override rest"];

    /// <param name="Csv">The file's text.</param>
    /// <param name="Apply">False foresees only.</param>
    public sealed record Request(string? Csv, bool Apply = false);

    public async Task<Result<AssignmentPlan>> RunAsync(Actor actor, CarrierId id, Request request, CancellationToken cancellation = default)
    {
        if (!actor.May(Permission.Administer))
            return new Forbidden(Permission.Administer);
        if (string.IsNullOrWhiteSpace(request.Csv))
            return new Invalid("csv", "A CSV file with the columns Number, Campaign and Publisher is needed.");
        var read = CsvRows.Read(request.Csv, Known, ["Number", "Campaign"]);
        if (!read.IsOk)
            return new Invalid("csv", read.Refusal.Says);
        var opened = await accounts.OpenAsync(id, cancellation);
        if (!opened.IsOk)
            return opened.Refusal;
        var listed = await opened.Value.ListNumbersAsync(cancellation);
        if (!listed.IsOk)
            return listed.Refusal;

        var has = listed.Value.Select(n => n.Number.E164).ToHashSet(StringComparer.Ordinal);
        var rows = read
            .Value.Select(r => new AssignNumbers.Row(r.No, r["Number"], r["Campaign"], r["Publisher"], IsYes(r["Override rest"])))
            .ToList();
        // The dry run tells the number that each row means; one of another account must not come in with the rest.
        var foreseen = await assign.RunAsync(actor with { Request = null }, new(rows, Apply: false), cancellation);
        if (!foreseen.IsOk)
            return foreseen.Refusal;
        var checkedRows = foreseen.Value.Rows.Select(r => Check(r, has, opened.Value.Account.Name)).ToList();
        var isWrong = checkedRows.Exists(r => r.Verdict == AssignmentVerdict.Error);
        return request.Apply && !isWrong
            ? await assign.RunAsync(actor, new(rows, Apply: true), cancellation)
            : AssignmentPlan.Of(checkedRows, stored: false);
    }

    private static PlannedAssignment Check(PlannedAssignment row, HashSet<string> has, string carrier) =>
        row.Verdict == AssignmentVerdict.Error || has.Contains(row.Number)
            ? row
            : row with
            {
                Verdict = AssignmentVerdict.Error,
                Message = $"{row.Number} is no number of the account {carrier}.",
            };

    private static bool IsYes(string text) => text.Trim().ToUpperInvariant() is "YES" or "Y" or "TRUE" or "1";

    internal static void Map(IEndpointRouteBuilder api) =>
        api.MapPost(
            "/carriers/{id}/numbers/import",
            async (HttpContext http, CarrierId id, Request request, ImportCarrierNumbers operation) =>
                (await operation.RunAsync(http.Actor(), id, request, http.RequestAborted)).ToOk()
        );
}
