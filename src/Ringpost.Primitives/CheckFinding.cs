namespace Ringpost.Primitives;

/// <summary>What a check of a running instance found, as <c>ringpost doctor</c> prints it.</summary>
/// <param name="What">One word for what was checked.</param>
/// <param name="Line">The finding; where something is wrong, with what to do.</param>
public sealed record CheckFinding(string What, bool IsGood, string Line);
