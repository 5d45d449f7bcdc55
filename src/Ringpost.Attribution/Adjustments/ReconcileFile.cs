using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Ringpost.Api;
using Ringpost.Primitives;
using Ringpost.Storage;

namespace Ringpost.Attribution.Adjustments;

/// <summary>
/// CSV reconciliation (cake.md 6): each row names a conversion by Conversion ID, else by Transaction ID and Offer ID, and what is to become of
/// it. A preview first; the same file again changes nothing, because its rows are known by the file's content and their line.
/// </summary>
public sealed class ReconcileFile(Database database, MassChanges mass)
{
    public async Task<Result<MassAnswer>> RunAsync(
        Actor actor,
        string file,
        string name,
        bool apply,
        CancellationToken cancellation = default
    )
    {
        if (!actor.May(Permission.ChangeMoney))
            return new Forbidden(Permission.ChangeMoney);
        var read = CsvRows.Read(file, ReconciliationRow.Columns, []);
        if (!read.IsOk)
            return read.Refusal;
        var dispositions = (await database.ReadAsync(DispositionsSql.ListAsync, cancellation)).ToDictionary(d => d.Id);
        var rows = new List<MassPlanRow>(read.Value.Count);
        foreach (var chunk in read.Value.Chunk(500))
            rows.AddRange(await database.ReadAsync(c => ReconciliationRow.PlanAsync(c, chunk, dispositions), cancellation));
        if (!apply)
            return await mass.PreviewAsync(rows, cancellation);
        var key = "file:" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(file)));
        return await mass.ApplyAsync(actor, key, "file", name, "Reconciliation", rows, cancellation);
    }

    internal static void Map(IEndpointRouteBuilder api) =>
        api.MapPost(
            "/conversions/reconciliation",
            async (HttpContext http, ReconcileFile operation, bool apply = false, string? name = null) =>
                (
                    await operation.RunAsync(
                        http.Actor(),
                        await new StreamReader(http.Request.Body).ReadToEndAsync(http.RequestAborted),
                        name ?? "API",
                        apply,
                        http.RequestAborted
                    )
                ).ToOk()
        );
}
