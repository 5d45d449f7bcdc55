using System.ComponentModel.DataAnnotations;

namespace Ringpost.Attribution.Clicks;

/// <summary>How long clicks are kept. Bound from <c>Clicks</c>.</summary>
public sealed class ClickOptions
{
    /// <summary>
    /// Days after which a click is deleted. What was converted keeps its click's data; reports keep their numbers. A click that is gone can't
    /// be converted any more, so this is never less than an offer's click cookie days in force. Default 400.
    /// </summary>
    [Range(1, 36_500)]
    public int KeptDays { get; set; } = 400;
}
