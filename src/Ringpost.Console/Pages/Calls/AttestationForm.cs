using Ringpost.CallTracking.Guards;

namespace Ringpost.Console.Pages.Calls;

/// <summary>A requirement of attestation as its fields hold it.</summary>
internal sealed class AttestationForm
{
    public string? Least { get; set; } = "none";

    public bool RefuseWithout { get; set; }

    public static AttestationForm Of(AttestationRequirement requirement) =>
        new() { Least = requirement.Least is { } least ? CallWords.Word(least) : "none", RefuseWithout = requirement.RefuseWithout };
}
