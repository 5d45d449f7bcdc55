using Ringpost.CallTracking.CallLists;
using Ringpost.Primitives;

namespace Ringpost.Reconciliation.SetUpGuide;

/// <summary>The first calls: what shows that all of it stands. Without I/O.</summary>
internal static class ProofSteps
{
    /// <summary>Calls are here; the tracker is here or a CAKE instance.</summary>
    public static SetUpStep TestCall(SetUpFacts facts, SetUpVariant variant)
    {
        var inCake = variant == SetUpVariant.TrackerIsCake;
        var step = SetUpStep.Of(
            SetUpStepName.TestCall,
            SetUpPart.Proof,
            "First test call",
            inCake ? "The guide ends when CAKE has taken the pixel of a call." : "The guide ends when a call has become a conversion."
        );
        var proof = facts.Proof;
        if (proof.Call is { } call)
            return (inCake ? proof.Accepted : proof.Booked)
                ? step.Done(
                    inCake ? "Its pixel was taken. This is how it travelled:" : "It became a conversion. This is how it travelled:",
                    SetUpFound.Of(call)
                )
                : step.Open($"A call arrived. {Why(call, proof, inCake)}", new(SetUpAction.SeeCall, call.Id.Value), SetUpFound.Of(call))
                    .Copy(Command(facts));
        if (facts.Picks.Campaign is not { } campaign || CallSteps.Numbers(facts, campaign).Count == 0)
            return step.Later("The tracking number");
        return step.Open(
                facts.Carriers?.Any(c => c.IsSimulator) == true
                    ? "No call yet. Play one with the command below, or call the number from a test number whose pixels are sent."
                    : "No call yet. Call the number from a test number whose pixels are sent, or add a simulator among the carriers and play a call.",
                new(SetUpAction.SetTestNumbers)
            )
            .Copy(Command(facts));
    }

    public static SetUpStep RealCall(SetUpFacts facts, SetUpVariant variant)
    {
        var step = SetUpStep.Of(
            SetUpStepName.RealCall,
            SetUpPart.Proof,
            "First real call",
            "From any telephone that is no test number. It counts."
        );
        var (proof, inCake) = (facts.Proof, variant == SetUpVariant.TrackerIsCake);
        if (proof.RealCall is not { } call)
            return (inCake ? proof.Accepted : proof.Booked) ? step.Open("No real call yet.") : step.Later("A test call");
        return proof.RealBooked
            ? step.Done(inCake ? "Its pixel was taken." : "It became a conversion.", SetUpFound.Of(call))
            : step.Open(
                inCake ? "A real call arrived; no pixel of it was taken yet." : "A real call arrived; it is no conversion yet.",
                new(SetUpAction.SeeCall, call.Id.Value),
                SetUpFound.Of(call)
            );
    }

    /// <summary>Calls are in a Ringba account: what is seen of them are postbacks.</summary>
    public static SetUpStep PostbackFromRingba(SetUpFacts facts, SetUpVariant variant)
    {
        var step = SetUpStep.Of(
            SetUpStepName.TestCall,
            SetUpPart.Proof,
            "First test call",
            variant == SetUpVariant.AdvertiserHasRingba
                ? "Call the number that the advertiser gave you, long enough to be payable. The guide ends when its postback has become a conversion."
                : "Call a number of the Ringba campaign, long enough to be payable. The guide ends when its postback has become a conversion."
        );
        if (facts.Proof.FromOutside is { } conversion)
            return conversion.Disposition == "approved"
                ? step.Done("Its postback became a conversion.", SetUpFound.Of(conversion))
                : step.Done(
                    conversion.Reason is null
                        ? Phrase.Of($"Its postback became a conversion, which is {conversion.Disposition}.")
                        : Phrase.Of($"Its postback became a conversion, which is {conversion.Disposition}: {conversion.Reason}."),
                    SetUpFound.Of(conversion)
                ) with
                {
                    Task = new(SetUpAction.SeeConversion, $"{conversion.Id}"),
                };
        if (facts.Proof.Refused is { } refused)
            return step.Open(
                $"A postback arrived and was refused: {refused.Explanation.LastOrDefault(e => e.Verdict == "stop")?.Detail ?? "see the pixel log."}",
                new(SetUpAction.SeePixelLog, $"{refused.Id}")
            );
        return facts.Picks.Pair is null
            ? step.Later("The campaign of offer and affiliate")
            : step.Open("No postback has arrived from outside yet.");
    }

    private static Phrase Why(CallSummary call, SetUpProof proof, bool inCake) =>
        call.Live ? "It is still running."
        : proof.Why is [_, ..] ? Phrase.Joined(proof.Why.Take(2))
        : inCake ? "No pixel of it was taken yet."
        : "It is no conversion yet.";

    /// <summary>What plays a payable call through the simulator account.</summary>
    private static SetUpCopy[] Command(SetUpFacts facts) =>
        facts.Carriers?.FirstOrDefault(c => c.IsSimulator) is { } simulator
        && facts.Picks.Campaign is { } campaign
        && CallSteps.Numbers(facts, campaign).FirstOrDefault() is { } number
            ?
            [
                new(
                    $"Command on this machine, with the auth token of {simulator.Name}",
                    $"ringpost simulate --voice-url {simulator.VoiceUrl} --status-url {simulator.StatusUrl} --to {number.Number} --token AUTH-TOKEN"
                ),
            ]
            : [];
}
