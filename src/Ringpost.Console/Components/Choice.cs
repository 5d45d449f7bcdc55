namespace Ringpost.Console.Components;

/// <summary>One option of a select: what it means and how it reads.</summary>
public sealed record Choice<TValue>(TValue? Value, string Text);
