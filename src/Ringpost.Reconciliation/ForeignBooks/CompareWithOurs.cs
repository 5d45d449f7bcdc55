using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Ringpost.Api;
using Ringpost.Attribution.Conversions;
using Ringpost.CallTracking.CallLists;
using Ringpost.Primitives;
using Ringpost.Reconciliation.Compare;
using Ringpost.Reconciliation.OwnBooks;
using Ringpost.Storage;
using Ringpost.Storage.Settings;

namespace Ringpost.Reconciliation.ForeignBooks;

/// <summary>What a foreign file holds.</summary>
public enum ForeignBook
{
    /// <summary>An affiliate tracker's conversions: held against our calls.</summary>
    Conversions,

    /// <summary>A call tracker's calls: held against our conversions.</summary>
    Calls,
}

/// <summary>Holds another tracker's file against our own side of the days it is of, as <c>ringpost compare</c> does with two files.</summary>
public sealed class CompareWithOurs(ListCalls calls, ListConversions conversions, Snapshot<Instance> instance, Database database)
{
    /// <summary>Records of ours in one comparison.</summary>
    private const int Most = 200_000;

    /// <param name="Book"><c>conversions</c> or <c>calls</c>: what the file holds.</param>
    /// <param name="FileZone">The zone of the file's times, where they have no offset; guessed where absent.</param>
    /// <param name="Days">Of which days our side is taken; the zone of both books' days, and our filters.</param>
    public sealed record Request(CompareSource File, string? Book, string? FileZone, OwnQuestion Days, bool Skip = false);

    public async Task<Result<CompareReport>> RunAsync(Actor actor, Request request, CancellationToken cancellation = default)
    {
        if (!actor.May(Permission.SeeRevenue))
            return new Forbidden(Permission.SeeRevenue);
        var validation = new Validation();
        var (days, zone) = request.Days.Read(validation, (await instance.GetAsync(cancellation)).Zone, database.Now);
        var book = validation.Choice<ForeignBook>("book", request.Book);
        TimeZoneInfo? fileZone = null;
        if (!string.IsNullOrWhiteSpace(request.FileZone))
        {
            if (TimeZones.TryFind(request.FileZone, out var found))
                fileZone = found;
            else
                validation.Add("fileZone", "A zone's name, as America/New_York.");
        }

        if (validation.HasErrors)
            return validation.ToRefusal();

        var (from, to) = ($"{days.Range.From}", $"{days.Range.To}");
        var ours =
            book == ForeignBook.Conversions
                ? await OwnBookFile.OfCallsAsync(
                    cursor =>
                        calls.RunAsync(
                            actor,
                            new CallFilter
                            {
                                From = from,
                                To = to,
                                CallCampaignId = days.CampaignId,
                                PublisherId = days.PublisherId,
                            },
                            new PageRequest(1000, cursor),
                            cancellation
                        ),
                    Most,
                    cancellation
                )
                : await OwnBookFile.OfConversionsAsync(
                    cursor =>
                        conversions.RunAsync(
                            actor,
                            new ConversionFilter { From = from, To = to },
                            new PageRequest(1000, cursor),
                            cancellation
                        ),
                    Most,
                    cancellation
                );
        if (!ours.IsOk)
            return ours.Refusal;
        using var file = ours.Value;
        var pair =
            book == ForeignBook.Conversions
                ? new CompareRequest(file.Source("our calls"), request.File) { ConversionsZone = fileZone }
                : new CompareRequest(request.File, file.Source("our conversions")) { CallsZone = fileZone };
        return await CompareFiles.RunAsync(pair with { DaysIn = zone, Skip = request.Skip }, (_, _) => { }, cancellation);
    }

    internal static void Map(IEndpointRouteBuilder api) =>
        api.MapPost(
                "/agreement/compare",
                (
                    HttpContext http,
                    CompareWithOurs operation,
                    [AsParameters] OwnQuestion days,
                    string? book = null,
                    string? fileZone = null,
                    bool skip = false
                ) =>
                    UploadedFiles.ReadAsync(
                        http,
                        async files =>
                        {
                            var actor = http.Actor();
                            if (files.Count != 1)
                                return new Invalid("files", "Send one file.").ToProblem();
                            var source = new CompareSource(files[0].FileName, files[0].OpenReadStream);
                            var report = await operation.RunAsync(
                                actor,
                                new Request(source, book, fileZone, days, skip),
                                http.RequestAborted
                            );
                            if (!report.IsOk)
                                return report.Refusal.ToProblem();
                            var answer = new MemoryStream();
                            CompareJson.Write(report.Value, answer, new CompareOutput(actor.May(Permission.SeeFullNumbers)));
                            return TypedResults.Bytes(answer.ToArray(), "application/json");
                        }
                    )
            )
            .TakesFiles();
}
