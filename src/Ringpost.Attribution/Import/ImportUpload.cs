using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Ringpost.Api;

namespace Ringpost.Attribution.Import;

/// <summary><c>POST /api/v1/imports/cake?dryRun=&amp;update=&amp;skip=</c>: the files as a multipart form, each as one part with its name.</summary>
internal static class ImportUpload
{
    private const long Largest = 2L << 30;

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost(
                "/imports/cake",
                async (HttpContext http, ImportCake operation, bool dryRun = false, bool update = false, bool skip = false) =>
                {
                    if (!http.Request.HasFormContentType)
                        return Answers.Invalid(
                            new Dictionary<string, string[]> { ["files"] = ["Send the files as multipart/form-data, each with its name."] }
                        );
                    var form = await http.Request.ReadFormAsync(
                        new FormOptions { MultipartBodyLengthLimit = Largest },
                        http.RequestAborted
                    );
                    var files = form.Files.Select(f => new ImportSource(f.FileName, f.OpenReadStream)).ToArray();
                    return (IResult)
                        (await operation.RunAsync(http.Actor(), new(files, dryRun, update, skip), null, http.RequestAborted)).ToOk();
                }
            )
            .WithMetadata(new RequestSizeLimitAttribute(Largest))
            .DisableAntiforgery();
}
