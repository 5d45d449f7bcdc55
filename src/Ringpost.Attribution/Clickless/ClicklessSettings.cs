namespace Ringpost.Attribution.Clickless;

/// <summary>Whether conversions without a click are taken at all; off on a new instance (cake.md 2.3).</summary>
public sealed record ClicklessSettings(bool Enabled);
