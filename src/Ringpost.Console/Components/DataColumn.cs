using Microsoft.AspNetCore.Components;

namespace Ringpost.Console.Components;

/// <summary>A column of a <c>DataList</c>: its title and its cell. The first column names the row.</summary>
public sealed class DataColumn<TRow> : ComponentBase
{
    [CascadingParameter]
    private DataList<TRow>? List { get; set; }

    [Parameter, EditorRequired]
    public string Title { get; set; } = "";

    /// <summary>Numbers stand at the right.</summary>
    [Parameter]
    public bool Numeric { get; set; }

    /// <summary>What the column means, shown when the pointer rests on its title.</summary>
    [Parameter]
    public string? Explained { get; set; }

    /// <summary>The cell under the column in the row of totals.</summary>
    [Parameter]
    public string? Total { get; set; }

    /// <summary>What the address calls this order: the title becomes a link that puts the list in it, and turns it round where it stands in it.</summary>
    [Parameter]
    public string? Sort { get; set; }

    /// <summary>Left out for now; its place among the columns stays.</summary>
    [Parameter]
    public bool Hidden { get; set; }

    [Parameter]
    public RenderFragment<TRow>? ChildContent { get; set; }

    internal string? Align => Numeric ? "rp-number" : null;

    protected override void OnInitialized() => List?.Add(this);
}
