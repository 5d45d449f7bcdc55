using System.ComponentModel.DataAnnotations;

namespace Ringpost.Attribution.PixelLog;

/// <summary>How long the pixel log is kept. Bound from <c>PixelLog</c> (cake.md 8).</summary>
public sealed class PixelLogOptions
{
    /// <summary>Days after which a row, its part of the numbers and the refusals counted beside it are deleted. Default 400.</summary>
    [Range(1, 36_500)]
    public int KeptDays { get; set; } = 400;
}
