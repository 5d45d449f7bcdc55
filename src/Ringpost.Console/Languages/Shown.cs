using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Components;
using Ringpost.Console.Shell;

namespace Ringpost.Console.Languages;

/// <summary>What every page and every file of words says a text with (decision 0023).</summary>
internal static partial class Shown
{
    /// <summary>The language of the person whose circuit this is.</summary>
    public static Language T => PersonCulture.Language;

    /// <summary>
    /// One sentence with parts of a page in it, so that who translates sees it whole: <c>@Sentence(T["See {0}."], @&lt;a href="…"&gt;…&lt;/a&gt;)</c>.
    /// </summary>
    public static RenderFragment Sentence(string text, params RenderFragment[] places) =>
        builder =>
        {
            var from = 0;
            foreach (Match place in Place().Matches(text))
            {
                builder.AddContent(0, text[from..place.Index]);
                builder.AddContent(1, places[int.Parse(place.Groups[1].ValueSpan, CultureInfo.InvariantCulture)]);
                from = place.Index + place.Length;
            }

            builder.AddContent(0, text[from..]);
        };

    [GeneratedRegex(@"\{(\d)\}")]
    private static partial Regex Place();
}
