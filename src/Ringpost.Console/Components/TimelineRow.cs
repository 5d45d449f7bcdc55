using Microsoft.AspNetCore.Components;
using Ringpost.Primitives;

namespace Ringpost.Console.Components;

/// <summary>One thing that happened: when, who acted, what in words, with what outcome, details to unfold.</summary>
public sealed record TimelineRow(
    Instant At,
    string Actor,
    string Text,
    string? Chip = null,
    Tone Tone = Tone.Plain,
    RenderFragment? Details = null
);
