using System.Globalization;
using Microsoft.AspNetCore.Components.Server.Circuits;
using Ringpost.Console.Languages;

namespace Ringpost.Console.Shell;

/// <summary>
/// How the person of a circuit reads: the language, and the way of numbers and dates. It flows with whatever their circuit does, beside the cultures
/// of .NET, which stay as they are: what is stored or answered by the API knows nothing of it.
/// </summary>
internal sealed class PersonCulture(LanguageFiles languages) : CircuitHandler
{
    private static readonly AsyncLocal<PersonCulture?> Flowing = new();

    private CultureInfo? _culture;
    private Language _language = languages.Of(null);

    /// <summary>Null: the Console's own way.</summary>
    public static CultureInfo? Current => Flowing.Value?._culture;

    public static Language Language => Flowing.Value?._language ?? Language.English;

    /// <summary>From here on, in all that the caller awaits, this person's way is the current one.</summary>
    public void Flow() => Flowing.Value = this;

    /// <summary>True where another language is spoken from now on.</summary>
    /// <param name="locale">One of <c>Locales</c>, or null.</param>
    public bool Take(string? locale)
    {
        var before = _language;
        _culture = locale is null ? null : CultureInfo.GetCultureInfo(locale);
        _language = languages.Of(_culture);
        return _language != before;
    }

    public override Func<CircuitInboundActivityContext, Task> CreateInboundActivityHandler(
        Func<CircuitInboundActivityContext, Task> next
    ) =>
        async context =>
        {
            Flow();
            await next(context);
        };
}
