namespace Ringpost.Console.Components;

/// <summary>One thing that points at the card's: its name, where it is looked at, in which way it does, and its state.</summary>
public sealed record UsedByLine(string Name, string Href, string How, string State, Tone Tone);
