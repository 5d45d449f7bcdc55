using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Ringpost.Api;

namespace Ringpost.Attribution.Import;

/// <summary><c>POST /api/v1/imports/cake?dryRun=&amp;update=&amp;skip=</c>: the files as a multipart form, each as one part with its name.</summary>
internal static class ImportUpload
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost(
                "/imports/cake",
                (HttpContext http, ImportCake operation, bool dryRun = false, bool update = false, bool skip = false) =>
                    UploadedFiles.ReadAsync(
                        http,
                        async files =>
                        {
                            var sources = files.Select(f => new ImportSource(f.FileName, f.OpenReadStream)).ToArray();
                            return (
                                await operation.RunAsync(http.Actor(), new(sources, dryRun, update, skip), null, http.RequestAborted)
                            ).ToOk();
                        }
                    )
            )
            .TakesFiles();
}
