using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Storage.Settings;

namespace Ringpost.Console.Components;

/// <summary>
/// A list page's table: search, filters, range, cursor paging, skeleton, empty state, file. All its state is the address, so that back,
/// reload and sharing work. At the width of a telephone each row becomes a card.
/// </summary>
public sealed partial class DataList<TRow>
{
    private static int _last;

    private readonly string _id = $"list-{Interlocked.Increment(ref _last)}";
    private readonly List<DataColumn<TRow>> _columns = [];
    private readonly FilterSet _filters = new();
    private ListUrl _url = null!;
    private IReadOnlyList<TRow>? _rows;
    private string? _next;
    private string? _refusal;
    private int _asked;
    private bool _filtersOpen;

    [CascadingParameter]
    private Instance Instance { get; set; } = null!;

    /// <summary>Asks the operation, as <c>q => List.RunAsync(Actor, q.Search, q.Page)</c>.</summary>
    [Parameter, EditorRequired]
    public Func<ListQuery, Task<Result<Page<TRow>>>> Fetch { get; set; } = null!;

    /// <summary>What the table holds, for people who can't see it.</summary>
    [Parameter, EditorRequired]
    public string Caption { get; set; } = "";

    [Parameter]
    public RenderFragment? Columns { get; set; }

    /// <summary>More filters: <c>FilterSelect</c>, <c>FilterText</c>.</summary>
    [Parameter]
    public RenderFragment? Filters { get; set; }

    /// <summary>What stands between the filters and the table.</summary>
    [Parameter]
    public RenderFragment? Above { get; set; }

    /// <summary>What this is, why it is empty, the next action; shown when no filter is in force.</summary>
    [Parameter]
    public RenderFragment? Empty { get; set; }

    /// <summary>The search box's label, as "Find by name"; null leaves the box out.</summary>
    [Parameter]
    public string? SearchLabel { get; set; }

    /// <summary>Whether the list has a range of days.</summary>
    [Parameter]
    public bool Ranged { get; set; }

    /// <summary>The range may be twelve months.</summary>
    [Parameter]
    public bool WithYear { get; set; }

    /// <summary>The range when the address names none: <c>today</c>, <c>7d</c>, <c>30d</c>.</summary>
    [Parameter]
    public string DefaultRange { get; set; } = "7d";

    /// <summary>The card that a row opens.</summary>
    [Parameter]
    public Func<TRow, string>? RowHref { get; set; }

    /// <summary>The API's file of the same rows, as <c>/api/v1/conversions.csv</c>; search and filters are handed on.</summary>
    [Parameter]
    public string? CsvPath { get; set; }

    /// <summary>What the file is asked for beside search and filters, where the address does not say it.</summary>
    [Parameter]
    public IReadOnlyDictionary<string, string>? CsvMore { get; set; }

    /// <summary>The order when the address names none, as <c>-callDt</c>: behind a minus largest first.</summary>
    [Parameter]
    public string? DefaultSort { get; set; }

    /// <summary>Whose days the range means; the instance's where absent.</summary>
    [Parameter]
    public TimeZoneInfo? Zone { get; set; }

    /// <summary>More columns than fit: the table scrolls inside its frame, its head stays.</summary>
    [Parameter]
    public bool Wide { get; set; }

    [Parameter]
    public int PageSize { get; set; } = 50;

    private TimeZoneInfo Days => Zone ?? Instance.Zone;

    private string CsvHref
    {
        get
        {
            var more = new Dictionary<string, string>(CsvMore ?? new Dictionary<string, string>());
            if (Ranged)
            {
                var range = Range();
                more["from"] = $"{range.From(Days)}";
                more["to"] = $"{range.To(Days)}";
            }

            if (Zone is not null)
                more["zone"] = Zone.Id;

            return CsvPath + _url.QueryWithoutPlace(more);
        }
    }

    internal bool ShowsArchived => _url.Archived;

    private IEnumerable<DataColumn<TRow>> Shown => _columns.Where(c => !c.Hidden);

    internal void Add(DataColumn<TRow> column)
    {
        _columns.Add(column);
        StateHasChanged();
    }

    protected override async Task OnInitializedAsync()
    {
        _url = ListUrl.Of(Navigation);
        _filters.Changed = StateHasChanged;
        Navigation.LocationChanged += OnLocationChanged;
        await LoadAsync();
    }

    /// <summary>Fetches the rows again, after something was added or changed.</summary>
    public async Task LoadAsync()
    {
        var mine = ++_asked;
        _refusal = null;
        try
        {
            var result = await FetchAsync(new PageRequest(PageSize, _url["after"]));
            if (mine != _asked)
                return;
            (_rows, _next) = result.IsOk ? (result.Value.Items, result.Value.Next) : ([], null);
            _refusal = result.IsOk ? null : T.Known(result.Refusal.Says);
        }
        catch (StorageUnavailableException)
        {
            _rows = [];
            _refusal = T["The database can't be reached. Load again in a moment."];
        }

        StateHasChanged();
    }

    private Task<Result<Page<TRow>>> FetchAsync(PageRequest page)
    {
        var range = Ranged ? Range() : null;
        return Fetch(new ListQuery(_url, page, range?.From(Days), range?.To(Days)));
    }

    /// <summary>A zone's name may break behind its slash, so that it does not make a column wide.</summary>
    private static string Breakable(string title) => title.Replace("/", "/\u200b", StringComparison.Ordinal);

    private DateRange Range() => DateRange.Read(_url, Days, Instant.Now(Time), DefaultRange);

    private string Sorted => _url["sort"] ?? DefaultSort ?? "";

    private string? Direction(string sort) =>
        Sorted == sort ? "ascending"
        : Sorted == "-" + sort ? "descending"
        : null;

    /// <summary>The column's other order; of a column that the list does not stand by, largest first for numbers.</summary>
    private string? NextSort(DataColumn<TRow> column, string sort)
    {
        var (up, down) = (sort, "-" + sort);
        var next =
            Sorted == down ? up
            : Sorted == up || column.Numeric || down == DefaultSort ? down
            : up;
        return next == DefaultSort ? null : next;
    }

    private void Go(string name, string? value) => Navigation.NavigateTo(_url.With((name, value?.Trim())));

    private void OpenRow(TRow row)
    {
        if (RowHref is not null)
            Navigation.NavigateTo(RowHref(row));
    }

    private void OnLocationChanged(object? sender, LocationChangedEventArgs e) =>
        _ = InvokeAsync(async () =>
        {
            var url = ListUrl.Of(Navigation);
            if (url.Path != _url.Path)
                return;
            // Another page of the same rows keeps what is selected; what a filter hides is not changed unseen.
            if (url.QueryWithout("after", "sort") != _url.QueryWithout("after", "sort"))
                ClearSelection();
            _url = url;
            _rows = null;
            StateHasChanged();
            await LoadAsync();
        });

    public void Dispose() => Navigation.LocationChanged -= OnLocationChanged;
}
