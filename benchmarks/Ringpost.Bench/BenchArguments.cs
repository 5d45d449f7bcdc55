using System.Globalization;

namespace Ringpost.Bench;

/// <summary><c>--name value</c> and <c>--flag</c>.</summary>
internal sealed class BenchArguments(string[] args)
{
    public string Text(string name, string otherwise) => Array.IndexOf(args, name) is var at and >= 0 ? args[at + 1] : otherwise;

    public int Number(string name, int otherwise) => int.Parse(Text(name, $"{otherwise}"), CultureInfo.InvariantCulture);

    public bool Has(string name) => args.Contains(name);
}
