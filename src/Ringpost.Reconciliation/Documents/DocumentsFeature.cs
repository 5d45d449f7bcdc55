using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Ringpost.Storage.Erasure;

namespace Ringpost.Reconciliation.Documents;

/// <summary>Bills and statements of closed periods.</summary>
internal static class DocumentsFeature
{
    public static void Add(IServiceCollection services)
    {
        services.AddSingleton<ListDocuments>();
        services.AddSingleton<FindDocument>();
        services.AddSingleton<ListDocumentEntries>();
        // What somebody wrote as the reason of a change; no amount, count or time ever changes.
        services.AddSingleton(new ErasableTexts("document_lines", ["document_id", "line_no"], "reason"));
    }

    public static void Map(IEndpointRouteBuilder api)
    {
        ListDocuments.Map(api);
        FindDocument.Map(api);
        ListDocumentEntries.Map(api);
    }
}
