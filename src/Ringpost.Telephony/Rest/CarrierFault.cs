using System.Text.Json;
using Ringpost.Primitives;

namespace Ringpost.Telephony.Rest;

/// <summary>Why a carrier's REST API did not do what it was asked.</summary>
internal enum CarrierFault
{
    /// <summary>No connection: nothing was asked.</summary>
    Unreachable,

    /// <summary>No answer in time, or it broke off: whether it was done is not known.</summary>
    NoAnswer,

    /// <summary>Asked too often: nothing was done.</summary>
    RateLimited,

    /// <summary>The carrier's own failure: whether it was done is not known.</summary>
    Broken,

    CredentialsRefused,
    NotAllowed,
    NotThere,

    /// <summary>The carrier says why, in its words.</summary>
    Refused,

    NotUnderstood,
}

/// <summary>A fault with what the carrier said of it.</summary>
/// <param name="Code">The carrier's error number, as 21422; 0 where it gave none.</param>
internal sealed record CarrierFailure(CarrierFault Fault, int Code = 0, string? Words = null)
{
    /// <summary>Whether a refusal leaves open that it was done.</summary>
    public static bool IsOpen(Refusal refusal) =>
        refusal.Type == TypeOf(CarrierFault.NoAnswer) || refusal.Type == TypeOf(CarrierFault.Broken);

    private static string TypeOf(CarrierFault fault) => "carrier-" + JsonNamingPolicy.KebabCaseLower.ConvertName(fault.ToString());

    public Clash ToRefusal(string carrier) =>
        new(
            TypeOf(Fault),
            Fault switch
            {
                CarrierFault.Unreachable => Phrase.Of($"{carrier} can't be reached. Nothing was changed; try again in a moment."),
                CarrierFault.NoAnswer => Phrase.Of($"{carrier} did not answer in time. Load again to see whether it was done."),
                CarrierFault.RateLimited => Phrase.Of($"{carrier} is being asked too often. Nothing was changed; try again in a moment."),
                CarrierFault.Broken => Phrase.Of($"{carrier} has a failure of its own. Load again in a moment to see whether it was done."),
                CarrierFault.CredentialsRefused => Phrase.Of(
                    $"{carrier} does not accept the account SID, API key or secret. Enter them anew on the carrier's card."
                ),
                CarrierFault.NotAllowed => Said is { } said
                    ? Phrase.Of($"{carrier} does not allow this with the API key: {said}")
                    : Phrase.Of($"{carrier} does not allow this with the API key."),
                CarrierFault.NotThere => Phrase.Of($"{carrier} does not have this any more. Load again."),
                CarrierFault.Refused => Said is { } said ? Phrase.Of($"{carrier} refused: {said}") : Phrase.Of($"{carrier} refused."),
                CarrierFault.NotUnderstood => Phrase.Of(
                    $"{carrier} answered something that is not its API. Check the API address on the carrier's card."
                ),
                _ => throw new ArgumentOutOfRangeException(nameof(carrier), Fault, null),
            }
        );

    private Phrase? Said =>
        Words is null ? null
        : Code > 0 ? Phrase.Of($"{Words} (its error {Code})")
        : Phrase.Of($"{Words}");
}
