using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using Ringpost.Api.Bulk;
using Ringpost.Primitives;

namespace Ringpost.Console.Components;

/// <summary>
/// Changes the selected rows of a <c>DataList</c> together: what is chosen is foreseen row by row, then carried out on those rows alone that the
/// preview found ready, and only as it found them.
/// </summary>
public sealed partial class BulkBar<TRow, TId, TChange>(IJSRuntime js)
{
    private static int _last;

    private readonly string _id = $"bulk-{Interlocked.Increment(ref _last)}";
    private FieldErrors _errors = new();
    private Dictionary<TId, string> _names = [];
    private IReadOnlyList<BulkRow<TId>> _rows = [];
    private TChange? _change;
    private Stage _stage;
    private BulkAct _act;
    private string? _what;
    private string? _note;
    private string? _touches;
    private bool _collecting;
    private bool _isDone;
    private bool _isAsking;

    /// <summary>The run that goes on, and of how many rows it is.</summary>
    private BulkWatch? _watch;
    private int _total;

    /// <summary>Fewer rows than these are done before a progress could be read.</summary>
    private const int ProgressFrom = 20;

    /// <summary>The element that gets the focus once it is drawn.</summary>
    private string? _focus;

    private enum Stage
    {
        Closed,
        Choosing,
        Looking,
        Asking,
        Running,
        Done,
    }

    [CascadingParameter]
    private DataList<TRow> List { get; set; } = null!;

    [CascadingParameter]
    private Actor Actor { get; set; } = null!;

    /// <summary>So many of them, as "3 targets".</summary>
    [Parameter, EditorRequired]
    public Func<int, string> Counted { get; set; } = null!;

    /// <summary>As "targets".</summary>
    [Parameter, EditorRequired]
    public string Many { get; set; } = "";

    [Parameter, EditorRequired]
    public Func<TRow, TId> Id { get; set; } = null!;

    [Parameter, EditorRequired]
    public Func<TRow, string> Name { get; set; } = null!;

    /// <summary>The operation, as <c>r => ChangeMany.RunAsync(Actor, r)</c>.</summary>
    [Parameter, EditorRequired]
    public Func<BulkRequest<TId, TChange>, Task<Result<BulkAnswer<TId>>>> Run { get; set; } = null!;

    /// <summary>The change that pauses (false) or resumes (true); null where there is nothing to pause.</summary>
    [Parameter]
    public Func<bool, TChange>? Enable { get; set; }

    /// <summary>Whether they can be archived together, and restored where the list shows archived ones.</summary>
    [Parameter]
    public bool Archives { get; set; }

    /// <summary>What can be changed of all of them; each has its fields in <see cref="Fields"/>.</summary>
    [Parameter]
    public IReadOnlyList<Choice<string>> Options { get; set; } = [];

    /// <summary>The change that the fields of this option say.</summary>
    [Parameter]
    public Func<string, TChange>? Change { get; set; }

    /// <summary>The fields of an option, named as in the single operation's request.</summary>
    [Parameter]
    public RenderFragment<string>? Fields { get; set; }

    /// <summary>The name of what an id in a change stands for, where the page knows it.</summary>
    [Parameter]
    public Func<string, string?>? NameOf { get; set; }

    /// <summary>What else such a change of these touches; said with the preview.</summary>
    [Parameter]
    public Func<TChange, IReadOnlyList<TId>, Task<string?>>? Touches { get; set; }

    private string Count => ConsoleFormat.Count(List.Selected.Count);

    private int Ready => _stage is Stage.Asking or Stage.Running ? Number(BulkOutcome.Ready) : 0;

    private string Words
    {
        get
        {
            var rest = new List<string>();
            if (Number(BulkOutcome.Unchanged) is > 0 and var same)
                rest.Add(T.Many("{0} is so already", "{0} are so already", same));
            var left = _rows.Count(r => r.Refusal?.Type == BulkRefusal.Stopped);
            if (left > 0)
                rest.Add(T.Many("{0} is as it was: it was stopped before", "{0} are as they were: it was stopped before", left));
            if (Number(BulkOutcome.Refused) - left is > 0 and var refused)
                rest.Add(T.Many("{0} is refused and stays as it is", "{0} are refused and stay as they are", refused));
            return _stage switch
            {
                Stage.Looking => T["Looking at {0}.", Counted(_names.Count)],
                Stage.Running => T["Changing {0}. Each is stored by itself.", Counted(Number(BulkOutcome.Ready))],
                Stage.Done => string.Join("; ", [_act.Done(Counted(Number(BulkOutcome.Applied))), .. rest]) + ".",
                Stage.Asking when _rows.Count == 0 => T["Nothing was looked at."],
                Stage.Asking => string.Join("; ", [_act.Foreseen(Counted(Number(BulkOutcome.Ready))), .. rest])
                    + ". "
                    + T["Nothing is stored yet."],
                Stage.Closed or Stage.Choosing => "",
            };
        }
    }

    protected override void OnInitialized()
    {
        if (Actor.May(Permission.ChangeConfiguration))
            List.MakeSelectable(row => $"{Id(row)}", row => Name(row), StateHasChanged);
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (_focus is not { } element)
            return;
        _focus = null;
        await js.InvokeVoidAsync("ringpost.focus", element);
    }

    private async Task SelectAllAsync()
    {
        _collecting = true;
        var (errors, more) = (new FieldErrors(), false);
        await errors.RunAsync(() => List.SelectAllAsync(BulkRun.Most), isMore => more = isMore);
        _collecting = false;
        _note =
            errors.Banner
            ?? (more ? T["The list has more than {0}: the first of them are selected.", ConsoleFormat.Count(BulkRun.Most)] : null);
    }

    private void Choose()
    {
        if (_isAsking)
            return;
        Open(BulkAct.Change);
        (_stage, _what) = (Stage.Choosing, Options.Count == 1 ? Options[0].Value : null);
    }

    private void ChooseField(string? what) => (_what, _errors) = (what, new FieldErrors());

    private void Open(BulkAct act)
    {
        (_act, _errors, _rows, _change, _what, _note, _isDone) = (act, new FieldErrors(), [], null, null, null, false);
        _names = List.Selected.ToDictionary(Id, Name);
    }

    /// <param name="change">Null archives or restores, as the act says.</param>
    private async Task ForeseeAsync(BulkAct act, TChange? change)
    {
        // The second click of a double one, or a preview that comes to its end behind a dialog that was closed.
        if (_stage != Stage.Closed || _isAsking)
            return;
        Open(act);
        await LookAsync(change);
    }

    private Task SubmitAsync() =>
        _stage switch
        {
            _ when _isAsking => Task.CompletedTask,
            Stage.Choosing when _what is not null => LookAsync(Change!(_what)),
            Stage.Asking when Ready > 0 => ApplyAsync(),
            _ => Task.CompletedTask,
        };

    private async Task LookAsync(TChange? change)
    {
        var before = _stage;
        (_change, _rows, _touches) = (change, [], null);
        // Fields whose errors are looked for stay on the page meanwhile.
        _stage = before == Stage.Choosing ? before : Stage.Looking;
        var isForeseen = await AskAsync(Request([.. _names.Keys]));
        if (_stage == Stage.Closed)
            return;
        if (!isForeseen && before == Stage.Choosing)
        {
            await Task.Yield();
            StateHasChanged();
            await js.InvokeVoidAsync("ringpost.focusFirstError");
            return;
        }

        _stage = Stage.Asking;
        if (change is not null && Touches is not null && Ready > 0)
            _touches = await Touches(change, [.. _rows.Where(r => r.Outcome == BulkOutcome.Ready).Select(r => r.Id)]);
        _focus = $"#{_id}-words";
    }

    private async Task ApplyAsync()
    {
        var ready = _rows.Where(r => r.Outcome == BulkOutcome.Ready).ToList();
        var rest = _rows.Where(r => r.Outcome != BulkOutcome.Ready).ToList();
        _stage = Stage.Running;
        var seen = ready.ToDictionary(r => $"{r.Id}", r => r.Seen!);
        if (!await AskAsync(Request([.. ready.Select(r => r.Id)]) with { Apply = true, Seen = seen }))
        {
            _stage = Stage.Asking;
            return;
        }

        _rows = [.. _rows, .. rest];
        (_stage, _isDone, _focus) = (Stage.Done, true, $"#{_id}-words");
        List.ClearSelection();
        await List.LoadAsync();
    }

    private BulkRequest<TId, TChange> Request(IReadOnlyList<TId> ids) =>
        new(ids, _change, Archive: _act == BulkAct.Archive ? true : null, Restore: _act == BulkAct.Restore ? true : null);

    private async Task<bool> AskAsync(BulkRequest<TId, TChange> request)
    {
        (_isAsking, _total) = (true, request.Ids!.Count);
        var each = Math.Max(1, _total / 50);
        _watch = new BulkWatch(watch =>
        {
            if (watch.Done % each == 0)
                _ = InvokeAsync(StateHasChanged);
        });
        try
        {
            // Beside the page, which shows how far it has come and can stop it.
            var asked = request with
            {
                Watch = _watch,
            };
            return await _errors.RunAsync(async () => OfTheFields(await Task.Run(() => Run(asked))), answer => _rows = answer.Items);
        }
        finally
        {
            _isAsking = false;
        }
    }

    /// <summary>The fields stand under the names that the single operation gives them.</summary>
    private static Result<BulkAnswer<TId>> OfTheFields(Result<BulkAnswer<TId>> result)
    {
        const string Inside = "change.";
        return result.Refusal is Invalid wrong
            ? new Invalid(
                wrong.Wrong.ToDictionary(
                    e => e.Key.StartsWith(Inside, StringComparison.Ordinal) ? e.Key[Inside.Length..] : e.Key,
                    e => e.Value,
                    StringComparer.Ordinal
                )
            )
            : result;
    }

    private Task CloseAsync(bool open)
    {
        // Nobody waits for a preview that is left.
        if (_stage is Stage.Looking or Stage.Choosing)
            _watch?.Stop();
        _stage = Stage.Closed;
        // The button that opened the dialog is gone with the selection.
        _focus = _isDone ? "h1" : null;
        return Task.CompletedTask;
    }

    private int Number(BulkOutcome outcome) => _rows.Count(r => r.Outcome == outcome);
}
