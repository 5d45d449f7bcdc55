using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Ringpost.Access.SignIn;
using Ringpost.Console.Components;
using Ringpost.Primitives;

namespace Ringpost.Console.Languages;

/// <summary>
/// What the Console says in one language. The English sentence in the code is the key, and is what is said where a language has nothing for it.
/// </summary>
internal sealed class Language(string code, FrozenDictionary<string, string> texts)
{
    public static readonly Language English = new("en", FrozenDictionary<string, string>.Empty);

    /// <summary>Of IETF, as <c>de</c>.</summary>
    public string Code => code;

    public string this[string english] => texts.GetValueOrDefault(english, english);

    /// <summary>With values at <c>{0}</c>, <c>{1}</c>.</summary>
    public string this[string english, params ReadOnlySpan<object?> values] =>
        string.Format(CultureInfo.CurrentCulture, this[english], values);

    /// <summary>A word that another module has in English: of a closed set, or the title of a column.</summary>
    [return: NotNullIfNotNull(nameof(english))]
    public string? Known(string? english) => english is null ? null : this[english];

    /// <summary>What another module says: a refusal, an answer.</summary>
    [return: NotNullIfNotNull(nameof(phrase))]
    public string? Known(Phrase? phrase) =>
        phrase is null ? null
        : phrase.Values.Count == 0 ? this[phrase.Template]
        : this[phrase.Template, [.. phrase.Values.Select(v => v is Phrase inner ? Known(inner) : v)]];

    /// <summary>For the static pages beside the Console.</summary>
    public PageLanguage ForPages() => new(code, phrase => Known(phrase));

    /// <summary>
    /// What is said of so many: <c>T.Many("{0} call", "{0} calls", count)</c>. The count is <c>{0}</c>, and other values come after it. A language has as
    /// many forms as <see cref="PluralForm"/> knows of it.
    /// </summary>
    public string Many(string one, string many, long count, params ReadOnlySpan<object?> values)
    {
        var form = PluralForm.Of(code, count);
        var text = texts.GetValueOrDefault($"{many} [{form}]") ?? (form == PluralForm.One && !texts.ContainsKey(many) ? one : this[many]);
        return string.Format(CultureInfo.CurrentCulture, text, [ConsoleFormat.Count(count), .. values]);
    }
}
