using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;
using Ringpost.Api;
using Ringpost.CallTracking.Calls;
using Ringpost.CallTracking.Configuration;
using Ringpost.Delivery.Credentials;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Storage.Settings;

namespace Ringpost.CallTracking.Import;

/// <summary>
/// Brings what Ringba's pages export: call details as history, and lists of blocked numbers. A file is known by its titles. A second run changes
/// nothing.
/// </summary>
public sealed class ImportRingbaFiles(
    Database database,
    ConfigurationVersion configuration,
    Identifiers identifiers,
    IOptions<CallOptions> options,
    AdoptCredential credentials
)
{
    /// <param name="TimeZone">In which the files' dates are, which carry none: that of the report. The instance's where absent.</param>
    /// <param name="DryRun">Find everything, store nothing.</param>
    public sealed record Request(IReadOnlyList<RingbaSource> Files, string? TimeZone = null, bool DryRun = false);

    public async Task<Result<RingbaReport>> RunAsync(
        Actor actor,
        Request request,
        Action<string, long>? progress = null,
        CancellationToken cancellation = default
    )
    {
        if (!actor.May(Permission.Administer))
            return new Forbidden(Permission.Administer);
        var validation = new Validation();
        var instance = await database.ReadAsync(Instance.ReadAsync, cancellation);
        var zone = instance.Zone;
        if (!string.IsNullOrWhiteSpace(request.TimeZone) && !TimeZones.TryFind(request.TimeZone, out zone))
            validation.Add("timeZone", "A time zone, as America/New_York.");
        if (request.Files.Count == 0)
            validation.Add("files", "At least one CSV file is needed.");
        if (validation.HasErrors)
            return validation.ToRefusal();

        var log = new RingbaLog();
        var book = new RingbaBook(log, instance.Currency, database.Now, actor.Name);
        var files = request.Files.Select(f => new RingbaFile(f)).ToList();
        var before = await database.ReadAsync(CallConfigurationSql.LoadAsync, cancellation);
        foreach (var file in files)
            ReadBlocks(file, before, book);
        var picture =
            book.Blocks.Count == 0
                ? before
                : await RingbaWrite.StoreAsync(
                    database,
                    book,
                    actor,
                    request.DryRun,
                    update: false,
                    configuration,
                    identifiers,
                    options.Value.NumberRest,
                    credentials,
                    cancellation
                );

        var history = new RingbaHistory(database, picture, log, !request.DryRun);
        var reading = new RingbaCalls(picture, log, zone);
        foreach (var file in files.Where(f => f.Kind == RingbaFileKind.CallDetails && f.Lacks.Count == 0))
        foreach (var (row, field) in file.Rows())
        {
            if (reading.Read(field, $"{file.Name} row {row}") is { } call)
                await history.AddAsync(call, cancellation);
            if (row % 1000 == 0)
                progress?.Invoke(file.Name, row);
        }

        await history.FlushAsync(cancellation);
        return log.ToReport(request.DryRun);
    }

    /// <summary>Tells of files that are none of the two, and reads the lists of blocked numbers.</summary>
    private static void ReadBlocks(RingbaFile file, CallConfiguration picture, RingbaBook book)
    {
        file.ReadTitles();
        if (file.Kind == RingbaFileKind.Unknown)
            book.Log.LeaveOut(
                RingbaKind.Account,
                file.Name,
                null,
                RingbaReason.NotReadable,
                "Its titles are neither those of call details nor of blocked numbers."
            );
        else if (file.Kind == RingbaFileKind.CallDetails && file.Lacks is { Count: > 0 } lacks)
            book.Log.LeaveOut(
                RingbaKind.Account,
                file.Name,
                null,
                RingbaReason.NotReadable,
                $"It lacks {string.Join(", ", lacks)}: choose these columns and export it again."
            );
        else if (file.Kind == RingbaFileKind.BlockedNumbers)
            foreach (var (_, field) in file.Rows())
                RingbaNumbers.ReadBlock(new RingbaNode(RingbaFile.Block(field, CampaignOf), null, book.Log), book);

        string? CampaignOf(string name) =>
            picture.Campaigns.Values.Where(c => c.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).Take(2).ToArray() is [var only]
                ? only.Id.Value
                : null;
    }

    /// <summary><c>POST /api/v1/imports/ringba/files?timeZone=&amp;dryRun=</c>: the files as a multipart form, each as one part with its name.</summary>
    internal static void Map(IEndpointRouteBuilder api) =>
        api.MapPost(
                "/imports/ringba/files",
                (HttpContext http, ImportRingbaFiles operation, string? timeZone = null, bool dryRun = false) =>
                    UploadedFiles.ReadAsync(
                        http,
                        async files =>
                        {
                            var sources = files.Select(f => new RingbaSource(f.FileName, f.OpenReadStream)).ToArray();
                            return (
                                await operation.RunAsync(http.Actor(), new(sources, timeZone, dryRun), null, http.RequestAborted)
                            ).ToOk();
                        }
                    )
            )
            .TakesFiles();
}
