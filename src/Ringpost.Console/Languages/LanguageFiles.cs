using System.Collections.Frozen;
using System.Globalization;
using System.Text;
using System.Xml.Linq;

namespace Ringpost.Console.Languages;

/// <summary>
/// The languages of this installation: <c>Texts.resx</c> (English) and each <c>Texts.xx.resx</c> beside it, read once at the start. A translation that
/// asks for values its sentence does not have is left out, so that no file can break a page.
/// </summary>
internal sealed class LanguageFiles(string folder)
{
    // English is in the code, and needs none.
    private readonly FrozenDictionary<string, Language> _languages = (
        Directory.Exists(folder) ? Directory.EnumerateFiles(folder, "Texts*.resx") : []
    )
        .Select(Read)
        .ToFrozenDictionary(l => l.Code, StringComparer.OrdinalIgnoreCase);

    public static string Folder => Path.Combine(AppContext.BaseDirectory, "Texts");

    /// <summary><c>de-CH</c> has <c>de</c> where it has no file of its own; who chose nothing, or what has no file, has English.</summary>
    public Language Of(CultureInfo? culture) => First(culture is null ? [] : [culture]);

    /// <summary>The first that there is; English counts as one, file or none.</summary>
    public Language First(IEnumerable<CultureInfo> wanted) => wanted.Select(Find).FirstOrDefault(l => l is not null) ?? English;

    private Language English => _languages.GetValueOrDefault(Language.English.Code, Language.English);

    private Language? Find(CultureInfo culture)
    {
        for (var c = culture; c is { Name.Length: > 0 }; c = c.Parent)
            if (_languages.TryGetValue(c.Name, out var language))
                return language;
            else if (c.Name == Language.English.Code)
                return English;
        return null;
    }

    private static Language Read(string file)
    {
        var code = Path.GetFileNameWithoutExtension(file)["Texts".Length..].TrimStart('.');
        var texts =
            from text in XDocument.Load(file).Root!.Elements("data")
            let name = (string)text.Attribute("name")!
            let value = (string)text.Element("value")!
            // What says the same as the code is not kept: English costs no look-up that way.
            where value.Length > 0 && value != name && Values(value) <= Values(name)
            select KeyValuePair.Create(name, value);
        return new(code.Length == 0 ? Language.English.Code : code, texts.ToFrozenDictionary(StringComparer.Ordinal));
    }

    /// <summary>How many values a text asks for; a brace that is none, as in a token, asks for none.</summary>
    private static int Values(string text)
    {
        try
        {
            return CompositeFormat.Parse(text).MinimumArgumentCount;
        }
        catch (FormatException)
        {
            return 0;
        }
    }
}
