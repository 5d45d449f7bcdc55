using System.Text.Json.Serialization;
using Ringpost.Reconciliation.CallTraces;

namespace Ringpost.Reconciliation.SetUpGuide;

/// <summary>The guide as it stands now. Nothing of it is ticked by hand.</summary>
/// <param name="Hidden">Somebody put it away: Home no longer names it.</param>
/// <param name="Finished">A test call travelled all the way.</param>
/// <param name="Trace">Of the call that the guide tells of; the page shows it, the API has it under the call.</param>
public sealed record SetUpAnswer(
    SetUpVariant Variant,
    bool Hidden,
    bool Finished,
    IReadOnlyList<SetUpStep> Steps,
    [property: JsonIgnore] CallTrace? Trace
)
{
    public int DoneSteps => Steps.Count(s => s.State == SetUpState.Done);

    /// <summary>The first step that is to be done now; null where none is.</summary>
    [JsonIgnore]
    public SetUpStep? Next => Steps.FirstOrDefault(s => s.State == SetUpState.Open);
}
