using Microsoft.AspNetCore.Components;
using Ringpost.Primitives;

namespace Ringpost.Console.Components;

/// <summary>Rows that are chosen to be changed together; a <c>BulkBar</c> asks for them.</summary>
public sealed partial class DataList<TRow>
{
    private readonly Dictionary<string, TRow> _selected = new(StringComparer.Ordinal);
    private Func<TRow, string>? _keyOf;
    private Func<TRow, string>? _nameOf;
    private Action? _onSelected;

    /// <summary>What can be done with many rows at once: a <c>BulkBar</c>. Each row has a checkbox then.</summary>
    [Parameter]
    public RenderFragment? Bulk { get; set; }

    internal IReadOnlyCollection<TRow> Selected => _selected.Values;

    private bool CanSelect => _keyOf is not null;

    private bool IsPageSelected => _rows is { Count: > 0 } && _rows.All(r => _selected.ContainsKey(_keyOf!(r)));

    /// <param name="onSelected">Draws what shows the selection: it has no parameter that changes with it.</param>
    internal void MakeSelectable(Func<TRow, string> keyOf, Func<TRow, string> nameOf, Action onSelected)
    {
        (_keyOf, _nameOf, _onSelected) = (keyOf, nameOf, onSelected);
        StateHasChanged();
    }

    /// <summary>Every row that search and filters find, on whatever page; true where there are more than <paramref name="most"/>.</summary>
    internal async Task<Result<bool>> SelectAllAsync(int most)
    {
        string? next = null;
        do
        {
            var page = await FetchAsync(new PageRequest(1000, next));
            if (!page.IsOk)
                return page.Refusal;
            next = page.Value.Next;
            foreach (var row in page.Value.Items)
                if (_selected.Count < most)
                    _selected[_keyOf!(row)] = row;
                else if (!_selected.ContainsKey(_keyOf!(row)))
                {
                    StateHasChanged();
                    return true;
                }
        } while (next is not null);
        StateHasChanged();
        return false;
    }

    internal void ClearSelection()
    {
        _selected.Clear();
        _onSelected?.Invoke();
        StateHasChanged();
    }

    private void Select(TRow row, bool selected)
    {
        if (selected)
            _selected[_keyOf!(row)] = row;
        else
            _selected.Remove(_keyOf!(row));
        _onSelected?.Invoke();
    }

    private void SelectPage(bool selected)
    {
        foreach (var row in _rows ?? [])
            Select(row, selected);
    }
}
