using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Mvc;

namespace Ringpost.Api;

/// <summary>Large files in one request, as a multipart form, each as one part with its name.</summary>
public static class UploadedFiles
{
    private const long Largest = 2L << 30;

    /// <summary>For a route whose handler reads them with <see cref="ReadAsync"/>.</summary>
    public static RouteHandlerBuilder TakesFiles(this RouteHandlerBuilder route) =>
        route.WithMetadata(new RequestSizeLimitAttribute(Largest)).DisableAntiforgery();

    /// <summary>Answers 400 at <c>files</c> where the body is no form.</summary>
    public static async Task<IResult> ReadAsync(HttpContext http, Func<IFormFileCollection, Task<IResult>> take)
    {
        if (!http.Request.HasFormContentType)
            return Answers.Invalid(
                new Dictionary<string, string[]> { ["files"] = ["Send the files as multipart/form-data, each with its name."] }
            );
        var form = await http.Request.ReadFormAsync(new FormOptions { MultipartBodyLengthLimit = Largest }, http.RequestAborted);
        return await take(form.Files);
    }
}
