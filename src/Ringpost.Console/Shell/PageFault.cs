using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;
using Microsoft.Extensions.Logging;
using Ringpost.Primitives;
using Ringpost.Storage;

namespace Ringpost.Console.Shell;

/// <summary>Stands where a page failed: says whether anything was stored and gives an id that is also in the log.</summary>
public sealed partial class PageFault(ILogger<PageFault> log, Identifiers identifiers) : ErrorBoundaryBase
{
    private string _id = "";

    protected override Task OnErrorAsync(Exception exception)
    {
        _id = identifiers.TimeOrdered()[..12];
        LogPageFailed(log, exception, _id);
        return Task.CompletedTask;
    }

    protected override void BuildRenderTree(RenderTreeBuilder builder)
    {
        if (CurrentException is null)
        {
            builder.AddContent(0, ChildContent);
            return;
        }

        var lost = CurrentException is StorageUnavailableException;
        builder.OpenComponent<Components.PageHead>(1);
        builder.AddComponentParameter(2, T["Title"], lost ? T["The database can't be reached"] : T["This page failed"]);
        builder.AddComponentParameter(
            3,
            T["Purpose"],
            lost
                ? T["Nothing was stored. Reload the page in a moment. Quote {0} when you report it.", _id]
                : T["Reload the page to go on. Quote {0} when you report it.", _id]
        );
        builder.CloseComponent();
        builder.OpenElement(4, "button");
        builder.AddAttribute(5, "type", "button");
        builder.AddAttribute(6, "class", "rp-button");
        builder.AddAttribute(7, "onclick", EventCallback.Factory.Create(this, Recover));
        builder.AddContent(8, T["Try again"]);
        builder.CloseElement();
    }

    [LoggerMessage(7000, LogLevel.Error, "Console page failed, {FaultId}")]
    private static partial void LogPageFailed(ILogger logger, Exception exception, string faultId);
}
