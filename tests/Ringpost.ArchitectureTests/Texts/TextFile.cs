using System.Xml.Linq;

namespace Ringpost.ArchitectureTests.Texts;

/// <summary>The resource file of English texts, as a translator gets it.</summary>
internal static class TextFile
{
    public const string Path = "src/Ringpost.Console/Texts/Texts.resx";

    public static SortedDictionary<string, string> Read() =>
        new(Entries().ToDictionary(e => (string)e.Attribute("name")!, e => (string)e.Element("value")!), StringComparer.Ordinal);

    /// <summary>Comments for the translator stay with their texts.</summary>
    public static void Write(IReadOnlyDictionary<string, string> texts)
    {
        var comments = Entries().ToDictionary(e => (string)e.Attribute("name")!, e => e.Element("comment"));
        var root = new XElement(
            "root",
            Header("resmimetype", "text/microsoft-resx"),
            Header("version", "2.0"),
            texts.Select(t => new XElement(
                "data",
                new XAttribute("name", t.Key),
                new XAttribute(XNamespace.Xml + "space", "preserve"),
                new XElement("value", t.Value),
                comments.GetValueOrDefault(t.Key)
            ))
        );
        File.WriteAllText(
            System.IO.Path.Combine(Repository.Root, Path),
            $"<?xml version=\"1.0\" encoding=\"utf-8\"?>\n{root.ToString().ReplaceLineEndings("\n")}\n"
        );
    }

    private static XElement Header(string name, string value) =>
        new("resheader", new XAttribute("name", name), new XElement("value", value));

    private static IEnumerable<XElement> Entries() => XDocument.Parse(Repository.Read(Path)).Root!.Elements("data");
}
