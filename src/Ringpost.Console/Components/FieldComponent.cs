using Microsoft.AspNetCore.Components;

namespace Ringpost.Console.Components;

/// <summary>What every field has: a label, a JSON name under which errors come back, a hint.</summary>
public abstract class FieldComponent : ComponentBase
{
    private static int _last;

    private readonly int _number = Interlocked.Increment(ref _last);

    [CascadingParameter]
    protected FieldErrors? Errors { get; set; }

    [Parameter, EditorRequired]
    public string Label { get; set; } = "";

    /// <summary>The JSON name of the field in the operation's request, as <c>thirdPartyName</c>.</summary>
    [Parameter, EditorRequired]
    public string Name { get; set; } = "";

    [Parameter]
    public string? Hint { get; set; }

    [Parameter]
    public bool Disabled { get; set; }

    /// <summary>Takes the whole row of the form.</summary>
    [Parameter]
    public bool Wide { get; set; }

    /// <summary>The control's id in the page.</summary>
    public string Id => $"{Name}-{_number}".Replace('.', '-');

    protected string? Error => Errors?[Name];

    protected string? Invalid => Error is null ? null : "true";

    protected string? DescribedBy =>
        (Hint, Error) switch
        {
            (null, null) => null,
            (_, null) => $"{Id}-hint",
            (null, _) => $"{Id}-error",
            _ => $"{Id}-hint {Id}-error",
        };

    protected override void OnParametersSet() => Errors?.Show(Name);
}
