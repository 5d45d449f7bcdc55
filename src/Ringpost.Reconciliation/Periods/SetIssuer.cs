using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Ringpost.Api;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Storage.ChangeLog;
using Ringpost.Storage.Once;
using Ringpost.Storage.Settings;
using Ringpost.Storage.Writing;

namespace Ringpost.Reconciliation.Periods;

/// <summary>Says who issues bills and statements: name and address, line by line, as they stand at the head of those that are made from now on.</summary>
public sealed class SetIssuer(Database database)
{
    internal const string Setting = "reconciliation.issuer";

    private const int Longest = 500;

    /// <param name="Issuer">Lines with line breaks between them.</param>
    public sealed record Request(string? Issuer);

    public async Task<Result<Request>> RunAsync(Actor actor, Request request, CancellationToken cancellation = default)
    {
        if (!actor.May(Permission.ChangeMoney))
            return new Forbidden(Permission.ChangeMoney);
        var lines = (request.Issuer ?? "").ReplaceLineEndings("\n").Split('\n').Select(l => l.Trim()).ToList();
        var validation = new Validation();
        foreach (var line in lines)
            validation.Text("issuer", line, Longest);
        var issuer = string.Join('\n', lines).Trim();
        if (issuer.Length > Longest && !validation.HasErrors)
            validation.Add("issuer", $"At most {Longest} characters.");
        if (validation.HasErrors)
            return validation.ToRefusal();
        return await database.WriteOnceAsync<Request>(
            actor,
            WriteKeys.Of(PeriodsSql.Key),
            async unit =>
            {
                var before = await SettingsSql.ReadAsync(unit.Connection, Setting);
                await SettingsSql.WriteAsync(unit, Setting, issuer);
                await ChangeLogSql.AppendAsync(unit, actor, "period", "issuer", "update", new { issuer = before }, new { issuer });
                return new Request(issuer);
            },
            cancellation
        );
    }

    internal static void Map(IEndpointRouteBuilder api) =>
        api.MapPut(
            "/periods/issuer",
            async (HttpContext http, Request request, SetIssuer operation) =>
                (await operation.RunAsync(http.Actor(), request, http.RequestAborted)).ToOk()
        );
}
